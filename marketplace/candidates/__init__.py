"""Candidates: their profiles, consents, who saw them and what employers see."""
