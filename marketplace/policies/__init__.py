"""Policies: the packs behind the flags."""
