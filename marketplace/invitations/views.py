"""Invitations as each side sees them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from marketplace.applications.flags import seen_by_employer, without_traces
from marketplace.applications.people import (
    candidate_coded,
    candidate_released,
    may_be_shown_to,
    role_named,
)
from marketplace.candidates.services import candidates_by_ids
from marketplace.matches.flags import shares_status
from marketplace.permissions import Caller
from models import Candidate, Invitation, InvitationStatus


def rows(
    session: Session, caller: Caller, invitations: Sequence[Invitation], *, secret: str
) -> list[dict[str, Any]]:
    """Return invitations as the caller sees them."""
    candidates = candidates_by_ids(session, {each.candidate_id for each in invitations})
    return [
        _row(caller, each, candidates[each.candidate_id], secret=secret)
        for each in invitations
        if each.candidate_id in candidates
    ]


def contacts_in(caller: Caller, invitations: Sequence[Invitation]) -> list[tuple[UUID, UUID]]:
    """Return candidate and role of each invitation that shows the caller a contact."""
    return [
        (each.candidate_id, each.role_id)
        for each in invitations
        if _is_released(each) and each.candidate_id != caller.candidate_id
    ]


def _is_released(invitation: Invitation) -> bool:
    is_accepted = invitation.status is InvitationStatus.ACCEPTED
    return is_accepted and may_be_shown_to(invitation.role)


def _row(
    caller: Caller, invitation: Invitation, candidate: Candidate, *, secret: str
) -> dict[str, Any]:
    role = invitation.role
    shown: dict[str, Any] = {
        "id": invitation.id,
        "role": role_named(role),
        "message": invitation.message,
        "status": str(invitation.status),
        "created_at": invitation.created_at,
        "responded_at": invitation.responded_at,
    }
    if invitation.candidate_id == caller.candidate_id:
        flags = without_traces(invitation.flags)
        return {**shown, "flags": flags, "candidate": {"id": candidate.id}}
    person = candidate_coded(candidate, role, secret=secret)
    if _is_released(invitation):
        person |= candidate_released(candidate)
    flags = seen_by_employer(invitation.flags, shares_status=shares_status(candidate))
    return {**shown, "flags": flags, "candidate": person}
