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
    dates = _with_role(Interview, candidate_id, Interview.starts_at).where(
        Interview.starts_at > at, Interview.cancelled_at.is_(None)
    )
    later = aliased(ConversationMessage)
    newest = ~sa.exists().where(
        later.role_id == ConversationMessage.role_id,
        later.candidate_id == candidate_id,
        later.id > ConversationMessage.id,
    )
    written = _with_role(ConversationMessage, candidate_id, ConversationMessage.sent_at).where(
        ConversationMessage.by_candidate.is_(False),
        ConversationMessage.sent_at > at - OLDEST,
        newest,
    )
    return [
        *_told(session, dates.order_by(Interview.starts_at), is_date=True),
        *_told(session, written.order_by(ConversationMessage.id.desc()), is_date=False),
    ]


def _told(session: Session, wanted: Meeting, *, is_date: bool) -> list[Awaiting]:
    rows = session.execute(wanted.limit(MOST)).all()
    return [
        Awaiting(role_id=role_id, role=role, employer=employer, at=when, is_date=is_date)
        for role_id, role, employer, when in rows
    ]


def _with_role(
    kind: type[Interview | ConversationMessage],
    candidate_id: UUID,
    when: sa.orm.InstrumentedAttribute[datetime],
) -> Meeting:
    """Select of roles whose employer has the candidate's contact."""
    applied = sa.select(Application.role_id).where(
        Application.candidate_id == candidate_id, Application.stage != Stage.WITHDRAWN
    )
    accepted = sa.select(Invitation.role_id).where(
        Invitation.candidate_id == candidate_id, Invitation.status == InvitationStatus.ACCEPTED
    )
    return (
        sa.select(Role.id, Role.title, Employer.name, when)
        .join(Role, kind.role_id == Role.id)
        .join(Employer, Role.employer_id == Employer.id)
        .where(kind.candidate_id == candidate_id, Role.id.in_(sa.union(applied, accepted)))
    )
