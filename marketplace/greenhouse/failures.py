"""Why somebody is not in an employer's Greenhouse, in words for its members."""

from collections.abc import Mapping
from types import MappingProxyType

from marketplace.conversations.services import NOT_RELEASED, VEILED
from marketplace.messages import Message
from marketplace.webhooks.failures import failure_of
from marketplace.webhooks.requesting import Answer

SHUT_OUT = Message("Greenhouse did not accept the API key or the address of the user.")
NOT_PERMITTED = Message("The user may not do this in Greenhouse.")
NOT_FOUND = Message("Greenhouse knows no such job.")
REFUSED = Message("Greenhouse refused what was sent.")
LED_AWAY = Message("Greenhouse led to another address; nothing is sent there.")
LOST = Message("No answer came, so it may have arrived: look in Greenhouse before you try again.")
DISCONNECTED = Message("Greenhouse was disconnected before it was sent.")
SEALED = Message("The API key cannot be read any more: enter it again.")
NAMELESS = Message("The profile states no name, and Greenhouse takes nobody without one.")
GONE = Message("The candidate is not shown to you any more.")
_OF_STATUS: Mapping[int, Message] = MappingProxyType(
    {400: REFUSED, 401: SHUT_OUT, 403: NOT_PERMITTED, 404: NOT_FOUND, 422: REFUSED}
)
_KNOWN: Mapping[str, Message] = MappingProxyType(
    {
        str(each): each
        for each in (
            *_OF_STATUS.values(),
            *(LED_AWAY, LOST, DISCONNECTED, SEALED),
            *(NAMELESS, GONE, NOT_RELEASED, VEILED),
        )
    }
)
_ANSWERED = Message("Greenhouse answered {status}.")


def failure_in(answer: Answer) -> str:
    """Return what an answer says that is no success, for it to be kept."""
    if answer.status is None:
        return LOST if answer.was_sent else str(answer.failure)
    if 300 <= answer.status < 400:
        return LED_AWAY
    return _OF_STATUS.get(answer.status, _ANSWERED.format(status=answer.status))


def reason_of(kept: str) -> str:
    """Return a failure that was kept as the message that it was."""
    status = kept.removeprefix("Greenhouse answered ").removesuffix(".")
    if status.isdecimal():
        return _ANSWERED.format(status=status)
    return _KNOWN.get(kept) or failure_of(kept)
