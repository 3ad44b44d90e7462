"""Why nothing got through, in words for the webhook's owner."""

from collections.abc import Mapping
from types import MappingProxyType

from marketplace.messages import Message
from marketplace.webhooks.addresses import REFUSALS

TOO_LATE = Message("no answer in time")
UNTRUSTED = Message("no trusted encryption")
UNCONNECTED = Message("no connection")  # what the system calls it stands behind, in brackets
UNREAD = Message("not an answer of HTTP")

_KNOWN: Mapping[str, Message] = MappingProxyType(
    {str(each): each for each in (*REFUSALS, TOO_LATE, UNTRUSTED, UNCONNECTED, UNREAD)}
)


def failure_of(kept: str) -> str:
    """Return a failure that was kept as the message that it was."""
    return _KNOWN.get(kept.partition(" (")[0], kept)
