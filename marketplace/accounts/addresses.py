"""E-mail addresses as accounts have them."""

LONGEST_ADDRESS = 254  # characters (RFC 5321)


def normalise_email(email: str) -> str:
    """Return the one way in which we write an address."""
    return email.strip().lower()
