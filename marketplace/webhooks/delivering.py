"""Deliver under leases: one attempt at a time for each webhook, at least once for each event."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import sqlalchemy as sa
import structlog
from cryptography.fernet import InvalidToken
from sqlalchemy.orm import Session

from marketplace.database import Database
from marketplace.webhooks.bodies import body_of
from marketplace.webhooks.leasing import (
    WAITS,
    asked_moment,
    count_of,
    is_free,
    lease,
    moment_after,
    serve_next,
)
from marketplace.webhooks.posting import Attempt
from marketplace.webhooks.requesting import Answer
from marketplace.webhooks.sealing import unseal
from marketplace.webhooks.telling import tell_owners
from models import DeliveryStatus, DisabledBecause, Webhook, WebhookDelivery

FAILING = timedelta(days=3)  # without a success, and a delivery given up: the webhook is disabled
LOCKED_OUT = timedelta(hours=1)  # where the secret cannot be opened
REST = 4  # times as long as a failed attempt took, the webhook is left alone
GONE = 410

Post = Callable[[Attempt, datetime], Answer]

log = structlog.get_logger()

_DUE = sa.select(WebhookDelivery).where(
    WebhookDelivery.webhook_id == Webhook.id, WebhookDelivery.status == DeliveryStatus.PENDING
)


def _ready(at: datetime) -> sa.Select[Webhook]:
    """Return the webhooks that something is due for, and that nobody delivers to."""
    return sa.select(Webhook).where(
        Webhook.enabled,
        is_free(Webhook, at),
        _DUE.where(WebhookDelivery.due_at <= at).exists(),
    )


def count_ready(session: Session, at: datetime) -> int:
    """Return to how many webhooks something could be delivered now."""
    return count_of(session, _ready(at).with_only_columns(Webhook.id))


def deliver_next(
    database: Database, post: Post, *, secret: str, public_url: str, at: datetime
) -> bool:
    """Make one attempt that is due; return whether there was one.

    Args:
        secret: the installation's, behind the sealed secrets and the codes.
        public_url: where the owner of a webhook that is disabled finds it.
        at: the moment that decides what is due and whose lease has ended.
    """
    return serve_next(
        database,
        lambda session: lease(session, Webhook, _ready(at), at),
        begin=lambda session, webhook: _begin(session, webhook, secret, at),
        ask=lambda attempt: post(attempt, at),
        settle=partial(settle, public_url=public_url, at=at),
    )


def _begin(session: Session, webhook: Webhook, secret: str, at: datetime) -> Attempt | None:
    """Return the attempt of what is due longest, or None where it may not be told any more."""
    delivery = session.scalars(
        sa.select(WebhookDelivery)
        .where(
            WebhookDelivery.webhook_id == webhook.id,
            WebhookDelivery.status == DeliveryStatus.PENDING,
            WebhookDelivery.due_at <= at,
        )
        .order_by(WebhookDelivery.due_at, WebhookDelivery.id)
        .limit(1)
    ).one()
    signing = _secrets(webhook, secret, at)
    if not signing:
        webhook.held_until = at + LOCKED_OUT
        return None
    body = body_of(session, webhook, delivery, secret=secret)
    if body is None:
        delivery.status, delivery.finished_at = DeliveryStatus.WITHHELD, at
        return None
    delivery.attempts += 1
    delivery.attempted_at = at
    return Attempt(
        delivery_id=delivery.id,
        webhook_id=webhook.id,
        event_id=delivery.event_id,
        url=webhook.url,
        body=body,
        secrets=signing,
    )


def _secrets(webhook: Webhook, secret: str, at: datetime) -> tuple[str, ...]:
    """Return what signs now, during a rotation two; none where the seal is of another key."""
    sealed = [webhook.secret]
    if webhook.old_secret is not None and (webhook.old_secret_until or at) > at:
        sealed.append(webhook.old_secret)
    try:
        return tuple(unseal(each, secret) for each in sealed)
    except InvalidToken:
        log.warning("webhook_sealed_by_another_key", webhook_id=str(webhook.id))
        return ()


def settle(
    session: Session, attempt: Attempt, answer: Answer, *, public_url: str, at: datetime
) -> None:
    """Note what came of an attempt, and free its webhook for the next."""
    webhook = session.get(Webhook, attempt.webhook_id, with_for_update=True)
    delivery = session.get(WebhookDelivery, attempt.delivery_id, with_for_update=True)
    if webhook is None or delivery is None:
        return  # its owner deleted it meanwhile
    webhook.leased_until = None
    if delivery.status is not DeliveryStatus.PENDING:
        return  # the lease ended meanwhile, and somebody else delivered it
    ended = at + timedelta(seconds=answer.seconds)
    delivery.response_status, delivery.failure = answer.status, answer.failure
    if answer.failure is None:
        _finish(delivery, DeliveryStatus.DELIVERED, ended)
        webhook.failing_since = webhook.held_until = None
        return
    log.warning("webhook_failed", webhook_id=str(webhook.id), failure=answer.failure)
    webhook.failing_since = webhook.failing_since or at
    because = _put_off(webhook, delivery, answer, ended)
    if because is not None:
        webhook.stop(because, ended)
        tell_owners(session, webhook, public_url=public_url)


def _put_off(
    webhook: Webhook, delivery: WebhookDelivery, answer: Answer, ended: datetime
) -> DisabledBecause | None:
    """Plan the next attempt, or give the delivery up; return why the webhook is to be disabled."""
    webhook.held_until = ended + timedelta(seconds=REST * answer.seconds)
    if answer.status == GONE:
        _finish(delivery, DeliveryStatus.FAILED, ended)
        return DisabledBecause.GONE
    if delivery.attempts > len(WAITS):
        _finish(delivery, DeliveryStatus.FAILED, ended)
        since = webhook.failing_since or ended
        return DisabledBecause.FAILING if ended - since >= FAILING else None
    delivery.due_at = moment_after(delivery.attempts, ended)
    asked = asked_moment(answer, ended)
    if asked is not None:
        delivery.due_at = max(delivery.due_at, asked)
        webhook.held_until = max(webhook.held_until, asked)
    return None


def _finish(delivery: WebhookDelivery, status: DeliveryStatus, at: datetime) -> None:
    delivery.status, delivery.finished_at = status, at
