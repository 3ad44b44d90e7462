"""Open postings that would not open under the rules of today: words, sectors, kinds, dates."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache, partial
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, load_only

from marketplace.errors import Conflict, NotFound
from marketplace.matches.catalogue import Catalogue
from marketplace.matches.states import MOST_MADE
from marketplace.messages import Message
from marketplace.operator.taking_down import take_down
from marketplace.permissions import Caller
from marketplace.remembering import once
from marketplace.roles.assistance import approved_now
from marketplace.roles.opening import Fault, faults_of
from models import Employer, Role, RoleStatus

LOOKED_AT = 500  # postings of one page at most, the oldest first
SHOWN = 20  # of one page at most; those with faults are read until it is full
AT_ONCE = 25
RULES = "rules"  # why a posting was taken down, in the trail
_READ = (  # of a posting, by the rules
    *(Role.title, Role.description, Role.requirements, Role.skills, Role.sectors, Role.terms),
    *(Role.seniority, Role.facilities, Role.city, Role.province, Role.work_mode, Role.headcount),
    Role.questions,
    *(Role.salary_min, Role.salary_max, Role.valid_through),
)
_NEXT = (
    sa.select(Role)
    .join(Role.employer)
    .where(Role.status == RoleStatus.OPEN, Role.id > sa.bindparam("after"))
    .options(load_only(*_READ), contains_eager(Role.employer).load_only(Employer.kind))
    .order_by(Role.id)
    .limit(AT_ONCE)
)
_LISTED = (
    sa.select(Role.id, Role.title, Role.posted_at, Employer.name.label("employer"), Employer.kind)
    .join(Role.employer)
    .where(Role.status == RoleStatus.OPEN, Role.id.in_(sa.bindparam("ids", expanding=True)))
)

Posting = sa.Row[UUID, str, datetime | None, str, str]  # as ``_LISTED`` reads it
Judged = tuple[Mapping[UUID, Sequence[Fault]], UUID | None]  # by posting, and where to look on


def unfit_postings(
    session: Session, catalogue: Catalogue, *, day: date, after: UUID | None
) -> tuple[list[tuple[Posting, Sequence[Fault]]], UUID | None]:
    """Return of the next open postings those with faults, and where to look on, if there is more.

    They are judged once until a posting changes.

    Args:
        after: the last posting that was looked at.
    """
    with catalogue.reading(session) as state:
        made = state.made
    name = "unfit", day, after
    unfit, more = once(made, name, lambda: _judged(session, day, after), most=MOST_MADE)
    rows = {row.id: row for row in session.execute(_LISTED, {"ids": [*unfit]})} if unfit else {}
    return [(rows[id_], faults) for id_, faults in unfit.items() if id_ in rows], more


def rule_of(fault: Fault) -> str:
    """Return by which rule something is wrong: a ground of wording, or a demand of opening."""
    detail, field = fault["detail"], fault["pointer"].removeprefix("#/")
    ground = detail.values.get("ground") if isinstance(detail, Message) else None
    return f"wording.{ground}" if ground else f"opening.{field}"


def _judged(session: Session, day: date, after: UUID | None) -> Judged:
    """Return the faults of the next open postings that have some, and where to look on."""
    unfit: dict[UUID, Sequence[Fault]] = {}
    approved = cache(partial(approved_now, day))  # by province
    for _ in range(LOOKED_AT // AT_ONCE):
        roles = session.scalars(_NEXT, {"after": after or UUID(int=0)}).all()
        for role in roles:
            after = role.id
            if faults := faults_of(role, day, approved(role.province)):
                unfit[role.id] = faults
            if len(unfit) == SHOWN:
                return unfit, after
        if len(roles) < AT_ONCE:
            return unfit, None
    return unfit, after


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
