"""A candidate's own area."""
