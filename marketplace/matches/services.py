"""Use cases of matches: ranked roles, ranked candidates, one pair in full."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from marketplace.candidates.reading import ReadCandidate
from marketplace.candidates.services import candidates_by_ids, own_candidate, view_candidate
from marketplace.errors import NotAllowed, NotFound
from marketplace.matches.catalogue import Catalogue
from marketplace.matches.listings import (
    Asked,
    InFull,
    Ranking,
    candidates_in_full,
    page_of_candidates,
    ranked_candidates,
    ranked_roles,
)
from marketplace.matches.pairs import CandidateSide, met_before
from marketplace.matches.ready import ReadyRole, Shelf
from marketplace.matches.sides import Eyes
from marketplace.matches.states import State
from marketplace.matches.views import View
from marketplace.messages import Message
from marketplace.permissions import Caller
from models import Role, RoleStatus, VerificationStatus

MATCH = "match"  # what candidates read in their access log


def rank_roles(
    session: Session, catalogue: Catalogue, caller: Caller, candidate_id: UUID, asked: Asked
) -> Ranking:
    """Rank the open roles for one's own profile."""
    with catalogue.reading(session) as state:
        mine = own_profile_side(session, catalogue, state, caller, candidate_id, asked.view.day)
        return ranked_roles(session, catalogue, state, mine, asked)


def own_profile_side(
    session: Session,
    catalogue: Catalogue,
    state: State,
    caller: Caller,
    candidate_id: UUID,
    day: date,
) -> CandidateSide:
    """Return one's own profile, ready to be matched.

    Raises:
        NotFound: no such profile, or a stranger's.
    """
    if candidate_id != caller.candidate_id:
        own_candidate(session, caller, candidate_id)  # one they made for somebody, or nobody's
    mine = catalogue.shelf.own(session, state.lexicon, candidate_id, day)
    if mine is None:
        raise NotFound
    return mine


def rank_candidates(
    session: Session, catalogue: Catalogue, caller: Caller, role_id: UUID, asked: Asked, secret: str
) -> Ranking:
    """Rank, for a role of one's own, the candidates who allow it.

    Raises:
        NotFound: no such role, or a stranger's.
        NotAllowed: the caller's part does not allow it, or the employer was not verified.
    """
    with catalogue.reading(session) as state:
        ready = _ready_role(session, catalogue, state, caller, role_id)
        eyes = Eyes.of(session, ready.row, secret)
        return ranked_candidates(session, catalogue, state, ready.side, asked, eyes)


def score_candidates(
    session: Session,
    catalogue: Catalogue,
    caller: Caller,
    role_id: UUID,
    ids: Collection[UUID],
    view: View,
    secret: str,
) -> dict[UUID, tuple[float, str]]:
    """Return the score and the band of some candidates; of those alone who may be ranked.

    Raises:
        NotFound: no such role, or a stranger's.
        NotAllowed: the caller's part does not allow it, or the employer was not verified.
    """
    asked = Asked(query={"among": ids, "limit": max(1, len(ids))}, after=None, view=view)
    with catalogue.reading(session) as state:
        ready = _ready_role(session, catalogue, state, caller, role_id)
        eyes = Eyes.of(session, ready.row, secret)
        page = page_of_candidates(session, catalogue, state, ready.side, asked, eyes)
    scored = zip(page.ids, page.keys, strict=True)
    return {id_: (score or 0.0, state.lexicon.bands.band(score or 0.0)) for id_, score in scored}


def _ready_role(
    session: Session, catalogue: Catalogue, state: State, caller: Caller, role_id: UUID
) -> ReadyRole:
    """Return a role of the caller's, made ready, if its employer may look at candidates."""
    [ready] = catalogue.shelf.roles(session, state.lexicon, [role_id])
    if ready is None or ready.row.employer_id not in caller.parts:
        raise NotFound
    caller.require("see matches", ready.row.employer_id)
    _require_verified(ready.row)
    return ready


def role_match(
    session: Session,
    catalogue: Catalogue,
    caller: Caller,
    candidate_id: UUID,
    role_id: UUID,
    view: View,
) -> dict[str, Any]:
    """Return one open role with one's own profile, in full.

    Raises:
        NotFound: no such role, or not open.
    """
    return role_matched(session, catalogue, caller, candidate_id, role_id, view)[1]


def role_matched(
    session: Session,
    catalogue: Catalogue,
    caller: Caller,
    candidate_id: UUID,
    role_id: UUID,
    view: View,
) -> tuple[Role, dict[str, Any], str]:
    """Return the role's row, which belongs to no session, the same, and the index generation."""
    with catalogue.reading(session) as state:
        [ready] = catalogue.shelf.roles(session, state.lexicon, [role_id])
        if ready is None or not may_be_found(ready.row, view.today):
            raise NotFound
        mine = own_profile_side(session, catalogue, state, caller, candidate_id, view.day)
        wording = catalogue.shelf.wording
        met = met_before(state.lexicon, ready.side, mine, view, ranked=True, wording=wording)
        return ready.row, met.match, state.name


