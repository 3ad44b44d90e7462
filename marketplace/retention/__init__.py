"""What is kept for how long: rules that the worker keeps, and what has no end of its own."""
