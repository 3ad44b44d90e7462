"""Use cases of roles."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, load_only
from sqlalchemy.orm.util import identity_key

from marketplace.employers.services import employer_by_id
from marketplace.errors import Conflict, Gone, Invalid, NotFound
from marketplace.events import record, role_changed
from marketplace.messages import Message
from marketplace.permissions import ANONYMOUS, Caller
from marketplace.policies.installed import installed_packs
from marketplace.roles.opening import approved_today, require_openable
from marketplace.roles.reposts import times_posted_before
from marketplace.roles.salaries import range_fault
from models import Employer, InvalidTransition, Role, RoleStatus
from models.role import TRANSITIONS

LIVE = (RoleStatus.OPEN, RoleStatus.PAUSED)
MERGED = ("support", "terms")  # a change of one key leaves the others
_IN_SHORT = (
    Role.title,
    Role.city,
    Role.province,
    Role.work_mode,
    Role.salary_min,
    Role.salary_max,
    Role.salary_currency,
    Role.salary_period,
    Role.offers_sponsorship,
    Role.status,
    Role.posted_at,
    Role.reposts,
    Role.valid_through,
    Role.employer_id,
)
_WITH_EMPLOYER = sa.select(Role).options(joinedload(Role.employer, innerjoin=True))
_BY_ID = _WITH_EMPLOYER.where(Role.id == sa.bindparam("id"))
_BY_IDS = _WITH_EMPLOYER.where(Role.id.in_(sa.bindparam("ids", expanding=True)))
_EMPLOYER_IN_SHORT = (Employer.name, Employer.kind, Employer.verification_status)
EVENTS = {
    RoleStatus.OPEN: "role.published",
    RoleStatus.PAUSED: "role.updated",
    RoleStatus.CLOSED: "role.closed",
    RoleStatus.EXPIRED: "role.expired",
}


def own_role(
    session: Session,
    caller: Caller,
    role_id: UUID,
    act: str = "write roles",
    *,
    lock: bool = False,
) -> Role:
    """Return a role of the caller's employers, the employer loaded.

    Raises:
        NotFound: no such role, or a stranger's.
        NotAllowed: the caller is a member whose part does not allow the act.
    """
    if lock:
        locked = _BY_ID.with_for_update(of=Role).execution_options(populate_existing=True)
        mine = locked.where(Role.employer_id.in_(caller.parts))  # a stranger's is not held up
        role = session.scalar(mine, {"id": role_id})
    else:
        role = _known(session, role_id) or session.scalar(_BY_ID, {"id": role_id})
    if role is None or role.employer_id not in caller.parts:
        raise NotFound
    caller.require(act, role.employer_id)
    return role


def _known(session: Session, role_id: UUID) -> Role | None:
    """Return a role that this session has read whole, with its employer: it is not read again."""
    role: Role | None = session.identity_map.get(identity_key(Role, role_id))
    return role if role is not None and not sa.inspect(role).unloaded else None


def visible_role(session: Session, caller: Caller, role_id: UUID) -> Role:
    """Return a role as far as the caller may see it: members all, others what is live.

    Raises:
        NotFound: no such role, another employer's draft, or an employer is shut out.
        Gone: it was published and has ended.
    """
    role = session.scalar(_BY_ID, {"id": role_id})
    if role is None:
        raise NotFound
    check_visible(caller, role)
    return role


def check_visible(caller: Caller, role: Role) -> None:
    """Let a role be shown as far as the caller may see it; its employer must be loaded.

    Raises:
        NotFound: another employer's draft, or an employer is shut out.
        Gone: it was published and has ended.
    """
    if caller.may("see roles", role.employer_id) and caller.has_scope("roles:read"):
        return
    if not role.was_published or role.employer.verification_status.is_shut_out:
        raise NotFound
    if role.has_ended:
        raise Gone(Message("This role has ended."), _last_words(role))


def _last_words(role: Role) -> dict[str, object]:
    ended_on = None if role.ended_at is None else role.ended_at.date().isoformat()
    return {"role_title": role.title, "ended_on": ended_on}


def roles_by_ids(session: Session, ids: Iterable[UUID]) -> dict[UUID, Role]:
    """Return the roles that exist, employers loaded, in one SELECT."""
    rows = session.scalars(_BY_IDS, {"ids": list(ids)})
    return {role.id: role for role in rows}


def roles_in_short(session: Session, ids: Iterable[UUID]) -> dict[UUID, Role]:
    """Return as much of the roles that exist as a list shows, in one SELECT."""
    employer = joinedload(Role.employer, innerjoin=True).load_only(*_EMPLOYER_IN_SHORT)
    wanted = sa.select(Role).options(load_only(*_IN_SHORT), employer)
    return {role.id: role for role in session.scalars(wanted.where(Role.id.in_(list(ids))))}


def create_role(session: Session, caller: Caller, fields: Mapping[str, Any]) -> Role:
    """Make a draft for an employer of the caller's.

    Raises:
        NotFound: no such employer.
        NotAllowed: the caller has no part in it, or one that does not allow it.
    """
    employer = employer_by_id(session, fields["employer_id"])
    caller.require_public("write roles", employer.id)
    return add_role(session, caller, employer, fields)


def add_role(
    session: Session, caller: Caller, employer: Employer, fields: Mapping[str, Any]
) -> Role:
    """Make a draft; whether the caller may is asked before."""
    role = Role(**{**fields, "employer_id": employer.id}, employer=employer)
    session.add(role)
    session.flush()
    _tell(session, caller, role, "role.created")
    return role


def update_role(
    session: Session, caller: Caller, role: Role, fields: Mapping[str, Any], *, day: date
) -> Role:
    """Change a role; one that the public sees must stay fit to be seen.

    Raises:
        Conflict: the role has ended, or it is live and its employer no longer verified.
        Invalid: the change makes no sense with the rest, or a live role would lack something.
    """
    if role.has_ended:
        raise Conflict(
            Message(
                "The role is {status}, which is final: copy it to post it again.",
                status=role.status,
            )
        )
    _apply(role, fields)
    _check_salary(role)
    if role.status in LIVE:
        approved = approved_today(installed_packs(), day, role.province)
        require_openable(role, day, approved)
    if session.is_modified(role):
        session.flush()
        _tell(session, caller, role, "role.updated")
    return role


def _apply(role: Role, fields: Mapping[str, Any]) -> None:
    if "sectors" in fields:
        role.sectors_proposed = False
    for name, value in fields.items():
        setattr(role, name, {**getattr(role, name), **value} if name in MERGED else value)


def _check_salary(role: Role) -> None:
    """Refuse a salary that its old and new parts make senseless."""
    if fault := range_fault(role.salary_min, role.salary_max):
        raise Invalid.at("#/salary/min", fault)
    parts = (role.salary_min, role.salary_max, role.salary_currency, role.salary_period)
    for name in ("currency", "period"):
        if getattr(role, f"salary_{name}") is None and any(part is not None for part in parts):
            raise Invalid.at(f"#/salary/{name}", Message("A salary needs its {name}.", name=name))


def delete_role(session: Session, caller: Caller, role: Role) -> None:
    """Delete a draft.

    Raises:
        Conflict: the role was published.
    """
    if role.was_published:
        raise Conflict(Message("A role that was published is never deleted: close it instead."))
    _tell(session, caller, role, "role.deleted", notify=False)
    session.delete(role)
    session.flush()


def move_role(session: Session, caller: Caller, role: Role, to: str, *, day: date) -> Role:
    """Move a role along: open, paused or closed.

    Raises:
        InvalidTransition: it cannot go there from where it stands.
        Conflict: it would be open, and its employer is not verified.
        Invalid: it would be open, and lacks something.
    """
    wanted, onward = RoleStatus(to), TRANSITIONS[role.status]
    legal = tuple(status for status in onward if status is not RoleStatus.EXPIRED)
    if wanted not in legal:
        raise InvalidTransition(role.status, wanted, legal)
    is_posted = not role.was_published and wanted is RoleStatus.OPEN
    role.move_to(wanted)
    if is_posted:
        role.reposts = times_posted_before(session, role)
    if role.status is RoleStatus.OPEN:
        approved = approved_today(installed_packs(), day, role.province)
        require_openable(role, day, approved)
    session.flush()
    _tell(session, caller, role, EVENTS[role.status])
    return role


def expire_roles(session: Session, day: date) -> int:
    """End the live roles whose last day is before ``day``; return how many there were.

    Roles that somebody is changing at this moment are left to the next pass.
    """
    over = sa.select(Role).where(Role.status.in_(LIVE), Role.valid_through < day)
    roles = session.scalars(over.with_for_update(skip_locked=True)).all()
    for role in roles:
        role.move_to(RoleStatus.EXPIRED)
        _tell(session, ANONYMOUS, role, EVENTS[role.status])
    session.flush()
    return len(roles)


def _tell(session: Session, caller: Caller, role: Role, event: str, *, notify: bool = True) -> None:
    """Record what happened, and have the rankings look at the role again."""
    facts = {"employer_id": str(role.employer_id), "status": str(role.status)}
    record(session, caller, event, subject_id=role.id, detail=facts, notify=notify)
    role_changed(session, role.id)
