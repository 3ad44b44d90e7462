"""What an employer's members see first: what waits for them, role by role."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from marketplace.employers.services import employers_of
from marketplace.permissions import Caller
from models import Application, Employer, Role, RoleStatus, Stage

ROLES = 50  # of a page
STATUSES = {status.value: status for status in RoleStatus}
_LISTED = sa.select(
    *(Role.id, Role.title, Role.status, Role.valid_through), Employer.name.label("employer")
).join(Employer, Employer.id == Role.employer_id)
ENDED = (Stage.HIRED, Stage.REJECTED, Stage.WITHDRAWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleRow:
    """A role in the list of its employer."""

    id: UUID
    title: str
    status: RoleStatus
    valid_through: date | None
    employer: str
    new: int  # applications that nobody has moved
    running: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """One employer at a glance."""

    employer: Employer
    part: str
    roles: Mapping[RoleStatus, int]
    new: int


def overview(session: Session, caller: Caller) -> list[Overview]:
    """Return the caller's employers, each with its numbers of roles and new applications."""
    employers = employers_of(session, caller)
    ids = [employer.id for employer in employers]
    counted = session.execute(
        sa.select(Role.employer_id, Role.status, sa.func.count())
        .where(Role.employer_id.in_(ids))
        .group_by(Role.employer_id, Role.status)
    ).all()
    new = dict(
        session.execute(
            sa.select(Role.employer_id, sa.func.count())
            .join(Application, Application.role_id == Role.id)
            .where(Role.employer_id.in_(ids), Application.stage == Stage.APPLIED)
            .group_by(Role.employer_id)
        ).all()
    )
    return [
        Overview(
            employer=employer,
            part=caller.parts[employer.id],
            roles={status: count for id_, status, count in counted if id_ == employer.id},
            new=new.get(employer.id, 0),
        )
        for employer in employers
    ]


def list_own_roles(
    session: Session, caller: Caller, *, status: RoleStatus | None, page: int
) -> tuple[Sequence[RoleRow], int]:
    """Return a page of the roles of the caller's employers, the newest first, and their number."""
    ours = [id_ for id_ in caller.parts if caller.may("see roles", id_)]
    wanted = _LISTED.where(Role.employer_id.in_(ours))
    if status is not None:
        wanted = wanted.where(Role.status == status)
    total = session.scalar(wanted.with_only_columns(sa.func.count())) or 0
    page_of = wanted.order_by(Role.id.desc()).limit(ROLES).offset((page - 1) * ROLES)
    listed = session.connection().execute(page_of).mappings().all()
    counts = _counts(session, [role["id"] for role in listed])
    return [
        RoleRow(
            **role,
            new=counts.get((role["id"], True), 0),
            running=counts.get((role["id"], True), 0) + counts.get((role["id"], False), 0),
        )
        for role in listed
    ], total


def _counts(session: Session, ids: Sequence[UUID]) -> dict[tuple[UUID, bool], int]:
    """Return the running applications of some roles: by role, and whether nobody moved them."""
    is_new = Application.stage == Stage.APPLIED
    rows = session.execute(
        sa.select(Application.role_id, is_new, sa.func.count())
        .where(Application.role_id.in_(ids), Application.stage.not_in(ENDED))
        .group_by(Application.role_id, is_new)
    )
    return {(role_id, bool(new)): count for role_id, new, count in rows}
