"""The other side as each side sees it: roles for candidates, candidates for employers."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from marketplace.candidates.codes import code_of
from marketplace.candidates.services import view_candidate
from marketplace.errors import NotFound
from marketplace.matches.sides import open_view
from marketplace.permissions import Caller
from models import Candidate, Role

CONTACT = "contact"  # what candidates read in their access log


def role_named(role: Role) -> dict[str, Any]:
    """Return what a list says of a role; one that has ended keeps its title."""
    return {
        "id": role.id,
        "title": role.title,
        "status": str(role.status),
        "employer": {"id": role.employer.id, "name": role.employer.name},
    }


def candidate_coded(candidate: Candidate, role: Role, *, secret: str) -> dict[str, Any]:
    """Return the code under which the role's employer knows a candidate, and nothing else."""
    return {"code": code_of(candidate.number, role.employer_id, secret)}


def candidate_released(candidate: Candidate) -> dict[str, Any]:
    """Return a candidate who released who they are; whoever shows it notes the access."""
    return {
        "id": candidate.id,
        "headline": candidate.headline,
        "contact": {
            "name": candidate.name,
            "email": candidate.email,
            "phone": candidate.phone,
            "links": candidate.links,
        },
        "profile": open_view(candidate),
    }


def may_be_shown_to(role: Role) -> bool:
    """Whether the role's employer still deserves what candidates released to it."""
    return not role.employer.verification_status.is_shut_out


def note_contact(session: Session, caller: Caller, seen: Iterable[tuple[UUID, UUID]]) -> None:
    """Note for the candidates that the caller sees how to reach them.

    Args:
        seen: candidate and role.

    Raises:
        NotFound: a candidate is erased just now.
    """
    for candidate_id, role_id in seen:
        note_looks(session, caller, candidate_id, role_id, [CONTACT])


def note_looks(
    session: Session, caller: Caller, candidate_id: UUID, role_id: UUID, what: Iterable[str]
) -> None:
    """Note for a candidate all that the caller sees of them at once.

    Raises:
        NotFound: the candidate is erased just now.
    """
    try:
        view_candidate(session, caller, candidate_id, role_id, *what)
    except IntegrityError:
        raise NotFound from None
