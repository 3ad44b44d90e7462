"""Shortlists: candidates set apart for a role, in order, with the reason for each."""
