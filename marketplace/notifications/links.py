"""Signed links that stop mails with one click and without signing in (RFC 8058)."""

from typing import NamedTuple
from uuid import UUID

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from marketplace.accounts.letters import public_url
from marketplace.errors import NotFound

PATH = "/unsubscribe"


class Stop(NamedTuple):
    """What a link stops: a topic's mails, or those of one saved search."""

    account_id: UUID
    topic: str
    search_id: UUID | None


def stop_link(account_id: UUID, topic: str, search_id: UUID | None = None) -> str:
    """Return the address that stops mails; it works for as long as the account is there."""
    said = [str(account_id), topic, None if search_id is None else str(search_id)]
    return f"{public_url()}{PATH}/{_serializer().dumps(said)}"


def read_stop(token: str) -> Stop:
    """Return what a link stops.

    Raises:
        NotFound: we made no such link.
    """
    try:
        account_id, topic, search_id = _serializer().loads(token)
    except BadSignature:
        raise NotFound from None
    return Stop(UUID(account_id), topic, None if search_id is None else UUID(search_id))


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="stop mail")
