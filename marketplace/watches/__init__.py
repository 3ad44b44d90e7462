"""Watches: mails to a role's members when new candidates fit it."""
