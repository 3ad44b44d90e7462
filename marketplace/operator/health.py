"""How deliveries and the match index stand."""

from collections.abc import Sequence
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
_AT: sa.BindParameter[datetime] = sa.bindparam("at")


def deliveries(session: Session, at: datetime) -> dict[str, Any]:
    """Return how many mails are due, later, failing or given up, and since when."""
    return dict(session.connection().execute(_MAILS, {"at": at}).mappings().one())


def newest_failures(session: Session) -> Sequence[OutboxMessage]:
    """Return the newest mails whose last attempt failed."""
    return session.scalars(_FAILURES).all()


def webhooks(session: Session, at: datetime) -> dict[str, Any]:
    """Return how many webhooks there are, and how what goes to them stands; due since when."""
    return dict(session.connection().execute(_WEBHOOKS, {"at": at}).mappings().one())


def _counting(
    oldest: sa.Select[datetime], **conditions: sa.SQLColumnExpression[bool]
) -> sa.Select[Any]:
    """Select of how many rows each condition holds, which names its table.

    Args:
        oldest: since when something is due, told beside them.
    """
    counts = [
        sa.select(sa.func.count()).where(condition).scalar_subquery().label(name)
        for name, condition in conditions.items()
    ]
    return sa.select(*counts, oldest.scalar_subquery().label("oldest"))


def _counting_mails() -> sa.Select[Any]:
    tried = OutboxMessage.attempts
    due = sa.and_(_WAITING, OutboxMessage.due_at <= _AT, tried < MAX_ATTEMPTS)
    return _counting(
        sa.select(sa.func.min(OutboxMessage.due_at)).where(due),
        due=due,
        later=sa.and_(_WAITING, OutboxMessage.due_at > _AT, tried < MAX_ATTEMPTS),
        failing=_FAILING,
        given_up=sa.and_(_WAITING, tried >= MAX_ATTEMPTS),
    )


def _counting_webhooks() -> sa.Select[Any]:
    waits = WebhookDelivery.status == DeliveryStatus.PENDING
    is_held = sa.and_(Webhook.held_until.is_not(None), Webhook.held_until > _AT)
    served = sa.select(Webhook.id).where(Webhook.enabled, ~is_held)
    due = sa.and_(waits, WebhookDelivery.due_at <= _AT, WebhookDelivery.webhook_id.in_(served))
    return _counting(
        sa.select(sa.func.min(WebhookDelivery.due_at)).where(due),
        enabled=Webhook.enabled,
        disabled=Webhook.disabled_because.is_not(None),
        failing_hooks=sa.and_(Webhook.enabled, Webhook.failing_since.is_not(None)),
        due=due,
        later=sa.and_(waits, ~due),
        given_up=WebhookDelivery.status == DeliveryStatus.FAILED,
    )


_WAITING = sa.and_(OutboxMessage.type == MAIL, OutboxMessage.delivered_at.is_(None))
_FAILING = sa.and_(_WAITING, OutboxMessage.attempts > 0, OutboxMessage.failure.is_not(None))
_FAILURES = (
    sa.select(OutboxMessage)
    .where(_FAILING)
    .order_by(OutboxMessage.id.desc())
    .limit(NEWEST_FAILURES)
)
_MAILS, _WEBHOOKS = _counting_mails(), _counting_webhooks()


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
