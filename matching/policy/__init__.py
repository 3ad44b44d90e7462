"""Decide flags from dated, sourced policy packs in three-valued logic."""
