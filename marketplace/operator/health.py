"""How deliveries and the match index stand."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from marketplace.events import MAIL
from marketplace.matches.catalogue import Catalogue
from marketplace.outbox import MAX_ATTEMPTS
from models import (
    DeliveryStatus,
    IndexChange,
    IndexGeneration,
    OutboxMessage,
    Webhook,
    WebhookDelivery,
)

NEWEST_FAILURES = 10


def deliveries(session: Session, at: datetime) -> dict[str, Any]:
    """Return how many mails are due, later, failing or given up, and since when."""
    waiting = sa.and_(OutboxMessage.type == MAIL, OutboxMessage.delivered_at.is_(None))
    tried = OutboxMessage.attempts
    conditions = {
        "due": sa.and_(waiting, OutboxMessage.due_at <= at, tried < MAX_ATTEMPTS),
        "later": sa.and_(waiting, OutboxMessage.due_at > at, tried < MAX_ATTEMPTS),
        "failing": sa.and_(waiting, tried > 0, OutboxMessage.failure.is_not(None)),
        "given_up": sa.and_(waiting, tried >= MAX_ATTEMPTS),
    }
    counts = {
        name: session.scalar(sa.select(sa.func.count()).where(condition)) or 0
        for name, condition in conditions.items()
    }
    oldest = session.scalar(sa.select(sa.func.min(OutboxMessage.due_at)).where(conditions["due"]))
    failures = sa.select(OutboxMessage).where(conditions["failing"])
    newest = failures.order_by(OutboxMessage.id.desc()).limit(NEWEST_FAILURES)
    return {**counts, "oldest": oldest, "failures": session.scalars(newest).all()}


def webhooks(session: Session, at: datetime) -> dict[str, int]:
    """Return how many webhooks there are, and how what goes to them stands."""
    waits = WebhookDelivery.status == DeliveryStatus.PENDING
    is_due = sa.and_(waits, WebhookDelivery.due_at <= at)
    counts = {
        "enabled": sa.select(sa.func.count(Webhook.id)).where(Webhook.enabled),
        "disabled": sa.select(sa.func.count(Webhook.id)).where(
            Webhook.disabled_because.is_not(None)
        ),
        "failing_hooks": sa.select(sa.func.count(Webhook.id)).where(
            Webhook.enabled, Webhook.failing_since.is_not(None)
        ),
        "due": sa.select(sa.func.count(WebhookDelivery.id)).where(is_due),
        "later": sa.select(sa.func.count(WebhookDelivery.id)).where(waits, ~is_due),
        "given_up": sa.select(sa.func.count(WebhookDelivery.id)).where(
            WebhookDelivery.status == DeliveryStatus.FAILED
        ),
    }
    return {name: session.scalar(count) or 0 for name, count in counts.items()}


def index_state(session: Session, catalogue: Catalogue) -> dict[str, Any]:
    """Return the generation in force, what this process holds, and how far behind it was."""
    newest = session.execute(
        sa.select(IndexGeneration.name, IndexGeneration.documents, IndexGeneration.created_at)
        .order_by(IndexGeneration.id.desc())
        .limit(1)
    ).one_or_none()
    end = session.scalar(sa.select(sa.func.max(IndexChange.id))) or 0
    was_at = catalogue.position
    with catalogue.reading(session) as state:
        held = {"roles": len(state.roles), "candidates": len(state.candidates)}
        position = state.position
    lag = max(0, end - was_at) if was_at is not None else None
    return {"generation": newest, "position": position, "end": end, "lag": lag, **held}
