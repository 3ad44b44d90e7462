"""Rank profiles by the cosine of their weighted terms, and say why."""
