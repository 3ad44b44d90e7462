"""Ranking and flags: plain data in, plain data out; no web, no database."""
