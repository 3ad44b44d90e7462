"""Roles: jobs that employers want to fill."""
