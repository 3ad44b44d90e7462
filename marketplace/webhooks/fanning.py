"""Turn events of the outbox into deliveries, each to whom it concerns."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from marketplace.candidates.services import reader_of
from marketplace.events import MAIL
from marketplace.webhooks.bodies import employer_of
from marketplace.webhooks.catalogue import EVENTS
from models import Candidate, Membership, OutboxMessage, Webhook, WebhookDelivery

AT_ONCE = 200


def _news() -> sa.Select[OutboxMessage]:
    return sa.select(OutboxMessage).where(
        OutboxMessage.type != MAIL, OutboxMessage.delivered_at.is_(None)
    )


def has_news(session: Session) -> bool:
    """Whether an event waits to be fanned out."""
    return session.scalar(_news().with_only_columns(OutboxMessage.id).limit(1)) is not None


def fan_out(session: Session, at: datetime) -> int:
    """Write the deliveries of the oldest new events; return how many events there were.

    An event and its deliveries change in one transaction: a kill leaves all or nothing of it.
    """
    events = session.scalars(
        _news().order_by(OutboxMessage.id).limit(AT_ONCE).with_for_update(skip_locked=True)
    ).all()
    if not events:
        return 0
    audience = Audience(session, [each for each in events if each.type in EVENTS])
    for event in events:
        session.add_all(delivery_of(webhook, event, at) for webhook in audience.of(event))
        event.delivered_at = at
        event.payload = _kept_of(event)
    session.flush()
    return len(events)


def delivery_of(webhook: Webhook, event: OutboxMessage, at: datetime) -> WebhookDelivery:
    """Return the delivery of an event to a webhook, to be made at once."""
    return WebhookDelivery(
        webhook_id=webhook.id,
        event_id=event.id,
        type=event.type,
        payload=_kept_of(event),
        happened_at=event.created_at,
        due_at=at,
        created_at=at,
    )


def _kept_of(event: OutboxMessage) -> dict[str, Any]:
    """Return what is kept of an event: not whose account the profile was."""
    return {name: told for name, told in event.payload.items() if name != "reader_id"}


class Audience:
    """Who hears of some events, found by four SELECTs however many they are."""

    def __init__(self, session: Session, events: Sequence[OutboxMessage]) -> None:
        self._employers = {each.id: employer_of(each.type, each.payload) for each in events}
        self._members = _members(session, self._employers.values())
        self._readers = _readers(session, events)
        accounts = {*self._readers.values(), *(id_ for _, id_ in self._members)}
        self._webhooks = session.scalars(
            sa.select(Webhook)
            .where(
                Webhook.enabled,
                sa.or_(
                    Webhook.account_id.in_(accounts),
                    Webhook.employer_id.in_({*self._employers.values()} - {None}),
                ),
            )
            .order_by(Webhook.id)
        ).all()

    def of(self, event: OutboxMessage) -> Iterable[Webhook]:
        """Yield the webhooks that an event is for: they chose it, and were there before it."""
        for webhook in self._webhooks:
            if event.type in webhook.events and self.concerns(webhook, event):
                yield webhook

    def concerns(self, webhook: Webhook, event: OutboxMessage) -> bool:
        """Whether an event is of what the webhook's owner may hear of, and came after it."""
        if event.created_at < webhook.created_at:
            return False
        employer_id = self._employers.get(event.id)
        if employer_id is None:
            reader = self._readers.get(event.id)
            return reader is not None and reader == webhook.account_id
        is_member = (employer_id, webhook.account_id) in self._members
        return webhook.employer_id == employer_id or is_member


def _members(
    session: Session, employers: Iterable[UUID | None]
) -> frozenset[tuple[UUID, UUID | None]]:
    """Return employer and account of every member who has one."""
    found = session.execute(
        sa.select(Membership.employer_id, Membership.account_id).where(
            Membership.employer_id.in_({*employers} - {None}), Membership.account_id.is_not(None)
        )
    )
    return frozenset((employer_id, account_id) for employer_id, account_id in found)


def _readers(session: Session, events: Iterable[OutboxMessage]) -> dict[UUID, UUID | None]:
    """Return for each event of a candidate the account that may read them, or might."""
    whom = {
        each.id: UUID(each.payload.get("candidate_id", each.payload["subject_id"]))
        for each in events
        if each.type.startswith(("candidate.", "match."))
    }
    found = session.scalars(sa.select(Candidate).where(Candidate.id.in_({*whom.values()})))
    readers = {candidate.id: reader_of(candidate) for candidate in found}
    known = {each.id: each.payload["reader_id"] for each in events if "reader_id" in each.payload}
    erased = {id_: UUID(told) for id_, told in known.items() if told is not None}
    return {id_: readers.get(candidate_id, erased.get(id_)) for id_, candidate_id in whom.items()}
