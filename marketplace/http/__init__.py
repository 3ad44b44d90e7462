"""What belongs to the wire."""
