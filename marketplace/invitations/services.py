"""Use cases of invitations."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, contains_eager

from marketplace.applications.flags import flags_as_shown
from marketplace.applications.services import open_role, role_ids
from marketplace.employers.services import employer_by_id
from marketplace.errors import Conflict, TooMany
from marketplace.events import record
from marketplace.invitations.telling import tell_of_invitation
from marketplace.matches.sides import Eyes
from marketplace.messages import Message
from marketplace.permissions import Caller
from marketplace.roles.services import own_role
from models import (
    Application,
    Candidate,
    Invitation,
    InvitationStatus,
    Role,
    now,
)

DAILY = 50  # invitations that one employer may send
_INVITED = Message("This candidate was invited to this role already.")
_APPLIED = Message("This candidate has applied for this role already.")


def invite(
    session: Session,
    caller: Caller,
    *,
    role_id: UUID,
    candidate: str,
    message: str,
    day: date,
    secret: str,
) -> Invitation:
    """Invite a candidate to talk about an open role.

    Args:
        candidate: the code under which the employer knows the person, or an open profile's id.

    Raises:
        NotFound: no such role or candidate, or one that this employer may not see.
        NotAllowed: the caller's part does not allow it.
        Conflict: the role is not open, or the two have met already.
        TooMany: the employer has sent its invitations of the day.
    """
    own_role(session, caller, role_id, "invite")
    role = open_role(session, caller, role_id, day=day)
    employer_by_id(session, role.employer_id, lock=True)
    person = Eyes.of(session, role, secret).find(session, candidate)
    _check_met(session, role, person)
    _check_rate(session, role)
    invitation = Invitation(
        role=role,
        candidate_id=person.id,
        account_id=caller.account_id,
        message=message,
        status=InvitationStatus.SENT,
        flags=flags_as_shown(person, role, day=day),
    )
    session.add(invitation)
    try:
        session.flush()
    except IntegrityError:
        raise Conflict(_INVITED) from None
    record(session, caller, "invitation.sent", subject_id=invitation.id, detail=role_ids(role))
    tell_of_invitation(session, person, invitation)
    session.flush()
    return invitation


def _check_met(session: Session, role: Role, candidate: Candidate) -> None:
    """Refuse to invite somebody who was invited or has applied."""
    for met, refusal in ((Invitation, _INVITED), (Application, _APPLIED)):
        found = sa.select(met.id).where(met.role_id == role.id, met.candidate_id == candidate.id)
        if session.scalar(found) is not None:
            raise Conflict(refusal)


def _check_rate(session: Session, role: Role) -> None:
    """Refuse more invitations than an employer may send; the employer's row is locked."""
    sent = session.scalar(
        sa.select(sa.func.count())
        .select_from(Invitation)
        .join(Invitation.role)
        .where(
            Role.employer_id == role.employer_id,
            Invitation.created_at > now() - timedelta(days=1),
        )
    )
    if sent is not None and sent >= DAILY:
        raise TooMany(
            Message(
                "An employer may send {daily} invitations in 24 hours; try again later.",
                daily=DAILY,
            )
        )


def list_invitations(
    session: Session,
    caller: Caller,
    *,
    filters: Mapping[str, Any],
    limit: int,
    after: Sequence[str] | None,
) -> tuple[Sequence[Invitation], int]:
    """Return up to ``limit + 1`` invitations that the caller may see, newest first; and how many.

    Args:
        filters: ``role_id`` and ``status``; null asks for all.
    """
    wanted = visible_to(caller)
    if filters["role_id"] is not None:
        wanted = wanted.where(Invitation.role_id == filters["role_id"])
    if filters["status"] is not None:
        wanted = wanted.where(Invitation.status == InvitationStatus(filters["status"]))
    total = session.scalar(sa.select(sa.func.count()).select_from(wanted.subquery())) or 0
    if after:
        wanted = wanted.where(Invitation.id < UUID(after[0]))
    rows = session.scalars(with_role(wanted).order_by(Invitation.id.desc()).limit(limit + 1)).all()
    return rows, total


def visible_to(caller: Caller) -> sa.Select[Invitation]:
    """Return the invitations to the caller, and those that the caller's employers sent."""
    mine = Invitation.candidate_id == caller.candidate_id
    ours = Role.employer_id.in_([id_ for id_ in caller.parts if caller.may("see matches", id_)])
    return sa.select(Invitation).join(Invitation.role).where(sa.or_(mine, ours))


def with_role(wanted: sa.Select[Invitation]) -> sa.Select[Invitation]:
    """Load the role and its employer along."""
    loaded = contains_eager(Invitation.role).joinedload(Role.employer, innerjoin=True)
    return wanted.options(loaded)
