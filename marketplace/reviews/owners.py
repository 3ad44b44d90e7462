"""Which member is responsible for a candidate of a role."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from marketplace.errors import NotFound
from marketplace.events import record
from marketplace.permissions import Caller
from marketplace.reviews.people import Reviewed
from models import Membership, Responsibility, Role

_MEMBERS = (
    sa.select(Membership.account_id, Membership.email)
    .where(
        Membership.employer_id == sa.bindparam("employer_id"), Membership.account_id.is_not(None)
    )
    .order_by(Membership.email)
)
MINE, NOBODYS = OWNERS = ("mine", "nobodys")  # whose candidates are looked for


def members_of(session: Session, employer_id: UUID) -> Sequence[tuple[UUID, str]]:
    """Return who may be responsible: the employer's members with an account, by address."""
    rows = session.connection().execute(_MEMBERS, {"employer_id": employer_id})
    return [(account_id, email) for account_id, email in rows if account_id is not None]


def owned(role: Role) -> sa.Select[UUID]:
    """Return the candidates of a role for whom a member is responsible."""
    return (
        sa.select(Responsibility.candidate_id)
        .join(Membership, Membership.account_id == Responsibility.account_id)
        .where(Membership.employer_id == role.employer_id, Responsibility.role_id == role.id)
    )


def owned_by(role: Role, account_id: UUID | None) -> sa.Select[UUID]:
    """Return the candidates of a role for whom one member is responsible."""
    return owned(role).where(Responsibility.account_id == account_id)


def assign(
    session: Session,
    caller: Caller,
    role: Role,
    people: Sequence[Reviewed],
    account_id: UUID | None,
) -> int:
    """Make a member responsible for candidates of a role, or nobody; return for how many.

    Raises:
        NotFound: no such member.
    """
    if account_id is not None and account_id not in dict(members_of(session, role.employer_id)):
        raise NotFound
    ids = [person.candidate.id for person in people]
    session.execute(
        sa.delete(Responsibility).where(
            Responsibility.role_id == role.id, Responsibility.candidate_id.in_(ids)
        )
    )
    for person in people:
        if account_id is not None:
            kept = {"role_id": role.id, "candidate_id": person.candidate.id}
            session.add(Responsibility(**kept, account_id=account_id))
        member = None if account_id is None else str(account_id)
        detail = {"role_id": str(role.id), "code": person.code, "member": member}
        event = "candidate.assigned"
        record(session, caller, event, subject_id=role.id, detail=detail, notify=False)
    session.flush()
    return len(people)
