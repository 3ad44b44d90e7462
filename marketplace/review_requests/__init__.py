"""A person looks again: requests about flags and ranks, and the answers to them."""
