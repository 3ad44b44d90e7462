"""Applications as each side sees them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from marketplace.applications.answers import without_names
from marketplace.applications.flags import Flags, seen_by_employer, without_traces
from marketplace.applications.moves import moves_of
from marketplace.applications.people import (
    candidate_coded,
    candidate_released,
    may_be_shown_to,
    role_named,
)
from marketplace.applications.services import is_own
from marketplace.candidates.blanking import blank
from marketplace.candidates.naming import names_of
from marketplace.candidates.services import candidates_by_ids
from marketplace.errors import NotFound
from marketplace.matches.flags import shares_status
from marketplace.permissions import Caller
from marketplace.reviews.blindness import veiled_among, veiled_pairs
from models import Application, ApplicationMove, Candidate, Stage, now


def list_rows(
    session: Session, caller: Caller, applications: Sequence[Application], *, secret: str
) -> list[dict[str, Any]]:
    """Return applications as a list shows them: without contact and moves."""
    candidates = candidates_by_ids(session, {each.candidate_id for each in applications})
    veiled = veiled_pairs(session, ((each.role, each.candidate_id) for each in applications))
    return [
        _row(
            caller,
            each,
            candidates[each.candidate_id],
            secret=secret,
            is_veiled=(each.role_id, each.candidate_id) in veiled,
        )
        for each in applications
        if each.candidate_id in candidates
    ]


def full_view(
    session: Session, caller: Caller, application: Application, *, secret: str
) -> dict[str, Any]:
    """Return one application in full: to the applicant the traces, to a member the contact."""
    candidate = candidates_by_ids(session, [application.candidate_id]).get(application.candidate_id)
    if candidate is None:
        raise NotFound
    is_veiled = _is_veiled(session, application)
    view = _row(caller, application, candidate, secret=secret, is_veiled=is_veiled)
    view["answers"] = application.answers
    if is_veiled and not is_own(caller, application):
        view["answers"] = without_names(application.answers, names_of(candidate))
    if is_own(caller, application):
        view["flags"] = application.flags
    if shows_contact(session, caller, application):
        view["candidate"] |= candidate_released(candidate)
    moves = moves_of(session, application.id)
    view["moves"] = [
        _move(move, as_member=not is_own(caller, application), is_last=move is moves[-1])
        for move in moves
    ]
    return view


def shows_contact(session: Session, caller: Caller, application: Application) -> bool:
    """Whether the full view tells the caller how to reach the candidate; not who withdrew."""
    withdrew = application.stage is Stage.WITHDRAWN
    if is_own(caller, application) or withdrew or not may_be_shown_to(application.role):
        return False
    return not _is_veiled(session, application)


def _is_veiled(session: Session, application: Application) -> bool:
    return bool(veiled_among(session, application.role, [application.candidate_id]))


def _row(
    caller: Caller,
    application: Application,
    candidate: Candidate,
    *,
    secret: str,
    is_veiled: bool,
) -> dict[str, Any]:
    """Return what both the list and the full view say."""
    role = application.role
    shown: dict[str, Any] = {
        "id": application.id,
        "role": role_named(role),
        "stage": str(application.stage),
        "message": application.message,
        "created_at": application.created_at,
        "updated_at": application.updated_at,
    }
    flags: Flags = application.flags
    if is_own(caller, application):
        return {**shown, "flags": without_traces(flags), "candidate": {"id": candidate.id}}
    shown["flags"] = seen_by_employer(flags, shares_status=shares_status(candidate))
    coded = candidate_coded(candidate, role, secret=secret)
    if is_veiled:
        return {**shown, **_without_names(application, candidate, coded)}
    named = {**coded, "id": candidate.id, "headline": candidate.headline}
    return {**shown, "candidate": named}


def _without_names(
    application: Application, candidate: Candidate, coded: dict[str, Any]
) -> dict[str, Any]:
    """Return what blind review shows of an applicant and of what they wrote."""
    names = names_of(candidate)
    headline, message = (
        None if text is None else blank(text, names)
        for text in (candidate.headline, application.message)
    )
    return {"message": message, "candidate": {**coded, "headline": headline}}


def _move(move: ApplicationMove, *, as_member: bool, is_last: bool) -> dict[str, Any]:
    """Return one move: which side, when, from where to where, and what that side may read."""
    by_candidate = move.from_stage is None or move.to_stage is Stage.WITHDRAWN
    shown: dict[str, Any] = {
        "who": "candidate" if by_candidate else "employer",
        "at": move.moved_at,
        "from": move.from_stage,
        "to": move.to_stage,
        "message": move.message if as_member or _is_told(move, is_last=is_last) else None,
    }
    if as_member:
        shown |= {"reason": move.reason, "message_due_at": move.message_due_at}
        shown["account_id"] = None if by_candidate else move.account_id
    return shown


def _is_told(move: ApplicationMove, *, is_last: bool) -> bool:
    """Whether a message has reached the candidate: one that was taken back never does."""
    if move.message_due_at is None:
        return True
    return is_last and move.message_due_at <= now()
