"""Conversations: what both sides write to each other once the contact is released, and dates."""
