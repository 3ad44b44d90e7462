"""Matches: ranked roles, ranked candidates, pairs in full."""
