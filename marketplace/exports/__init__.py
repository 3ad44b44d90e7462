"""What we hold of the caller's, streamed."""
