"""Pages that explain refusals."""
