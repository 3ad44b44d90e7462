"""Routes: the visa routes side by side."""
