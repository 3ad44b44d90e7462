"""The audit trail, newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models import AuditEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which events are asked for; null: any."""

    type: str | None = None
    actor_id: UUID | None = None
    subject_id: UUID | None = None
    day: date | None = None  # in UTC


def list_events(
    session: Session, wanted: Wanted, *, before: UUID | None, limit: int
) -> Sequence[AuditEvent]:
    """Return up to ``limit + 1`` events, newest first."""
    found = sa.select(AuditEvent)
    if wanted.type is not None:
        found = found.where(AuditEvent.type == wanted.type)
    if wanted.actor_id is not None:
        found = found.where(AuditEvent.actor_id == wanted.actor_id)
    if wanted.subject_id is not None:
        found = found.where(AuditEvent.subject_id == wanted.subject_id)
    if wanted.day is not None:
        start = datetime(wanted.day.year, wanted.day.month, wanted.day.day, tzinfo=UTC)
        end = start + timedelta(days=1)
        found = found.where(AuditEvent.happened_at >= start, AuditEvent.happened_at < end)
    if before is not None:
        found = found.where(AuditEvent.id < before)
    return session.scalars(found.order_by(AuditEvent.id.desc()).limit(limit + 1)).all()


def event_types(session: Session) -> list[str]:
    """Return the types of events that the trail holds."""
    return list(session.scalars(sa.select(AuditEvent.type).distinct().order_by(AuditEvent.type)))
