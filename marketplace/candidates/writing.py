"""Write what the API reads into the row of a candidate."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from marketplace.accounts.addresses import normalise_email
from marketplace.candidates.entries import SECTIONS, STATUS, keep_evidence
from marketplace.candidates.hiding import hidden_keys
from marketplace.errors import Conflict
from marketplace.messages import Message
from models import Candidate, CandidateStatus, EvidenceItem, EvidenceState, Purpose, Visibility

STATUS_FIELDS = (
    "visa",
    "k_expires",
    "current_sectors",
    "current_province",
    "work_permit",
    "work_permit_employer",
    "work_residence_permit",
    "birth_year",
)


def write_profile(session: Session, candidate: Candidate, fields: Mapping[str, Any]) -> None:
    """Write the fields that were sent; what is left out stays.

    The proofs of what the candidate no longer says are deleted.

    Raises:
        Conflict: a status came without the consent to keep it.
        Invalid: ``hidden_from`` names nobody.
    """
    columns = _columns(session, candidate, fields)
    for name, value in columns.items():
        setattr(candidate, name, value)
    status_changed = STATUS in fields and _write_status(candidate, fields[STATUS])
    if candidate.id is None:
        return  # new: nothing was proved yet
    for section in SECTIONS:
        if section in columns:
            kept = [UUID(entry["id"]) for entry in columns[section] or ()]
            forget_proofs(session, candidate, section, kept=kept)
    if status_changed:
        forget_proofs(session, candidate, STATUS)


def forget_proofs(
    session: Session, candidate: Candidate, section: str, *, kept: Collection[UUID] = ()
) -> None:
    """Delete the proofs of a section's claims, or of the status, but those of kept entries."""
    proofs = sa.delete(EvidenceItem).where(
        EvidenceItem.candidate_id == candidate.id, EvidenceItem.section == section
    )
    if kept:
        proofs = proofs.where(EvidenceItem.claim_id.not_in(kept))
    session.execute(proofs)


def _columns(session: Session, candidate: Candidate, fields: Mapping[str, Any]) -> dict[str, Any]:
    columns = {name: value for name, value in fields.items() if name not in ("contact", STATUS)}
    columns |= fields.get("contact", {})
    if columns.get("email"):
        columns["email"] = normalise_email(columns["email"])
    if "visibility" in columns:
        columns["visibility"] = Visibility(columns["visibility"])
    if "hidden_from" in columns:
        columns["hidden_keys"] = hidden_keys(session, columns["hidden_from"])
    for section in SECTIONS:
        if section in columns:
            columns[section] = keep_evidence(getattr(candidate, section), columns[section])
    return columns


def _write_status(candidate: Candidate, stated: Mapping[str, Any] | None) -> bool:
    """Write or delete the status; return whether it says something new, which is unproved."""
    if stated is None:
        candidate.status = None
        return True
    if not candidate.consents_to(Purpose.SENSITIVE_STATUS):
        detail = Message("A status is kept only under your consent: give 'sensitive_status' first.")
        raise Conflict(detail, [{"pointer": "#/status", "detail": detail}])
    if candidate.status is None:
        candidate.status = CandidateStatus(**dict.fromkeys(STATUS_FIELDS))
    elif all(getattr(candidate.status, name) == value for name, value in stated.items()):
        return False
    for name, value in stated.items():
        setattr(candidate.status, name, value)
    candidate.status.evidence = EvidenceState.NONE
    candidate.status.evidence_expires_on = None
    return True
