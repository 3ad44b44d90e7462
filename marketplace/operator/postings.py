"""Open postings that would not open under the rules of today: words, sectors, kinds, dates."""

from collections.abc import Sequence
from datetime import date
from functools import cache, partial
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, load_only

from marketplace.errors import Conflict, NotFound
from marketplace.messages import Message
from marketplace.operator.taking_down import take_down
from marketplace.permissions import Caller
from marketplace.roles.assistance import approved_now
from marketplace.roles.opening import Fault, faults_of
from models import Employer, Role, RoleStatus

LOOKED_AT = 500  # postings of one page at most, the oldest first
SHOWN = 20  # of one page at most; those with faults are read until it is full
AT_ONCE = 25
RULES = "rules"  # why a posting was taken down, in the trail
_READ = (  # of a posting, by the rules and by the page
    *(Role.title, Role.description, Role.requirements, Role.skills, Role.sectors, Role.terms),
    *(Role.seniority, Role.facilities, Role.city, Role.province, Role.work_mode, Role.headcount),
    *(Role.salary_min, Role.salary_max, Role.valid_through, Role.posted_at),
)
_NEXT = (
    sa.select(Role)
    .join(Role.employer)
    .where(Role.status == RoleStatus.OPEN, Role.id > sa.bindparam("after"))
    .options(
        load_only(*_READ), contains_eager(Role.employer).load_only(Employer.name, Employer.kind)
    )
    .order_by(Role.id)
    .limit(AT_ONCE)
)


def unfit_postings(
    session: Session, *, day: date, after: UUID | None
) -> tuple[list[tuple[Role, Sequence[Fault]]], UUID | None]:
    """Return of the next open postings those with faults, and where to look on, if there is more.

    Args:
        after: the last posting that was looked at.
    """
    unfit: list[tuple[Role, Sequence[Fault]]] = []
    approved = cache(partial(approved_now, day))  # by province
    for _ in range(LOOKED_AT // AT_ONCE):
        roles = _open_roles(session, after)
        for role in roles:
            after = role.id
            if faults := faults_of(role, day, approved(role.province)):
                unfit.append((role, faults))
            if len(unfit) == SHOWN:
                return unfit, after
        if len(roles) < AT_ONCE:
            return unfit, None
    return unfit, after


def _open_roles(session: Session, after: UUID | None) -> Sequence[Role]:
    return session.scalars(_NEXT, {"after": after or UUID(int=0)}).all()


def remove_posting(session: Session, caller: Caller, role_id: UUID, *, day: date) -> Role:
    """Take a posting down for what is wrong with it; its owners read that.

    Raises:
        NotFound: no such role.
        Conflict: it is not open, or nothing is wrong with it any more.
    """
    wanted = sa.select(Role).join(Role.employer).where(Role.id == role_id)
    role = session.scalar(wanted.options(contains_eager(Role.employer)))
    if role is None:
        raise NotFound
    faults = _faults(role, day) if role.status is RoleStatus.OPEN else []
    if not faults:
        raise Conflict(Message("The role is not open, or nothing is wrong with it any more."))
    told = Message(
        "The operator removed the role “{role}”: its posting is not as the rules ask.",
        role=role.title,
    )
    details = [fault["detail"] for fault in faults]
    take_down(session, caller, role_id, reason=RULES, told=told, details=details)
    return role


def _faults(role: Role, day: date) -> Sequence[Fault]:
    return faults_of(role, day, approved_now(day, role.province))
