"""The log of a webhook's deliveries."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from marketplace.errors import NotFound
from marketplace.events import record
from marketplace.permissions import Caller
from marketplace.webhooks.services import check_enabled
from models import DeliveryStatus, Webhook, WebhookDelivery


def list_deliveries(
    session: Session,
    webhook: Webhook,
    *,
    limit: int,
    after: Sequence[str] | None,
    status: str | None = None,
) -> tuple[Sequence[WebhookDelivery], int]:
    """Return up to ``limit + 1`` deliveries of a webhook, newest first, and how many there are."""
    wanted = sa.select(WebhookDelivery).where(WebhookDelivery.webhook_id == webhook.id)
    if status is not None:
        wanted = wanted.where(WebhookDelivery.status == DeliveryStatus(status))
    total = session.scalar(sa.select(sa.func.count()).select_from(wanted.subquery())) or 0
    if after:
        wanted = wanted.where(WebhookDelivery.id < UUID(after[0]))
    rows = session.scalars(wanted.order_by(WebhookDelivery.id.desc()).limit(limit + 1))
    return rows.all(), total


def tallies(session: Session, webhook_ids: Sequence[UUID]) -> dict[UUID, Counter[str]]:
    """Return for each webhook how many of its deliveries there are of each status."""
    found: dict[UUID, Counter[str]] = {id_: Counter() for id_ in webhook_ids}
    counted = (
        sa.select(WebhookDelivery.webhook_id, WebhookDelivery.status, sa.func.count())
        .where(WebhookDelivery.webhook_id.in_(webhook_ids))
        .group_by(WebhookDelivery.webhook_id, WebhookDelivery.status)
    )
    for webhook_id, status, count in session.execute(counted):
        found[webhook_id][status] = count
    return found


def redeliver(
    session: Session, caller: Caller, webhook: Webhook, delivery_id: UUID, *, at: datetime
) -> WebhookDelivery:
    """Deliver an event once more, under the same id, with all its attempts before it.

    Raises:
        NotFound: the webhook has no such delivery, or has forgotten it.
        Conflict: the webhook is disabled.
    """
    delivery = session.scalar(
        sa.select(WebhookDelivery)
        .where(WebhookDelivery.id == delivery_id, WebhookDelivery.webhook_id == webhook.id)
        .with_for_update()
    )
    if delivery is None:
        raise NotFound
    check_enabled(webhook)
    delivery.status, delivery.attempts, delivery.due_at = DeliveryStatus.PENDING, 0, at
    delivery.finished_at = None
    webhook.held_until = None
    record(session, caller, "webhook.redelivered", subject_id=webhook.id, notify=False)
    session.flush()
    return delivery
