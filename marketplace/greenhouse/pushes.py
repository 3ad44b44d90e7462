"""Use cases of sending people to an employer's Greenhouse: asked for here, done by the worker."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from marketplace.errors import Conflict, Invalid, NotFound
from marketplace.exports.handing import note_export
from marketplace.greenhouse.people import withheld_from
from marketplace.greenhouse.services import connected
from marketplace.messages import Message
from marketplace.permissions import Caller
from marketplace.reviews.people import Reviewed
from marketplace.roles.services import own_role
from models import GreenhousePush, PushStatus, Role

ACT = "export candidates"
MOST = 100  # people at once
WHAT = "greenhouse"  # in the audit trail, as which export it counts
NOT_CONNECTED = Message("Greenhouse is not connected: an owner connects it first.")
_ON_THE_WAY = Message("Is on the way to Greenhouse already.")
_THERE = Message("Was sent to Greenhouse already.")
_ENDED = (PushStatus.FAILED, PushStatus.WITHHELD)  # may be tried again


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Somebody who was chosen, and why they cannot be sent, if they cannot."""

    person: Reviewed
    because: Message | None


def choices(session: Session, role: Role, people: Sequence[Reviewed]) -> list[Choice]:
    """Return for people of a role whether each may be sent now."""
    return _choices(people, _known(session, role, people))


def _choices(people: Sequence[Reviewed], known: Mapping[UUID, GreenhousePush]) -> list[Choice]:
    return [
        Choice(
            person=each, because=withheld_from(each) or _in_the_way(known.get(each.candidate.id))
        )
        for each in people
    ]


def push_people(
    session: Session,
    caller: Caller,
    role: Role,
    people: Sequence[Reviewed],
    *,
    job_id: int | None,
    bands: Mapping[UUID, str],
    at: datetime,
) -> list[Choice]:
    """Have people of a role sent to Greenhouse; return who is not, and why.

    Args:
        job_id: theirs; without one they become prospects of no job.
        bands: how well each fits, where that is known.

    Raises:
        Conflict: the employer is not connected.
        Invalid: too many at once.
        NotFound: somebody is erased just now.
    """
    if len(people) > MOST:
        raise Invalid.at("#/who", Message("At most {max} at once.", max=MOST))
    if connected(session, role.employer_id, lock=True) is None:  # one click after the other
        raise Conflict(NOT_CONNECTED)
    known = _known(session, role, people)
    chosen = _choices(people, known)
    for person in (each.person for each in chosen if each.because is None):
        push = known.get(person.candidate.id)
        if push is None:
            push = GreenhousePush(employer_id=role.employer_id, **person.pair)
            session.add(push)
        push.account_id, push.job_id = caller.account_id, job_id
        push.band = bands.get(person.candidate.id)
        _begin_again(push, at)
    _note(session, caller, role, sum(each.because is None for each in chosen))
    return [each for each in chosen if each.because is not None]


def push_again(
    session: Session, caller: Caller, role_id: UUID, push_id: UUID, *, at: datetime
) -> None:
    """Try to send somebody again who could not be sent.

    Raises:
        NotFound: no such role or push, or a stranger's.
        NotAllowed: the caller's part does not allow it.
        Conflict: the employer is not connected, or they are there or on the way.
    """
    role = own_role(session, caller, role_id, ACT)
    account = connected(session, role.employer_id, lock=True)
    push = session.scalar(
        sa.select(GreenhousePush)
        .where(GreenhousePush.id == push_id, GreenhousePush.role_id == role.id)
        .with_for_update()
    )
    if push is None:
        raise NotFound
    if account is None:
        raise Conflict(NOT_CONNECTED)
    if because := _in_the_way(push):
        raise Conflict(because)
    push.account_id = caller.account_id
    _begin_again(push, at)
    _note(session, caller, role, 1)


def _known(
    session: Session, role: Role, people: Sequence[Reviewed]
) -> Mapping[UUID, GreenhousePush]:
    """Return what became of people who were to be sent before, by candidate."""
    found = session.scalars(
        sa.select(GreenhousePush).where(
            GreenhousePush.role_id == role.id,
            GreenhousePush.candidate_id.in_([each.candidate.id for each in people]),
        )
    )
    return {push.candidate_id: push for push in found}


def _in_the_way(push: GreenhousePush | None) -> Message | None:
    """Return why somebody is not sent once more, if they are not."""
    if push is None or push.status in _ENDED:
        return None
    return _THERE if push.status is PushStatus.SENT else _ON_THE_WAY


def _begin_again(push: GreenhousePush, at: datetime) -> None:
    push.status, push.attempts, push.due_at = PushStatus.WAITING, 0, at
    push.attempted_at = push.finished_at = push.failure = push.detail = None


def _note(session: Session, caller: Caller, role: Role, count: int) -> None:
    """Write into the trail how many are sent.

    Raises:
        NotFound: one of them is erased just now.
    """
    try:
        session.flush()
    except IntegrityError:
        raise NotFound from None
    if count:
        note_export(session, caller, role.id, what=WHAT, count=count)
