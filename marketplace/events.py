"""Record what happened: audit trail and outbox, in the transaction of the act itself."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session
from structlog.contextvars import get_contextvars
from uuid_utils.compat import uuid7

from marketplace.database import note_change
from marketplace.permissions import Caller
from models import AuditEvent, ChangedKind, IndexChange, OutboxMessage, now

MAIL = "mail.send"  # the outbox's word for an e-mail; everything else in it is an event


def record(
    session: Session,
    caller: Caller,
    event_type: str,
    *,
    subject_id: UUID,
    detail: Mapping[str, Any] | None = None,
    notify: bool = True,
) -> None:
    """Write an audit event and, unless it concerns nobody outside, the event to deliver.

    Args:
        detail: ids and codes, JSON-able; never personal data.
        notify: false for acts that no integration may hear of.
    """
    facts = dict(detail or {})
    session.add(
        AuditEvent(
            type=event_type,
            actor_id=caller.account_id,
            subject_id=subject_id,
            detail=facts,
            request_id=get_contextvars().get("request_id"),
        )
    )
    if notify:
        announce(session, event_type, subject_id, facts)


def announce(session: Session, event_type: str, subject_id: UUID, facts: Mapping[str, Any]) -> None:
    """Put an event into the outbox, for the webhooks that may hear of it.

    Args:
        facts: ids and codes, JSON-able; never personal data.
    """
    payload = {"subject_id": str(subject_id), **facts}
    session.add(OutboxMessage(type=event_type, payload=payload))


def role_changed(session: Session, role_id: UUID) -> None:
    """Have every worker look at the role again before its next answer."""
    note_change(session, IndexChange(kind=ChangedKind.ROLE, subject_id=role_id))


def candidate_changed(session: Session, candidate_id: UUID) -> None:
    """Have every worker look at the candidate again before its next answer."""
    note_change(session, IndexChange(kind=ChangedKind.CANDIDATE, subject_id=candidate_id))


def send_mail(
    session: Session,
    *,
    to: str,
    subject: str,
    text: str,
    due_at: datetime | None = None,
    message_id: UUID | None = None,
    unsubscribe: str | None = None,
) -> None:
    """Put an e-mail into the outbox.

    Args:
        due_at: when it may leave; at once without it.
        message_id: the outbox row's id, for a mail that may have to be taken back.
        unsubscribe: an address that stops such mails by one POST (RFC 8058).
    """
    payload = {"to": to, "subject": subject, "text": text}
    if unsubscribe is not None:
        payload["unsubscribe"] = unsubscribe
    session.add(
        OutboxMessage(
            id=message_id or uuid7(),
            type=MAIL,
            payload=payload,
            due_at=due_at or now(),
        )
    )
