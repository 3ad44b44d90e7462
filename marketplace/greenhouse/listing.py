"""Who of a role was sent to Greenhouse, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from marketplace.greenhouse.pushes import ACT
from marketplace.permissions import Caller
from marketplace.reviews.people import Reviewed, reviewed_among
from marketplace.roles.services import own_role
from models import GreenhousePush, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A push, and whom it is about; none where their members do not see them any more."""

    push: GreenhousePush
    person: Reviewed | None


def list_pushes(
    session: Session,
    caller: Caller,
    role_id: UUID,
    secret: str,
    *,
    limit: int,
    after: Sequence[str] | None,
) -> tuple[Role, list[Shown], int]:
    """Return a role, up to ``limit + 1`` of its pushes, newest first, and how many there are.

    Raises:
        NotFound: no such role, or a stranger's.
        NotAllowed: the caller's part does not allow it.
    """
    role = own_role(session, caller, role_id, ACT)
    wanted = sa.select(GreenhousePush).where(GreenhousePush.role_id == role.id)
    total = session.scalar(sa.select(sa.func.count()).select_from(wanted.subquery())) or 0
    if after:
        wanted = wanted.where(GreenhousePush.id < UUID(after[0]))
    rows = session.scalars(wanted.order_by(GreenhousePush.id.desc()).limit(limit + 1)).all()
    people = reviewed_among(session, role, [row.candidate_id for row in rows], secret)
    return role, [Shown(push=row, person=people.get(row.candidate_id)) for row in rows], total


def last_job(session: Session, role: Role) -> int | None:
    """Return for which job of Greenhouse somebody of a role was sent last."""
    wanted = sa.select(GreenhousePush.job_id).where(GreenhousePush.role_id == role.id)
    return session.scalar(wanted.order_by(GreenhousePush.created_at.desc()).limit(1))
