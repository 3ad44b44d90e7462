"""Invitations: an employer asks a candidate to talk, who decides what to release."""
