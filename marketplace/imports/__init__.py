"""Roles and candidates from files: JobPosting and JSON Resume, a result per line."""
