"""Use cases of reviews: candidates ask for a person, the operator answers by a deadline."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager

from marketplace.candidates.services import own_profile
from marketplace.errors import Conflict, Invalid, NotAllowed, NotFound
from marketplace.events import record
from marketplace.matches.filters import FLAGS
from marketplace.messages import Message
from marketplace.notifications.services import tell_account
from marketplace.permissions import Caller
from marketplace.roles.services import roles_by_ids
from models import Candidate, ReviewRequest, ReviewStatus, Role, now

RANK = "rank"
SUBJECTS = (RANK, *FLAGS)
DAYS = 15  # until a request is answered
MOST_OPEN = 10  # requests of one candidate

Row = tuple[ReviewRequest, Role]


def request_review(
    session: Session,
    caller: Caller,
    role_id: UUID,
    *,
    subject: str,
    message: str,
    shown: Mapping[str, Any],
    day: date,
) -> ReviewRequest:
    """Ask that a person look at a flag, or at how one was ranked for a role.

    Args:
        shown: what the candidate was told of it: what the answer is about.

    Raises:
        NotFound: the caller has no profile, or there is no such role.
        Invalid: there is no such flag.
        Conflict: this was asked already, or too much at once.
    """
    candidate = _own(session, caller, lock=True)
    if subject not in SUBJECTS:
        raise Invalid.at(
            "#/subject", Message("Not one of: {choices}.", choices=", ".join(SUBJECTS))
        )
    role = roles_by_ids(session, [role_id]).get(role_id)
    if role is None or not role.was_published:
        raise NotFound
    _require_room(session, candidate, role_id, subject)
    request = ReviewRequest(
        candidate_id=candidate.id,
        role_id=role_id,
        subject=subject,
        message=message,
        shown=dict(shown),
        due_on=day + timedelta(days=DAYS),
        status=ReviewStatus.OPEN,
    )
    session.add(request)
    session.flush()
    _record(session, caller, "review.requested", request)
    return request


def list_own_reviews(session: Session, caller: Caller) -> Sequence[Row]:
    """Return the caller's requests with their roles, newest first, at most a hundred."""
    candidate = _own(session, caller)
    wanted = sa.select(ReviewRequest, Role).join(Role, Role.id == ReviewRequest.role_id)
    mine = wanted.join(Role.employer).options(contains_eager(Role.employer))
    newest = mine.where(ReviewRequest.candidate_id == candidate.id).order_by(
        ReviewRequest.id.desc()
    )
    return [(request, role) for request, role in session.execute(newest.limit(100))]


def withdraw_review(session: Session, caller: Caller, review_id: UUID) -> None:
    """Take a request back that nobody has answered.

    Raises:
        NotFound: no such request of the caller's.
        Conflict: it was answered.
    """
    candidate = _own(session, caller)
    request = session.get(ReviewRequest, review_id, with_for_update=True)
    if request is None or request.candidate_id != candidate.id:
        raise NotFound
    if request.status is not ReviewStatus.OPEN:
        raise Conflict(Message("The request was answered already."))
    session.delete(request)
    session.flush()
    _record(session, caller, "review.withdrawn", request)


def list_reviews(
    session: Session,
    caller: Caller,
    *,
    status: str | None,
    limit: int,
    after: Sequence[str] | None,
) -> tuple[list[Row], int]:
    """Return up to ``limit + 1`` requests with their roles, the most urgent first; how many.

    Args:
        after: the day and the id of the last one seen.

    Raises:
        NotAllowed: the caller is not the operator.
    """
    _require_operator(caller)
    wanted = sa.select(ReviewRequest, Role).join(Role, Role.id == ReviewRequest.role_id)
    if status is not None:
        wanted = wanted.where(ReviewRequest.status == ReviewStatus(status))
    total = session.scalar(sa.select(sa.func.count()).select_from(wanted.subquery())) or 0
    if after:
        day, last = date.fromisoformat(after[0]), UUID(after[1])
        wanted = wanted.where(
            sa.or_(
                ReviewRequest.due_on > day,
                sa.and_(ReviewRequest.due_on == day, ReviewRequest.id > last),
            )
        )
    loaded = wanted.join(Role.employer).options(contains_eager(Role.employer))
    rows = session.execute(loaded.order_by(ReviewRequest.due_on, ReviewRequest.id).limit(limit + 1))
    return [(request, role) for request, role in rows], total


def decide_review(
    session: Session, caller: Caller, review_id: UUID, *, outcome: str, answer: str
) -> ReviewRequest:
    """Answer a request; the candidate reads the answer and learns of it by mail.

    Args:
        outcome: ``confirmed`` or ``corrected``.

    Raises:
        NotAllowed: the caller is not the operator, or it is their own request.
        NotFound: no such request.
        Invalid: no such outcome.
        Conflict: it was answered already.
    """
    _require_operator(caller)
    if outcome not in (ReviewStatus.CONFIRMED, ReviewStatus.CORRECTED):
        raise Invalid.at(
            "#/outcome", Message("Not one of: {choices}.", choices="confirmed, corrected")
        )
    request = session.get(ReviewRequest, review_id, with_for_update=True)
    if request is None:
        raise NotFound
    candidate = session.get_one(Candidate, request.candidate_id)
    if candidate.account_id == caller.account_id:
        raise NotAllowed(Message("Nobody answers their own request."))
    if request.status is not ReviewStatus.OPEN:
        raise Conflict(Message("The request was answered already."))
    request.status, request.answer = ReviewStatus(outcome), answer
    request.decided_at, request.decided_by_id = now(), caller.account_id
    session.flush()
    _record(session, caller, "review.decided", request)
    _tell(session, candidate, request)
    return request


def _tell(session: Session, candidate: Candidate, request: ReviewRequest) -> None:
    role = session.get_one(Role, request.role_id)
    tell_account(
        session,
        candidate.account_id,
        topic="reviews",
        subject=Message("A person has looked again: {role}", role=role.title),
        parts=[
            Message("Your request about {role} was answered:", role=role.title),
            request.answer or "",
        ],
        path="/me/reviews",
    )


def _require_operator(caller: Caller) -> None:
    if not caller.is_admin:
        raise NotAllowed(Message("Only the operator may do this."))


def _own(session: Session, caller: Caller, *, lock: bool = False) -> Candidate:
    if caller.candidate_id is None:
        raise NotFound
    return own_profile(session, caller, caller.candidate_id, lock=lock)


def _require_room(session: Session, candidate: Candidate, role_id: UUID, subject: str) -> None:
    open_ones = sa.select(ReviewRequest.role_id, ReviewRequest.subject).where(
        ReviewRequest.candidate_id == candidate.id, ReviewRequest.status == ReviewStatus.OPEN
    )
    found = {tuple(row) for row in session.execute(open_ones)}
    if (role_id, subject) in found:
        raise Conflict(
            Message("You have asked this already; a person will answer by the deadline.")
        )
    if len(found) >= MOST_OPEN:
        raise Conflict(
            Message("{max} requests of yours are open; wait for an answer first.", max=MOST_OPEN)
        )


def _record(session: Session, caller: Caller, event: str, request: ReviewRequest) -> None:
    detail = {
        "review_id": str(request.id),
        "role_id": str(request.role_id),
        "subject": request.subject,
        "status": str(request.status),
    }
    record(session, caller, event, subject_id=request.candidate_id, detail=detail, notify=False)
