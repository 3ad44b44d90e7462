"""Greenhouse: employers send people whose contact they have to their own recruiting system."""
