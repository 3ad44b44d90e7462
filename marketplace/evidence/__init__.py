"""Proofs of what candidates say, and the decisions on them."""
