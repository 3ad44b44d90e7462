"""Roles that somebody saved, or does not want to see again."""
