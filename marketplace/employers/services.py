"""Use cases of employers and their members."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from marketplace.accounts.addresses import normalise_email
from marketplace.accounts.services import count_owners
from marketplace.errors import Conflict, NotFound
from marketplace.events import record, role_changed
from marketplace.messages import Message
from marketplace.permissions import OWNER, Caller
from models import Account, Employer, MemberPart, Membership, Role, RoleStatus, now
from models import VerificationStatus as Status

# What verification vouches for, and what candidates hide by.
CHECKED_FIELDS = ("name", "unified_social_credit_code", "kind", "website")


def create_employer(session: Session, caller: Caller, fields: Mapping[str, Any]) -> Employer:
    """Make an employer, with the caller as its owner.

    Raises:
        Conflict: its credit code is another employer's.
    """
    employer = Employer(**fields)
    if employer.unified_social_credit_code:
        employer.verification_status = Status.PENDING
    session.add(employer)
    _flush(session)
    session.add(
        Membership(
            employer_id=employer.id,
            account_id=caller.account_id,
            email=caller.email,
            part=MemberPart.OWNER,
        )
    )
    record(session, caller, "employer.created", subject_id=employer.id, notify=False)
    session.flush()
    return employer


def employer_by_id(session: Session, employer_id: UUID, *, lock: bool = False) -> Employer:
    """Return an employer: what is in it is public.

    Raises:
        NotFound: no such employer.
    """
    found = session.get(Employer, employer_id, with_for_update=lock)
    if found is None:
        raise NotFound
    return found


def own_employer(session: Session, caller: Caller, employer_id: UUID) -> Employer:
    """Return an employer that the caller may edit, locked until the commit.

    Raises:
        NotFound: no such employer.
        NotAllowed: the caller is not its owner.
    """
    employer = employer_by_id(session, employer_id, lock=True)
    caller.require_public("edit employer", employer_id)
    return employer


def update_employer(
    session: Session, caller: Caller, employer: Employer, fields: Mapping[str, Any]
) -> Employer:
    """Change an employer; a new name, code or kind has to be checked again.

    Raises:
        Conflict: the credit code is another employer's.
    """
    vouched = [getattr(employer, name) for name in CHECKED_FIELDS]
    for name, value in fields.items():
        setattr(employer, name, value)
    if vouched != [getattr(employer, name) for name in CHECKED_FIELDS]:
        if employer.verification_status in (Status.VERIFIED, Status.UNVERIFIED):
            employer.verification_status = Status.PENDING
        employer.verification_checked_at = None
    _flush(session)
    record(session, caller, "employer.updated", subject_id=employer.id, notify=False)
    _open_roles_changed(session, employer.id)
    return employer


def verify_employer(
    session: Session, caller: Caller, employer_id: UUID, *, status: str, reason: str
) -> Employer:
    """Record the operator's decision on an employer."""
    employer = employer_by_id(session, employer_id, lock=True)
    employer.verification_status = Status(status)
    employer.verification_reason = reason
    employer.verification_checked_at = now()
    told = {Status.VERIFIED: "employer.verified", Status.SUSPENDED: "employer.suspended"}
    event = told.get(employer.verification_status, "employer.checked")
    record(
        session,
        caller,
        event,
        subject_id=employer.id,
        detail={"status": status},
        notify=event != "employer.checked",
    )
    _open_roles_changed(session, employer.id)
    session.flush()
    return employer


def list_members(
    session: Session,
    caller: Caller,
    employer_id: UUID,
    *,
    limit: int,
    after: Sequence[str] | None,
) -> tuple[Sequence[Membership], int]:
    """Return up to ``limit + 1`` members in order of joining, and how many there are."""
    employer_by_id(session, employer_id)
    caller.require_public("see members", employer_id)
    members = sa.select(Membership).where(Membership.employer_id == employer_id)
    total = session.scalar(sa.select(sa.func.count()).select_from(members.subquery())) or 0
    if after:
        members = members.where(Membership.id > UUID(after[0]))
    return session.scalars(members.order_by(Membership.id).limit(limit + 1)).all(), total


def add_member(
    session: Session, caller: Caller, employer_id: UUID, *, email: str, part: str
) -> Membership:
    """Give an address a part in an employer; it counts once its account is confirmed.

    Raises:
        Conflict: the address has a part already.
    """
    own = own_members(session, caller, employer_id)
    address = normalise_email(email)
    if any(member.email == address for member in own):
        raise Conflict(Message("{address} is a member already.", address=address))
    account_id = session.scalar(
        sa.select(Account.id).where(Account.email == address, Account.confirmed_at.is_not(None))
    )
    member = Membership(
        employer_id=employer_id, email=address, account_id=account_id, part=MemberPart(part)
    )
    session.add(member)
    session.flush()
    record(session, caller, "employer.member_added", subject_id=employer_id, notify=False)
    return member


def own_members(session: Session, caller: Caller, employer_id: UUID) -> Sequence[Membership]:
    """Return the members of an employer whose members the caller may change, locked."""
    employer_by_id(session, employer_id, lock=True)
    caller.require_public("change members", employer_id)
    return session.scalars(sa.select(Membership).where(Membership.employer_id == employer_id)).all()


def member_by_id(
    session: Session, caller: Caller, employer_id: UUID, member_id: UUID
) -> Membership:
    """Return a member whom the caller may remove."""
    for member in own_members(session, caller, employer_id):
        if member.id == member_id:
            return member
    raise NotFound


def remove_member(session: Session, caller: Caller, member: Membership) -> None:
    """End a member's part.

    Raises:
        Conflict: the employer would be left without an owner.
    """
    if (
        member.part == OWNER
        and member.account_id is not None
        and count_owners(session, member.employer_id) == 1
    ):
        raise Conflict(Message("The last owner stays; make someone else owner first."))
    session.delete(member)
    session.flush()
    record(session, caller, "employer.member_removed", subject_id=member.employer_id, notify=False)


def _flush(session: Session) -> None:
    """Write, and say it where a credit code is taken."""
    try:
        session.flush()
    except IntegrityError:
        raise Conflict(
            Message(
                "This unified_social_credit_code belongs to an employer that is registered already."
            )
        ) from None


def _open_roles_changed(session: Session, employer_id: UUID) -> None:
    """Have the index look again at the roles that show this employer."""
    for role_id in session.scalars(
        sa.select(Role.id).where(
            Role.employer_id == employer_id,
            Role.status.in_((RoleStatus.OPEN, RoleStatus.PAUSED, RoleStatus.DRAFT)),
        )
    ):
        role_changed(session, role_id)


def employers_of(session: Session, caller: Caller) -> Sequence[Employer]:
    """Return the employers in which the caller has a part, by id."""
    mine = sa.select(Employer).where(Employer.id.in_(caller.parts)).order_by(Employer.id)
    return session.scalars(mine).all()
