"""Invented employers, roles and people, and the commands that load them."""