def matches_of(
    session: Session, catalogue: Catalogue, caller: Caller, role_ids: Sequence[UUID], view: View
) -> dict[UUID, dict[str, Any]]:
    """Return some open roles with one's own profile, by role; nothing for who has none."""
    if caller.candidate_id is None or not caller.has_scope("matches:read"):
        return {}
    with catalogue.reading(session) as state:
        mine = own_profile_side(session, catalogue, state, caller, caller.candidate_id, view.day)
        found = catalogue.shelf.roles(session, state.lexicon, role_ids)
        return matches_on_page(state, catalogue.shelf, found, mine, view, ranked=True)


def matches_on_page(
    state: State,
    shelf: Shelf,
    roles: Iterable[ReadyRole | None],
    mine: CandidateSide,
    view: View,
    *,
    ranked: bool,
) -> dict[UUID, dict[str, Any]]:
    """Return the open ones of some roles with a profile, by role."""
    return {
        ready.row.id: met_before(
            *(state.lexicon, ready.side, mine, view), ranked=ranked, wording=shelf.wording
        ).match
        for ready in roles
        if ready is not None and may_be_found(ready.row, view.today)
    }


def may_be_found(role: Role, day: date) -> bool:
    """Whether a role, its employer loaded, stands in rankings on a day."""
    ends = role.valid_through
    return (
        role.status is RoleStatus.OPEN
        and not role.employer.verification_status.is_shut_out
        and ends is not None
        and ends >= day
    )


def candidate_match(
    session: Session,
    catalogue: Catalogue,
    caller: Caller,
    role_id: UUID,
    who: str,
    view: View,
    secret: str,
) -> tuple[dict[str, Any], UUID]:
    """Return one candidate with a role of one's own, in full, and the candidate's id.

    Args:
        who: the id of an open candidate, or the code of any.

    Raises:
        NotFound: no such candidate, or not one whom this employer may see.
    """
    with catalogue.reading(session) as state:
        ready = _ready_role(session, catalogue, state, caller, role_id)
        eyes = Eyes.of(session, ready.row, secret)
        ids = [eyes.find_id(session, who)]
        [found] = candidates_in_full(session, catalogue, state, ready.side, ids, view, eyes)
    return found.match, ids[0]


def match_candidates(
    session: Session,
    catalogue: Catalogue,
    caller: Caller,
    role_id: UUID,
    ids: Sequence[UUID],
    view: View,
    secret: str,
) -> list[InFull]:
    """Return some candidates in full.

    Raises:
        NotFound: no such role of the caller's, or one is nobody whom its employer may rank.
        NotAllowed: the caller's part does not allow it, or the employer was not verified.
    """
    with catalogue.reading(session) as state:
        ready = _ready_role(session, catalogue, state, caller, role_id)
        eyes = Eyes.of(session, ready.row, secret)
        return candidates_in_full(session, catalogue, state, ready.side, ids, view, eyes)


def read_role(
    session: Session, catalogue: Catalogue, caller: Caller, role_id: UUID, act: str
) -> Role:
    """Return a role of the caller's as it was read for rankings, to be shown and not changed.

    Raises:
        NotFound: no such role, or a stranger's.
        NotAllowed: the caller's part does not allow the act.
    """
    role = kept_role(session, catalogue, role_id)
    if role is None or role.employer_id not in caller.parts:
        raise NotFound
    caller.require(act, role.employer_id)
    return role


def kept_role(session: Session, catalogue: Catalogue, role_id: UUID) -> Role | None:
    """Return a role as it was read for rankings, whoever asks; its employer is loaded."""
    with catalogue.reading(session) as state:
        [ready] = catalogue.shelf.roles(session, state.lexicon, [role_id])
    return None if ready is None else ready.row


def read_roles(session: Session, catalogue: Catalogue, ids: Sequence[UUID]) -> list[Role]:
    """Return those of some roles that exist, as they were read for rankings, to be shown."""
    with catalogue.reading(session) as state:
        found = catalogue.shelf.roles(session, state.lexicon, ids)
    return [ready.row for ready in found if ready is not None]


def read_candidates(
    session: Session, catalogue: Catalogue, ids: Sequence[UUID], day: date
) -> dict[UUID, ReadCandidate]:
    """Return some candidates as they were read for rankings; who may not be ranked is read now."""
    with catalogue.reading(session) as state:
        kept = catalogue.shelf.candidates(session, state.lexicon, ids, day)
    found: dict[UUID, ReadCandidate | None] = dict(zip(ids, kept, strict=True))
    if others := [id_ for id_, ready in found.items() if ready is None]:
        rows = candidates_by_ids(session, others)
        found |= {id_: ReadCandidate(row) for id_, row in rows.items()}
    return {id_: each for id_, each in found.items() if each is not None}


def note_look(session: Session, caller: Caller, candidate_id: UUID, role_id: UUID) -> None:
    """Note for the candidate that an employer looked at them."""
    view_candidate(session, caller, candidate_id, role_id, MATCH)


def _require_verified(role: Role) -> None:
    if role.employer.verification_status is not VerificationStatus.VERIFIED:
        raise NotAllowed(
            Message(
                "Candidates are shown to verified employers only; this employer is {status}.",
                status=role.employer.verification_status,
            )
        )
