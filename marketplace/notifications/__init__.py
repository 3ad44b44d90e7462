"""Mails that somebody may or may not want, and how they stop them."""
