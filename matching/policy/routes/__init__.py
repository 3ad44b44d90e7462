"""Visa routes side by side: what each asks and gives, and how it comes out for some facts."""
