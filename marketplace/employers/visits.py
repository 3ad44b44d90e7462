"""Since when something is new to a member: visits to the people of a role."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from marketplace.permissions import Caller
from models import RoleVisit

PAUSE = timedelta(minutes=30)  # after which a look begins another visit
NOTED = timedelta(minutes=1)  # within which a further look is not written down
_IS_IT = sa.and_(
    RoleVisit.role_id == sa.bindparam("role_id"),
    RoleVisit.account_id == sa.bindparam("account_id"),
)
_TIMES = sa.select(RoleVisit.begun_at, RoleVisit.ended_before_at, RoleVisit.last_at).where(_IS_IT)
_KEPT = sa.select(RoleVisit).where(_IS_IT)


@dataclass(frozen=True, slots=True)
class Visit:
    """The visit that a member makes now."""

    begun_at: datetime
    before: datetime | None  # when the one before ended; null: this is the first
    is_noted: bool


def visit_of(session: Session, caller: Caller, role_id: UUID, at: datetime) -> Visit:
    """Return the visit that a look at a moment belongs to."""
    whose = {"role_id": role_id, "account_id": caller.account_id}
    known = session.connection().execute(_TIMES, whose).one_or_none()
    if known is None:
        return Visit(at, None, is_noted=False)
    if at - known.last_at > PAUSE:
        return Visit(at, known.last_at, is_noted=False)
    return Visit(known.begun_at, known.ended_before_at, is_noted=at - known.last_at < NOTED)


def note_visit(session: Session, caller: Caller, role_id: UUID, at: datetime) -> None:
    """Write down that a member looked."""
    now = visit_of(session, caller, role_id, at)
    whose = {"role_id": role_id, "account_id": caller.account_id}
    known = session.scalar(_KEPT, whose)
    if known is None:
        known = RoleVisit(**whose)
        session.add(known)
    known.begun_at, known.ended_before_at, known.last_at = now.begun_at, now.before, at
    session.flush()
