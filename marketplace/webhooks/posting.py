"""Send one delivery: signed, and of the answer nothing but its head is read."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from standardwebhooks import Webhook as Signer

from marketplace.webhooks.requesting import Answer, Request, Requester

AGENT = "k-visa-marketplace-webhooks/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One attempt to deliver."""

    delivery_id: UUID
    webhook_id: UUID
    event_id: UUID
    url: str
    body: bytes
    secrets: tuple[str, ...]  # the newest first; during a rotation two


def headers_of(attempt: Attempt, at: datetime) -> dict[str, str]:
    """Return the headers that say what is delivered and prove who sends it."""
    moment, told = at.astimezone(UTC), attempt.body.decode()
    signatures = (
        Signer(each).sign(str(attempt.event_id), moment, told) for each in attempt.secrets
    )
    return {
        "Content-Type": "application/json",
        "User-Agent": AGENT,
        "webhook-id": str(attempt.event_id),
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


class Poster:
    """Sends attempts; one may serve many threads."""

    def __init__(self, ask: Requester) -> None:
        self._ask = ask

    def __call__(self, attempt: Attempt, at: datetime) -> Answer:
        """Send an attempt; whatever goes wrong is an answer too."""
        headers = headers_of(attempt, at)
        return self._ask(Request(url=attempt.url, headers=headers, body=attempt.body))
