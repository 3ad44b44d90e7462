"""Secrets that sign deliveries: sealed in the database, in the clear only to sign."""

import base64
import secrets
from functools import lru_cache

from cryptography.fernet import Fernet

from marketplace.accounts.keys import key_of

PREFIX = "whsec_"
SECRET_BYTES = 32


def new_secret() -> str:
    """Return a secret as Standard Webhooks 1.0.0 writes it."""
    return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def seal(signing: str, key: str) -> bytes:
    """Return a secret as we keep it.

    Args:
        key: the installation's secret.
    """
    return _box(key).encrypt(signing.encode())


def unseal(sealed: bytes, key: str) -> str:
    """Return a secret that we kept."""
    return _box(key).decrypt(sealed).decode()


@lru_cache(maxsize=2)
def _box(key: str) -> Fernet:
    return Fernet(key_of(key, "webhook secrets"))
