"""Open postings that would not open under the rules of today: words, sectors, kinds, dates."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager

from marketplace.errors import Conflict, NotFound
from marketplace.messages import Message
from marketplace.operator.taking_down import take_down
from marketplace.permissions import Caller
from marketplace.roles.assistance import approved_now
from marketplace.roles.opening import Fault, faults_of
from models import Role, RoleStatus

LOOKED_AT = 500  # postings of one page at most, the oldest first
SHOWN = 20  # of one page at most; those with faults are read until it is full
AT_ONCE = 25
RULES = "rules"  # why a posting was taken down, in the trail


def unfit_postings(
    session: Session, *, day: date, after: UUID | None
) -> tuple[list[tuple[Role, Sequence[Fault]]], UUID | None]:
    """Return of the next open postings those with faults, and where to look on, if there is more.

    Args:
        after: the last posting that was looked at.
    """
    unfit: list[tuple[Role, Sequence[Fault]]] = []
    for _ in range(LOOKED_AT // AT_ONCE):
        roles = _open_roles(session, after)
        for role in roles:
            after = role.id
            if faults := _faults(role, day):
                unfit.append((role, faults))
            if len(unfit) == SHOWN:
                return unfit, after
        if len(roles) < AT_ONCE:
            return unfit, None
    return unfit, after


def _open_roles(session: Session, after: UUID | None) -> Sequence[Role]:
    wanted = sa.select(Role).join(Role.employer).where(Role.status == RoleStatus.OPEN)
    if after is not None:
        wanted = wanted.where(Role.id > after)
    loaded = wanted.options(contains_eager(Role.employer))
    return session.scalars(loaded.order_by(Role.id).limit(AT_ONCE)).all()


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
