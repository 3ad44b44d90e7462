"""The loops of the index, written to be compiled: imported where they are, not where they run."""
