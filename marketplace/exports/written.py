"""What employers wrote to a candidate and about them, for the candidate: never who wrote it."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from marketplace.exports.services import PAGE
from marketplace.permissions import Caller
from models import (
    Application,
    ApplicationMove,
    CandidateTag,
    ConversationMessage,
    Employer,
    GreenhousePush,
    Interview,
    Note,
    Role,
    Scorecard,
    Shortlist,
    ShortlistEntry,
    Unblinding,
    now,
)

Rows = Sequence[Any]
Find = Callable[[Session, Caller, UUID], Rows]
WHERE = (Role.title.label("role"), Employer.name.label("employer"))


def _of_meetings(kind: Any, *names: str) -> Find:  # noqa: ANN401 - a table of what is about a meeting
    """Return what finds the rows of a kind about the caller, with role and employer."""

    def find(session: Session, caller: Caller, after: UUID) -> Rows:
        wanted = (
            sa.select(kind.id, *WHERE, *(getattr(kind, name) for name in names))
            .join(Role, Role.id == kind.role_id)
            .join(Employer, Employer.id == Role.employer_id)
            .where(kind.candidate_id == caller.candidate_id, kind.id > after)
        )
        return session.execute(wanted.order_by(kind.id).limit(PAGE)).all()

    return find


messages_about = _of_meetings(ConversationMessage, "by_candidate", "text", "sent_at")
interviews_about = _of_meetings(
    Interview, "starts_at", "minutes", "place", "created_at", "cancelled_at"
)
notes_about = _of_meetings(Note, "text", "created_at")
scorecards_about = _of_meetings(Scorecard, "levels", "overall", "text", "updated_at")
pushes_about = _of_meetings(GreenhousePush, "status", "created_at", "finished_at")
unblindings_about = _of_meetings(Unblinding, "reason", "created_at")


def tags_about(session: Session, caller: Caller, after: UUID) -> Rows:
    """Return the tags that employers put on the caller."""
    wanted = (
        sa.select(CandidateTag.id, WHERE[1], CandidateTag.name, CandidateTag.created_at)
        .join(Employer, Employer.id == CandidateTag.employer_id)
        .where(CandidateTag.candidate_id == caller.candidate_id, CandidateTag.id > after)
    )
    return session.execute(wanted.order_by(CandidateTag.id).limit(PAGE)).all()


def shortlistings_about(session: Session, caller: Caller, after: UUID) -> Rows:
    """Return on which shortlists the caller stands, and why."""
    entry = ShortlistEntry
    wanted = (
        sa.select(entry.id, *WHERE, entry.rationale, entry.created_at)
        .join(Shortlist, Shortlist.id == entry.shortlist_id)
        .join(Role, Role.id == Shortlist.role_id)
        .join(Employer, Employer.id == Role.employer_id)
        .where(entry.candidate_id == caller.candidate_id, entry.id > after)
    )
    return session.execute(wanted.order_by(entry.id).limit(PAGE)).all()


def reasons_about(session: Session, caller: Caller, after: UUID) -> Rows:
    """Return why employers moved the caller's applications; not what can still be taken back."""
    move, later = ApplicationMove, aliased(ApplicationMove)
    is_last = ~sa.exists().where(
        later.application_id == move.application_id, later.moved_at > move.moved_at
    )
    stands = sa.and_(move.message_due_at <= now(), is_last)  # of a rejection: not taken back
    wanted = (
        sa.select(move.id, *WHERE, move.to_stage, move.reason, move.moved_at)
        .join(Application, Application.id == move.application_id)
        .join(Role, Role.id == Application.role_id)
        .join(Employer, Employer.id == Role.employer_id)
        .where(
            Application.candidate_id == caller.candidate_id,
            move.reason.is_not(None),
            sa.or_(move.message_due_at.is_(None), stands),
            move.id > after,
        )
    )
    return session.execute(wanted.order_by(move.id).limit(PAGE)).all()
