"""Dates for talks: set and cancelled by members, told to the candidate by e-mail."""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from marketplace.accounts.letters import public_url
from marketplace.clock import SHANGHAI
from marketplace.conversations.services import address_of, require_contact
from marketplace.errors import Conflict, Invalid, NotFound
from marketplace.events import record
from marketplace.messages import Message
from marketplace.notifications.mailing import write_mail
from marketplace.permissions import Caller
from marketplace.reviews.people import Reviewed
from models import Interview, Role, now

SHORTEST, LONGEST = 5, 600  # minutes
FURTHEST = timedelta(days=366)
MOST = 50  # dates with one candidate for one role
_WITH = (
    sa.select(Interview)
    .where(
        Interview.role_id == sa.bindparam("role_id"),
        Interview.candidate_id == sa.bindparam("candidate_id"),
    )
    .order_by(Interview.starts_at)
)


def set_interview(
    session: Session,
    caller: Caller,
    person: Reviewed,
    *,
    starts_at: datetime,
    minutes: int,
    place: str,
) -> Interview:
    """Set a date; the candidate is told.

    Raises:
        Conflict: the contact is not released, or there are as many dates as there may be.
        Invalid: a date in the past or too far ahead, or a length that makes no sense.
    """
    require_contact(person)
    _check_time(starts_at, minutes)
    if len(interviews_of(session, person)) >= MOST:
        raise Conflict(Message("At most {max} dates with one candidate for one role.", max=MOST))
    interview = Interview(
        role_id=person.role.id,
        candidate_id=person.candidate.id,
        account_id=caller.account_id,
        starts_at=starts_at,
        minutes=minutes,
        place=place,
    )
    session.add(interview)
    session.flush()
    _tell(session, person, Message("A date for your interview"), interview)
    _note(session, caller, interview, "interview.set")
    return interview


def cancel_interview(
    session: Session, caller: Caller, person: Reviewed, interview_id: UUID
) -> Interview:
    """Cancel a date; the candidate is told.

    Raises:
        NotFound: no such date with this candidate.
        Conflict: it is cancelled already, or over.
    """
    found = next((one for one in interviews_of(session, person) if one.id == interview_id), None)
    if found is None:
        raise NotFound
    if found.cancelled_at is not None or found.starts_at < now():
        raise Conflict(Message("This date is cancelled or over."))
    found.cancelled_at = now()
    _tell(session, person, Message("Your interview is cancelled"), found)
    _note(session, caller, found, "interview.cancelled")
    return found


def interviews_of(session: Session, person: Reviewed) -> Sequence[Interview]:
    """Return the dates with a candidate, in the order of time."""
    return interviews_with(session, person.role.id, person.candidate.id)


def interviews_with(session: Session, role_id: UUID, candidate_id: UUID) -> Sequence[Interview]:
    """Return the dates of a role with a candidate; who may read them is asked before."""
    return session.scalars(_WITH, {"role_id": role_id, "candidate_id": candidate_id}).all()


def next_interviews(
    session: Session, role: Role, ids: Collection[UUID], *, at: datetime
) -> Mapping[UUID, datetime]:
    """Return the next date with each of some candidates, by candidate."""
    rows = session.execute(
        sa.select(Interview.candidate_id, sa.func.min(Interview.starts_at))
        .where(
            Interview.role_id == role.id,
            Interview.candidate_id.in_(ids),
            Interview.starts_at >= at,
            Interview.cancelled_at.is_(None),
        )
        .group_by(Interview.candidate_id)
    )
    return dict(rows.all())


def _check_time(starts_at: datetime, minutes: int) -> None:
    if not now() < starts_at < now() + FURTHEST:
        raise Invalid.at("#/starts_at", Message("A moment within the next year."))
    if not SHORTEST <= minutes <= LONGEST:
        told = Message("From {min} to {max} minutes.", min=SHORTEST, max=LONGEST)
        raise Invalid.at("#/minutes", told)


def _tell(session: Session, person: Reviewed, subject: Message, interview: Interview) -> None:
    address = address_of(session, person.candidate.id)
    if address is None:
        return
    role = person.role
    when = Message(
        "{moment} China time ({utc} UTC), {minutes} minutes",
        moment=f"{interview.starts_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}",
        utc=f"{interview.starts_at.astimezone(UTC):%Y-%m-%d %H:%M}",
        minutes=interview.minutes,
    )
    parts = [
        f"{role.employer.name}: {role.title}",
        when,
        interview.place,
        f"{public_url()}/me/conversations/{role.id}",
    ]
    write_mail(session, to=address, subject=subject, parts=parts)


def _note(session: Session, caller: Caller, interview: Interview, event: str) -> None:
    detail = {"role_id": str(interview.role_id)}
    record(session, caller, event, subject_id=interview.id, detail=detail, notify=False)
    session.flush()
