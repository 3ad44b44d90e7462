"""Use cases of marks: saved and hidden roles."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload

from marketplace.errors import Conflict
from marketplace.messages import Message
from marketplace.permissions import Caller
from marketplace.roles.services import visible_role
from models import MarkKind, Role, RoleMark

MOST = 1_000  # marks of one account
KINDS = tuple(kind.value for kind in MarkKind)
_MARKS = sa.select(RoleMark.role_id, RoleMark.kind).where(
    RoleMark.account_id == sa.bindparam("account_id")
)
_MARKS_ON = _MARKS.where(RoleMark.role_id.in_(sa.bindparam("role_ids", expanding=True)))
_HIDDEN = sa.select(RoleMark.role_id).where(
    RoleMark.account_id == sa.bindparam("account_id"), RoleMark.kind == MarkKind.HIDDEN
)

Marked = tuple[Role, datetime]


def mark_role(session: Session, caller: Caller, role_id: UUID, kind: str) -> None:
    """Save a role, or hide it; a role has one mark of an account.

    Raises:
        NotFound: there is no such role for the caller.
        Conflict: the caller has marked as many as may be.
    """
    visible_role(session, caller, role_id)
    mark = session.get(RoleMark, (caller.account_id, role_id))
    if mark is not None:
        mark.kind = MarkKind(kind)
        session.flush()
        return
    _require_room(session, caller)
    mark = RoleMark(account_id=caller.account_id, role_id=role_id, kind=MarkKind(kind))
    with suppress(IntegrityError), session.begin_nested():  # of a double click, the first counts
        session.add(mark)
        session.flush()


def unmark_role(session: Session, caller: Caller, role_id: UUID) -> None:
    """Take a mark away; of a role that has none nothing happens."""
    session.execute(
        sa.delete(RoleMark).where(
            RoleMark.account_id == caller.account_id, RoleMark.role_id == role_id
        )
    )


def marks_of(session: Session, caller: Caller, role_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return which of some roles the caller marked, and how."""
    asked = {"account_id": caller.account_id, "role_ids": list(set(role_ids))}
    found = session.connection().execute(_MARKS_ON, asked)
    return {role_id: str(kind) for role_id, kind in found}


def all_marks(session: Session, caller: Caller) -> dict[UUID, str]:
    """Return every role that the caller marked, and how."""
    rows = session.connection().execute(_MARKS, {"account_id": caller.account_id})
    return {role_id: str(kind) for role_id, kind in rows}


def hidden_roles(session: Session, caller: Caller) -> frozenset[UUID]:
    """Return the roles that the caller does not want to see."""
    rows = session.connection().execute(_HIDDEN, {"account_id": caller.account_id})
    return frozenset(rows.scalars())


def list_marked(
    session: Session, caller: Caller, kind: str, *, limit: int, after: Sequence[str] | None
) -> tuple[list[Marked], int]:
    """Return up to ``limit + 1`` marked roles with their employers, newest mark first; how many."""
    mine = sa.and_(RoleMark.account_id == caller.account_id, RoleMark.kind == MarkKind(kind))
    total = session.scalar(sa.select(sa.func.count()).select_from(RoleMark).where(mine)) or 0
    wanted = (
        sa.select(Role, RoleMark.created_at)
        .join(RoleMark, RoleMark.role_id == Role.id)
        .where(mine)
        .options(joinedload(Role.employer, innerjoin=True))
        .order_by(RoleMark.created_at.desc(), Role.id.desc())
        .limit(limit + 1)
    )
    if after:
        moment, role_id = datetime.fromisoformat(after[0]), UUID(after[1])
        wanted = wanted.where(
            sa.or_(
                RoleMark.created_at < moment,
                sa.and_(RoleMark.created_at == moment, Role.id < role_id),
            )
        )
    return [(role, marked_at) for role, marked_at in session.execute(wanted)], total


def _require_room(session: Session, caller: Caller) -> None:
    mine = sa.select(sa.func.count()).where(RoleMark.account_id == caller.account_id)
    if (session.scalar(mine) or 0) >= MOST:
        raise Conflict(
            Message("You have marked {max} roles; take some marks away first.", max=MOST)
        )
