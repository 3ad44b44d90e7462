"""Applications as each side sees them."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from marketplace.applications.answers import without_names
from marketplace.applications.flags import Flags, seen_by_employer, without_traces
from marketplace.applications.moves import is_told_later, moves_of
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
    waiting = _waiting(session, caller, applications)
    return [
        _row(
            caller,
            each,
            waiting.get(each.id, each.stage),
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
    moves = moves_of(session, application.id)
    owns = is_own(caller, application)
    stage = _stage_told(application.stage, moves) if owns else application.stage
    view = _row(caller, application, stage, candidate, secret=secret, is_veiled=is_veiled)
    view["answers"] = application.answers
    if is_veiled and not owns:
        view["answers"] = without_names(application.answers, names_of(candidate))
    if owns:
        view["flags"] = application.flags
    if shows_contact(session, caller, application):
        view["candidate"] |= candidate_released(candidate)
    view["moves"] = list(_moves_told(moves)) if owns else [_move_to_members(each) for each in moves]
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
    stage: Stage,
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
        "stage": str(stage),
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


def _waiting(
    session: Session, caller: Caller, applications: Sequence[Application]
) -> dict[UUID, Stage]:
    """Return the caller's own applications whose rejection waits to be told, as they stood."""
    ids = [
        each.id for each in applications if each.stage is Stage.REJECTED and is_own(caller, each)
    ]
    if not ids:
        return {}
    moves = session.scalars(
        sa.select(ApplicationMove)
        .where(ApplicationMove.application_id.in_(ids))
        .order_by(ApplicationMove.moved_at, ApplicationMove.id)
    )
    last = {move.application_id: move for move in moves}
    return {id_: _stage_told(Stage.REJECTED, [last[id_]]) for id_ in ids if id_ in last}


def _stage_told(stage: Stage, moves: Sequence[ApplicationMove]) -> Stage:
    """Return where a candidate is told to stand: a rejection that is told later waits."""
    last = moves[-1]
    is_rejected = stage is Stage.REJECTED and last.from_stage is not None
    return last.from_stage or stage if is_rejected and _is_kept_back(last, is_last=True) else stage


def _moves_told(moves: Sequence[ApplicationMove]) -> Iterator[dict[str, Any]]:
    """Yield the moves that a candidate is told of, without a rejection that was kept back."""
    kept_back: ApplicationMove | None = None
    for move in moves:
        before, is_last = move.from_stage, move is moves[-1]
        if kept_back is not None:
            is_return = move.to_stage is kept_back.from_stage
            before, kept_back = kept_back.from_stage, None
            if is_return:
                continue
        if _is_kept_back(move, is_last=is_last):
            kept_back = move
            continue
        told = _move(move, before)
        yield told if _is_told(move, is_last=is_last) else {**told, "message": None}


def _move(move: ApplicationMove, before: Stage | None) -> dict[str, Any]:
    """Return one move: which side, when, from where to where, and what was said."""
    return {
        "who": "candidate" if _by_candidate(move) else "employer",
        "at": move.moved_at,
        "from": before,
        "to": move.to_stage,
        "message": move.message,
    }


def _move_to_members(move: ApplicationMove) -> dict[str, Any]:
    """Return one move with what members alone read: who made it, and why."""
    return {
        **_move(move, move.from_stage),
        "reason": move.reason,
        "message_due_at": move.message_due_at,
        "account_id": None if _by_candidate(move) else move.account_id,
    }


def _by_candidate(move: ApplicationMove) -> bool:
    return move.from_stage is None or move.to_stage is Stage.WITHDRAWN


def _is_kept_back(move: ApplicationMove, *, is_last: bool) -> bool:
    """Whether a candidate knows nothing of a rejection, yet or for good."""
    return is_told_later(move) and not _is_told(move, is_last=is_last)


def _is_told(move: ApplicationMove, *, is_last: bool) -> bool:
    """Whether a message has reached the candidate: one that was taken back never does."""
    if move.message_due_at is None:
        return True
    return is_last and move.message_due_at <= now()
