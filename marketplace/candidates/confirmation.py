"""The signed link by which a person takes over a profile that somebody made for them."""

import hashlib
import hmac
from typing import NamedTuple
from uuid import UUID

from flask import current_app, url_for
from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer

from marketplace.accounts.letters import public_url
from marketplace.errors import Gone, NotFound
from marketplace.messages import Message

DAYS = 30


class Confirmation(NamedTuple):
    """Whom a link was sent to, and about which profile."""

    candidate_id: UUID
    email_digest: str

    def is_for(self, email: str | None) -> bool:
        """Whether the link was sent to this address."""
        return email is not None and hmac.compare_digest(self.email_digest, _digest(email))


def confirmation_link(candidate_id: UUID, email: str) -> str:
    """Return the address that proves who reads the mail sent to ``email``."""
    token = _serializer().dumps([str(candidate_id), _digest(email)])
    return public_url() + url_for("profiles.show_confirmation", token=token)


def read_confirmation(token: str) -> Confirmation:
    """Return what a link says.

    Raises:
        NotFound: we made no such link.
        Gone: it is too old.
    """
    try:
        candidate_id, digest = _serializer().loads(token, max_age=DAYS * 86_400)
    except SignatureExpired:
        raise Gone(
            Message("The link was good for {days} days; ask for a new one.", days=DAYS), {}
        ) from None
    except BadSignature:
        raise NotFound from None
    return Confirmation(UUID(candidate_id), digest)


def _digest(email: str) -> str:
    """Return what a link tells of an address: enough to compare, nothing to read."""
    return hashlib.sha256(email.encode()).hexdigest()[:32]


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="candidate confirmation")
