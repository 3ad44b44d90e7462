"""Use cases of résumés: a file becomes a proposal, and its person picks what to take over."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from marketplace.candidates.services import own_profile, update_candidate
from marketplace.errors import Invalid, Malformed, NotFound
from marketplace.events import record
from marketplace.http.bodies import parse_json
from marketplace.imports.resumes import Resume, read_resume
from marketplace.messages import Message
from marketplace.permissions import Caller
from marketplace.resumes.extracting import POINTER, kind_of, text_of
from marketplace.resumes.plain_texts import read_plain_resume
from marketplace.resumes.proposals import Difference, chosen_fields, differences
from models import Candidate, ProfileProposal, now

GUESSED = Message("The file is read by its headings: look through what was made of it.")


def propose_resume(session: Session, caller: Caller, content: bytes) -> ProfileProposal:
    """Read a file as a proposal for one's own profile, in place of an earlier one.

    Raises:
        NotFound: the caller has no profile.
        Invalid: nothing can be made of the file.
        TooLarge, WrongMediaType: as ``kind_of``.
    """
    candidate = _own(session, caller)
    kind = kind_of(content)
    resume = _read(content, kind)
    proposal = session.get(ProfileProposal, candidate.id) or ProfileProposal(
        candidate_id=candidate.id
    )
    proposal.kind, proposal.fields = kind, resume.stated
    proposal.notes = [*resume.notes] if kind == "json" else [GUESSED, *resume.notes]
    proposal.created_at = now()
    session.add(proposal)
    session.flush()
    record(session, caller, "resume.proposed", subject_id=candidate.id, notify=False)
    return proposal


def own_proposal(
    session: Session, caller: Caller
) -> tuple[Candidate, ProfileProposal | None, list[Difference]]:
    """Return the caller's profile, what a file proposed to it, and where the two differ.

    Raises:
        NotFound: the caller has no profile.
    """
    candidate = _own(session, caller)
    proposal = session.get(ProfileProposal, candidate.id)
    found = [] if proposal is None else differences(candidate, proposal.fields)
    return candidate, proposal, found


def accept_proposal(session: Session, caller: Caller, choices: Mapping[str, str]) -> Candidate:
    """Take over what the person picked, and drop the rest of the proposal.

    Args:
        choices: ``keep``, ``add`` or ``replace`` by section; what is not named is kept.

    Raises:
        NotFound: there is no proposal.
        Invalid: a choice makes no sense.
    """
    candidate = _own(session, caller, lock=True)
    proposal = session.get(ProfileProposal, candidate.id)
    if proposal is None:
        raise NotFound
    fields = chosen_fields(differences(candidate, proposal.fields), choices)
    if fields:
        update_candidate(session, caller, candidate, fields)
    session.delete(proposal)
    session.flush()
    return candidate


def discard_proposal(session: Session, caller: Caller) -> None:
    """Drop the proposal, if there is one."""
    candidate = _own(session, caller)
    session.execute(sa.delete(ProfileProposal).where(ProfileProposal.candidate_id == candidate.id))


def _own(session: Session, caller: Caller, *, lock: bool = False) -> Candidate:
    if caller.candidate_id is None:
        raise NotFound
    return own_profile(session, caller, caller.candidate_id, lock=lock)


def _read(content: bytes, kind: str) -> Resume:
    if kind == "json":
        return read_resume(_object(content))
    try:
        return read_resume(read_plain_resume(text_of(content, kind)))
    except Invalid as refusal:
        # The errors point into a guess of ours, of which the person knows nothing.
        if any(each["pointer"] != POINTER for each in refusal.errors):
            detail = "; ".join(each["detail"] for each in refusal.errors[:3])
            raise Invalid.at(
                POINTER, Message("Nothing could be made of the text: {detail}", detail=detail)
            ) from None
        raise


def _object(content: bytes) -> dict[str, Any]:
    try:
        found = parse_json(content.removeprefix(b"\xef\xbb\xbf"))
    except Malformed as fault:
        told = Message("This file is no valid JSON: save it again as a JSON Resume, or as PDF.")
        raise Invalid.at(POINTER, told) from fault
    if not isinstance(found, dict):
        raise Invalid.at(POINTER, Message("A JSON Resume is an object."))
    return found
