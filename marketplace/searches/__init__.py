"""Searches: open roles by words, filters and facets."""
