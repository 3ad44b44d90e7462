"""Saved searches: kept queries of the role search, over HTTP."""
