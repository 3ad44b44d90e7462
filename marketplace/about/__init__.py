"""What the service says about itself: how it works, terms, privacy, access, whom to ask."""
