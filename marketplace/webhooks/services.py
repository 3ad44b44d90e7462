"""Use cases of webhooks: addresses that are told of events, signed, at least once."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from marketplace.employers.services import employer_by_id
from marketplace.errors import Conflict, Invalid, NotFound
from marketplace.events import record
from marketplace.messages import Message
from marketplace.permissions import Caller
from marketplace.webhooks.addresses import Unreachable, target_of
from marketplace.webhooks.catalogue import OF_EMPLOYERS, TEST
from marketplace.webhooks.catching_up import place_before
from marketplace.webhooks.sealing import new_secret, seal
from models import Account, DeliveryStatus, Webhook, WebhookDelivery

ACT = "manage webhooks"
MOST = 10  # of one owner
BOTH_SIGN = timedelta(hours=24)  # after a new secret, the old one still signs


def create_webhook(
    session: Session,
    caller: Caller,
    fields: Mapping[str, Any],
    *,
    key: str,
    allow_local: bool,
    at: datetime,
) -> tuple[Webhook, str]:
    """Make a webhook of the caller's, or of an employer of theirs; return it with its secret.

    Args:
        key: the installation's secret, which seals the webhook's.
        allow_local: whether this machine may be told, as for development.

    Raises:
        NotFound: no such employer, or a stranger's.
        NotAllowed: the caller's part does not allow it.
        Invalid: the address may not be told, or an employer is to be told of candidates.
        Conflict: the owner has as many as one may have.
    """
    owner = _lock_owner(session, caller, fields.get("employer_id"))
    webhook = Webhook(**owner, enabled=True, secret=b"", created_at=at, served_at=at)
    _write(webhook, fields, allow_local=allow_local, at=at)
    _check_number(session, owner)
    secret = new_secret()
    webhook.secret = seal(secret, key)
    session.add(webhook)
    session.flush()
    _record(session, caller, "webhook.created", webhook)
    return webhook, secret


def _lock_owner(session: Session, caller: Caller, employer_id: UUID | None) -> dict[str, Any]:
    """Return whose the webhook will be, locked, so that nobody makes one too many."""
    if employer_id is not None:
        caller.require(ACT, employer_id)
        return {"employer_id": employer_by_id(session, employer_id, lock=True).id}
    session.get_one(Account, caller.account_id, with_for_update=True)
    return {"account_id": caller.account_id}


def _check_number(session: Session, owner: Mapping[str, Any]) -> None:
    mine = sa.select(sa.func.count()).select_from(Webhook).filter_by(**owner)
    if (session.scalar(mine) or 0) >= MOST:
        raise Conflict(Message("There are {most} webhooks already; delete one first.", most=MOST))


def _write(webhook: Webhook, fields: Mapping[str, Any], *, allow_local: bool, at: datetime) -> None:
    """Change what the owner says of a webhook.

    Raises:
        Invalid: the address may not be told, or an employer is to be told of candidates.
    """
    if "url" in fields:
        try:
            target_of(fields["url"], allow_local=allow_local)
        except Unreachable as refusal:
            told = Message("No delivery may go there: {why}.", why=refusal.why)
            raise Invalid.at("#/url", told) from None
    if webhook.employer_id is not None:
        _check_events(fields.get("events", ()))
    for name in ("url", "description", "events"):
        if name in fields:
            setattr(webhook, name, fields[name])
    webhook.updated_at = at


def _check_events(events: Sequence[str]) -> None:
    for place, event in enumerate(events):
        if event not in OF_EMPLOYERS:
            told = Message("An employer's webhook is not told of this: {event}.", event=event)
            raise Invalid.at(f"#/events/{place}", told)


def list_webhooks(
    session: Session, caller: Caller, *, limit: int, after: Sequence[str] | None
) -> tuple[Sequence[Webhook], int]:
    """Return up to ``limit + 1`` webhooks of the caller and their employers, newest first."""
    mine = sa.select(Webhook).where(_is_own(caller))
    total = session.scalar(sa.select(sa.func.count()).select_from(mine.subquery())) or 0
    if after:
        mine = mine.where(Webhook.id < UUID(after[0]))
    return session.scalars(mine.order_by(Webhook.id.desc()).limit(limit + 1)).all(), total


def _is_own(caller: Caller) -> sa.ColumnElement[bool]:
    managed = [id_ for id_ in caller.parts if caller.may(ACT, id_)]
    return sa.or_(Webhook.account_id == caller.account_id, Webhook.employer_id.in_(managed))


def own_webhook(
    session: Session, caller: Caller, webhook_id: UUID, *, lock: bool = False
) -> Webhook:
    """Return a webhook of the caller's, or of an employer whose webhooks they manage.

    Raises:
        NotFound: no such webhook, or a stranger's.
        NotAllowed: it is the caller's employer's, and their part does not allow it.
    """
    wanted = sa.select(Webhook).where(
        Webhook.id == webhook_id,
        sa.or_(Webhook.account_id == caller.account_id, Webhook.employer_id.in_(caller.parts)),
    )
    webhook = session.scalar(wanted.with_for_update() if lock else wanted)
    if webhook is None:
        raise NotFound
    if webhook.employer_id is not None:
        caller.require(ACT, webhook.employer_id)
    return webhook


def update_webhook(
    session: Session,
    caller: Caller,
    webhook: Webhook,
    fields: Mapping[str, Any],
    *,
    allow_local: bool,
    at: datetime,
) -> Webhook:
    """Change a webhook; one that is enabled again starts without a history of failures.

    Args:
        fields: with ``send_missed`` beside ``enabled``, it hears of what happened meanwhile.

    Raises:
        Invalid: as ``create_webhook``; what it missed is to be sent to one that is not enabled.
    """
    if fields.get("send_missed") and not fields.get("enabled"):
        raise Invalid.at("#/send_missed", Message("Only together with `enabled`: true."))
    _write(webhook, fields, allow_local=allow_local, at=at)
    if "enabled" in fields and fields["enabled"] != webhook.enabled:
        _switch(webhook, fields, at)
    _record(session, caller, "webhook.updated", webhook)
    session.flush()
    return webhook


def _switch(webhook: Webhook, fields: Mapping[str, Any], at: datetime) -> None:
    """Enable a webhook, with what it missed where that is wanted, or disable it."""
    webhook.enabled, webhook.disabled_because = fields["enabled"], None
    webhook.failing_since = webhook.held_until = None
    if not webhook.enabled:
        webhook.disabled_at = at
        return
    since, webhook.disabled_at = webhook.disabled_at or at, None
    if not fields.get("send_missed"):
        webhook.resend_after = None
    elif webhook.resend_after is None:  # else it has not heard yet of what it missed before
        webhook.resend_after = place_before(since)


def rotate_secret(
    session: Session, caller: Caller, webhook: Webhook, *, key: str, at: datetime
) -> str:
    """Give a webhook another secret and return it; for a day both sign."""
    secret = new_secret()
    webhook.old_secret, webhook.old_secret_until = webhook.secret, at + BOTH_SIGN
    webhook.secret, webhook.updated_at = seal(secret, key), at
    _record(session, caller, "webhook.secret_changed", webhook)
    session.flush()
    return secret


def delete_webhook(session: Session, caller: Caller, webhook: Webhook) -> None:
    """Delete a webhook with its deliveries."""
    _record(session, caller, "webhook.deleted", webhook)
    session.delete(webhook)
    session.flush()


def test_webhook(
    session: Session, caller: Caller, webhook: Webhook, *, at: datetime
) -> WebhookDelivery:
    """Send a webhook an event that says nothing.

    Raises:
        Conflict: the webhook is disabled.
    """
    check_enabled(webhook)
    delivery = WebhookDelivery(
        webhook_id=webhook.id,
        event_id=uuid7(),
        type=TEST,
        payload={},
        happened_at=at,
        status=DeliveryStatus.PENDING,
        attempts=0,
        due_at=at,
        created_at=at,
    )
    session.add(delivery)
    _record(session, caller, "webhook.tested", webhook)
    session.flush()
    return delivery


def check_enabled(webhook: Webhook) -> None:
    """Refuse to deliver to a webhook that is disabled.

    Raises:
        Conflict: it is.
    """
    if not webhook.enabled:
        raise Conflict(Message("The webhook is disabled: enable it first."))


def _record(session: Session, caller: Caller, event: str, webhook: Webhook) -> None:
    employer_id = webhook.employer_id
    detail = {} if employer_id is None else {"employer_id": str(employer_id)}
    record(session, caller, event, subject_id=webhook.id, detail=detail, notify=False)
