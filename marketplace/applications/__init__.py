"""Applications: a candidate asks for a role, and both sides see how far it has come."""
