"""Pipelines: everybody whom a role met or set apart, by how far they have come."""
