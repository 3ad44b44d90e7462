"""Use cases of evidence: candidates hand in proofs, verifiers decide."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from marketplace.candidates.entries import STATUS, with_evidence
from marketplace.candidates.services import announce_change, own_profile, view_candidate
from marketplace.errors import Conflict, Invalid, NotAllowed, NotFound
from marketplace.events import candidate_changed, record
from marketplace.evidence.documents import Document, drop_document, keep_document
from marketplace.messages import Message
from marketplace.permissions import Caller
from models import Candidate, EvidenceItem, EvidenceState, now


def submit_evidence(
    session: Session,
    caller: Caller,
    candidate_id: UUID,
    *,
    section: str,
    claim_id: UUID | None,
    proof: str,
    document: Document | None = None,
) -> EvidenceItem:
    """Keep the proof of an entry of a section, or of the status, until somebody decides.

    Args:
        document: kept until the decision and no longer.

    Raises:
        NotFound: no such profile, or a stranger's.
        NotAllowed: the profile is another person's whom the caller works for.
        Conflict: there is no status to prove.
        Invalid: the section has no such entry, or the document is none.
        TooLarge: the document is over its limit.
    """
    candidate = own_profile(session, caller, candidate_id, lock=True)
    if section == STATUS and candidate.status is None:
        raise Conflict(Message("Your profile states no status that could be proved."))
    if section != STATUS and not _has_claim(candidate, section, claim_id):
        raise Invalid.at(
            "#/claim_id", Message("There is no such entry in {section}.", section=section)
        )
    item = EvidenceItem(candidate_id=candidate.id, section=section, claim_id=claim_id, proof=proof)
    session.add(item)
    session.flush()
    if document is not None:
        keep_document(session, item, document)
    _record(session, caller, "evidence.submitted", item)
    return item


def list_own_evidence(session: Session, caller: Caller) -> Sequence[EvidenceItem]:
    """Return the proofs that the caller handed in, newest first, at most a hundred.

    Raises:
        NotFound: the caller has no profile.
    """
    if caller.candidate_id is None:
        raise NotFound
    own_profile(session, caller, caller.candidate_id)
    mine = sa.select(EvidenceItem).where(EvidenceItem.candidate_id == caller.candidate_id)
    return session.scalars(mine.order_by(EvidenceItem.id.desc()).limit(100)).all()


def withdraw_evidence(session: Session, caller: Caller, evidence_id: UUID) -> None:
    """Take back a proof that nobody has decided on, with its document.

    Raises:
        NotFound: no such proof of the caller's.
        Conflict: it was decided on.
    """
    item = session.get(EvidenceItem, evidence_id, with_for_update=True)
    if item is None or caller.candidate_id is None or item.candidate_id != caller.candidate_id:
        raise NotFound
    if item.decided_at is not None:
        raise Conflict(Message("The proof was decided on already."))
    drop_document(session, item.id)
    session.delete(item)
    session.flush()
    _record(session, caller, "evidence.withdrawn", item)


def decide_evidence(
    session: Session,
    caller: Caller,
    evidence_id: UUID,
    *,
    evidence: str,
    reason: str,
    day: date,
    expires_on: date | None = None,
) -> EvidenceItem:
    """Decide on a day what a proof is worth, and mark the claim with it.

    Raises:
        Invalid: the proof would be good until a day that has passed.
        NotFound: no such proof; it goes when its claim changes.
        NotAllowed: the caller would decide about themselves, or a profile that they made.
    """
    if evidence == EvidenceState.VERIFIED and expires_on is not None and expires_on < day:
        raise Invalid.at("#/expires_on", Message("This day has passed; decide `expired` instead."))
    candidate, item = locked_evidence(session, evidence_id)
    if caller.account_id in (candidate.account_id, candidate.managed_by_id):
        raise NotAllowed(Message("Nobody decides about their own claims."))
    item.state = EvidenceState(evidence)
    item.reason, item.expires_on = reason, expires_on
    item.decided_at, item.decided_by_id = now(), caller.account_id
    _mark_claim(candidate, item)
    drop_document(session, item.id)
    session.flush()
    view_candidate(session, caller, candidate.id, None, "evidence")
    _record(session, caller, "evidence.decided", item)
    announce_change(session, candidate)
    candidate_changed(session, candidate.id)
    return item


def locked_evidence(session: Session, evidence_id: UUID) -> tuple[Candidate, EvidenceItem]:
    """Return a proof with its candidate, who cannot change the claim until the commit."""
    candidate = session.scalar(
        sa.select(Candidate)
        .join(EvidenceItem, EvidenceItem.candidate_id == Candidate.id)
        .where(EvidenceItem.id == evidence_id)
        .options(selectinload(Candidate.status))
        .with_for_update(of=Candidate)
    )
    item = session.get(EvidenceItem, evidence_id, with_for_update=True)
    if candidate is None or item is None:
        raise NotFound
    return candidate, item


def _mark_claim(candidate: Candidate, item: EvidenceItem) -> None:
    candidate.updated_at = now()
    if item.section != STATUS:
        entries = with_evidence(
            getattr(candidate, item.section),
            str(item.claim_id),
            evidence=str(item.state),
            expires_on=item.expires_on,
        )
        setattr(candidate, item.section, entries)
    elif candidate.status is not None:
        candidate.status.evidence = item.state
        candidate.status.evidence_expires_on = item.expires_on


def _has_claim(candidate: Candidate, section: str, claim_id: UUID | None) -> bool:
    return any(entry["id"] == str(claim_id) for entry in getattr(candidate, section) or ())


def _record(session: Session, caller: Caller, event: str, item: EvidenceItem) -> None:
    detail = {
        "evidence_id": str(item.id),
        "section": item.section,
        "claim_id": None if item.claim_id is None else str(item.claim_id),
        "evidence": str(item.state),
    }
    record(session, caller, event, subject_id=item.candidate_id, detail=detail, notify=False)
