"""Keys that are made of the installation's secret."""

import base64
import hashlib
import hmac


def key_of(secret: str, purpose: str) -> str:
    """Return a key for one purpose, made of the installation's secret."""
    digest = hmac.digest(secret.encode(), purpose.encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(digest).decode()
