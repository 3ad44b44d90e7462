"""What employers wrote that is not answered yet, and when they want to meet."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from models import (
    Application,
    ConversationMessage,
    Employer,
    Interview,
    Invitation,
    InvitationStatus,
    Role,
    Stage,
)

OLDEST = timedelta(days=30)  # of a message that still waits for an answer
MOST = 10
Meeting = sa.Select[UUID, str, str, datetime]
_WHOSE: sa.BindParameter[UUID] = sa.bindparam("candidate_id")


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaiting:
    """A message without an answer, or a date to come."""

    role_id: UUID
    role: str
    employer: str
    at: datetime  # written, or to be met
    is_date: bool


def awaiting_answer(session: Session, candidate_id: UUID, *, at: datetime) -> list[Awaiting]:
    """Return the dates to come, soonest first, then what employers wrote last, newest first."""
    asked = {"candidate_id": candidate_id, "at": at, "since": at - OLDEST}
    return [
        Awaiting(role_id=role_id, role=role, employer=employer, at=when, is_date=wanted is _DATES)
        for wanted in (_DATES, _WRITTEN)
        for role_id, role, employer, when in session.execute(wanted, asked)
    ]


def _with_role(
    kind: type[Interview | ConversationMessage], when: sa.orm.InstrumentedAttribute[datetime]
) -> Meeting:
    """Select of roles whose employer has the candidate's contact."""
    applied = sa.select(Application.role_id).where(
        Application.candidate_id == _WHOSE, Application.stage != Stage.WITHDRAWN
    )
    accepted = sa.select(Invitation.role_id).where(
        Invitation.candidate_id == _WHOSE, Invitation.status == InvitationStatus.ACCEPTED
    )
    return (
        sa.select(Role.id, Role.title, Employer.name, when)
        .join(Role, kind.role_id == Role.id)
        .join(Employer, Role.employer_id == Employer.id)
        .where(kind.candidate_id == _WHOSE, Role.id.in_(sa.union(applied, accepted)))
        .limit(MOST)
    )


def _newest() -> sa.ColumnElement[bool]:
    """Whether nothing was written after a message."""
    later = aliased(ConversationMessage)
    return ~sa.exists().where(
        later.role_id == ConversationMessage.role_id,
        later.candidate_id == _WHOSE,
        later.id > ConversationMessage.id,
    )


# Built once: building them takes longer than asking them.
_DATES = (
    _with_role(Interview, Interview.starts_at)
    .where(Interview.starts_at > sa.bindparam("at"), Interview.cancelled_at.is_(None))
    .order_by(Interview.starts_at)
)
_WRITTEN = (
    _with_role(ConversationMessage, ConversationMessage.sent_at)
    .where(
        ConversationMessage.by_candidate.is_(False),
        ConversationMessage.sent_at > sa.bindparam("since"),
        _newest(),
    )
    .order_by(ConversationMessage.id.desc())
)
