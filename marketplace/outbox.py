"""Deliver the outbox's mail under leases: at least once, and never lost with a killed worker."""

from datetime import datetime, timedelta
from email.message import EmailMessage
from uuid import UUID

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from marketplace.database import Database, commit
from marketplace.events import MAIL
from marketplace.mail import Letter, Unsendable, compose
from marketplace.senders import Sender
from models import OutboxMessage, now

LEASE = timedelta(seconds=60)
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=6)
MAX_ATTEMPTS = 20  # about four days

log = structlog.get_logger()


def lease_mail(session: Session, at: datetime) -> OutboxMessage | None:
    """Take the mail that has been due longest; nobody else has it until the lease ends."""
    waiting = (
        sa.select(OutboxMessage)
        .where(
            OutboxMessage.type == MAIL,
            OutboxMessage.delivered_at.is_(None),
            OutboxMessage.due_at <= at,
            OutboxMessage.attempts < MAX_ATTEMPTS,
            sa.or_(OutboxMessage.leased_until.is_(None), OutboxMessage.leased_until <= at),
        )
        .order_by(OutboxMessage.due_at, OutboxMessage.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    found = session.scalar(waiting)
    if found is not None:
        found.leased_until = at + LEASE
        found.attempts += 1
    return found


def deliver_next(database: Database, sender: Sender, *, mail_from: str, at: datetime) -> bool:
    """Deliver one mail that is due; return whether there was one.

    Args:
        at: the moment that decides what is due and whose lease has ended.
    """
    with database.session(write=True) as session:
        leased = lease_mail(session, at)
        commit(session)
    if leased is None:
        return False
    try:
        sender(_message(leased, mail_from))
    except Unsendable as error:
        _settle_failure(database, leased.id, str(error), attempts=MAX_ATTEMPTS, at=at)
    except (OSError, ValueError) as error:
        _settle_failure(database, leased.id, _told(error), attempts=leased.attempts, at=at)
    else:
        _settle_delivery(database, leased.id)
    return True


def _message(row: OutboxMessage, mail_from: str) -> EmailMessage:
    payload = row.payload
    letter = Letter(
        id=row.id,
        to=payload["to"],
        subject=payload["subject"],
        text=payload["text"],
        unsubscribe=payload.get("unsubscribe"),
        written_at=row.created_at,
    )
    return compose(letter, mail_from=mail_from)


def _settle_delivery(database: Database, message_id: UUID) -> None:
    """Note the delivery, and forget what was in the mail: it is personal data."""
    _update(database, message_id, delivered_at=now(), payload={}, leased_until=None, failure=None)


def _settle_failure(
    database: Database, message_id: UUID, failure: str, *, attempts: int, at: datetime
) -> None:
    """Note the failure, and wait longer after each; after the last, forget what was in the mail."""
    log.warning("mail_failed", outbox_id=str(message_id), attempts=attempts, failure=failure)
    wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** (attempts - 1))
    values: dict[str, object] = {"failure": failure, "attempts": attempts, "due_at": at + wait}
    if attempts >= MAX_ATTEMPTS:
        values["payload"] = {}
    _update(database, message_id, leased_until=None, **values)


def _update(database: Database, message_id: UUID, **values: object) -> None:
    """Change a mail that no other worker has delivered meanwhile."""
    with database.session(write=True) as session:
        session.execute(
            sa.update(OutboxMessage)
            .where(OutboxMessage.id == message_id, OutboxMessage.delivered_at.is_(None))
            .values(**values)
        )
        commit(session)


def _told(error: Exception) -> str:
    """Return what went wrong without anybody's address: the kind and the server's number."""
    number = getattr(error, "smtp_code", None) or getattr(error, "errno", None)
    return type(error).__name__ + (f" {number}" if number else "")
