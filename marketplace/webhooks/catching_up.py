"""Send what happened while a webhook was disabled, where its owner asked for it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from marketplace.webhooks.fanning import AT_ONCE, Audience, delivery_of
from models import OutboxMessage, Webhook, WebhookDelivery

LATE = timedelta(minutes=10)  # so long an event may have waited for its fanning out
_MILLISECOND = timedelta(milliseconds=1)
_RANDOM_BITS = 80  # of a UUIDv7, below its moment
_EPOCH = datetime.fromisoformat("1970-01-01T00:00:00Z")


def place_before(moment: datetime) -> UUID:
    """Return an id that comes before those of events which were fanned out since a moment."""
    return UUID(int=((moment - LATE - _EPOCH) // _MILLISECOND) << _RANDOM_BITS)


def is_catching_up(session: Session) -> bool:
    """Whether a webhook is to hear of what it missed."""
    return session.scalar(_behind().with_only_columns(Webhook.id)) is not None


def catch_up(session: Session, at: datetime) -> None:
    """Write deliveries of the oldest events that one webhook missed."""
    webhook = session.scalar(_behind().with_for_update(skip_locked=True))
    if webhook is None:
        return
    events = _missed(session, webhook)
    audience = Audience(session, events)
    session.add_all(
        delivery_of(webhook, event, at) for event in events if audience.concerns(webhook, event)
    )
    webhook.resend_after = events[-1].id if events else None
    session.flush()


def _behind() -> sa.Select[Webhook]:
    """Return the first webhook that is to hear of what it missed."""
    wanted = sa.select(Webhook).where(Webhook.enabled, Webhook.resend_after.is_not(None))
    return wanted.order_by(Webhook.id).limit(1)


def _missed(session: Session, webhook: Webhook) -> Sequence[OutboxMessage]:
    """Return the next events of the webhook's types that were handed out without it."""
    heard = sa.select(WebhookDelivery.event_id).where(WebhookDelivery.webhook_id == webhook.id)
    wanted = sa.select(OutboxMessage).where(
        OutboxMessage.type.in_(webhook.events),
        OutboxMessage.id > webhook.resend_after,
        OutboxMessage.delivered_at.is_not(None),
        OutboxMessage.id.not_in(heard),
    )
    return session.scalars(wanted.order_by(OutboxMessage.id).limit(AT_ONCE)).all()
