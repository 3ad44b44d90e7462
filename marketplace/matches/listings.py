"""A page of a ranking, either way: narrowed by filters, ordered, with its matches."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from marketplace.candidates.seeing import Seen
from marketplace.errors import NotFound
from marketplace.matches.bands import in_bands
from marketplace.matches.catalogue import Catalogue
from marketplace.matches.copies import Copies, copies_among_candidates, copies_among_roles
from marketplace.matches.filters import (
    FLAGS,
    all_of,
    candidate_masks,
    live_roles,
    not_hidden_from,
    number,
    role_masks,
)
from marketplace.matches.hindrances import Hindrance, hindrances
from marketplace.matches.outcomes import RoleOutcomes
from marketplace.matches.pairs import CandidateSide, RoleSide, met_before
from marketplace.matches.quoting import Quotable
from marketplace.matches.rankings import Place, Ranked, index_meta, page_by_column, page_by_score
from marketplace.matches.ready import ReadyCandidate
from marketplace.matches.requirements import skill_masks, standing_masks
from marketplace.matches.sides import Eyes
from marketplace.matches.states import State
from marketplace.matches.views import View
from matching.ranking.columns import Mask
from matching.ranking.index import Index
from matching.ranking.vectors import Vector
from models import Role, RoleStatus

RESTING = ("among", "without", *FLAGS, "requirements", "pay", "skill", "must_haves")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """A page of matches and what it rests on."""

    matches: Sequence[dict[str, Any]]
    page: Ranked
    index: Mapping[str, Any]
    seen: Seen | None = None  # of candidates: who is told that a ranking showed them
    people: Mapping[UUID, ReadyCandidate] = field(default_factory=dict)  # who
    pieces: Sequence[dict[Hashable, str]] = ()  # for each match of theirs, what pages wrote of it
    hindrances: Sequence[Hindrance] = ()  # of roles, where there are none: what to drop
    roles: Mapping[UUID, Role] = field(default_factory=dict)  # which; rows of no session


@dataclass(frozen=True, slots=True)
class InFull:
    """One candidate: the match, and what of their words can be quoted."""

    match: dict[str, Any]
    texts: Quotable


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How much of which ranking is wanted."""

    query: Mapping[str, Any]  # filters by name, ``sort``, ``limit``
    after: Sequence[Any] | None  # the key in the cursor
    view: View

    @property
    def by_fit(self) -> bool:
        """Whether the page is ranked at all."""
        return bool(self.query.get("sort", "fit") == "fit")

    @property
    def by_score(self) -> bool:
        """Whether scores order or narrow it."""
        return self.by_fit or bool(self.query.get("band"))


def _masks_of_roles(state: State, mine: CandidateSide, asked: Asked) -> dict[str, Mask]:
    """Return a mask for each filter, and for what is there to be ranked."""
    day, roles = asked.view.day, state.roles
    masks = role_masks(roles, asked.query)
    masks["live"] = live_roles(roles, asked.view.today)
    if hidden := asked.query.get("without"):
        masks["without"] = ~roles.mask_of(hidden)
    if any(asked.query.get(name) for name in FLAGS):
        masks |= RoleOutcomes(roles, mine.profile, day).masks(asked.query)
    return masks


def _hindering(roles: Index, masks: Mapping[str, Mask], asked: Asked) -> Sequence[Hindrance]:
    """Return what hides all roles; how many a band would leave is known where it alone hides."""
    if not asked.query.get("band"):
        return hindrances(roles, masks, fixed=("live", "without"))
    found = all_of(roles, masks) & roles.alive()[: roles.rows]
    return [(("band",), int(found.sum()))] if found.any() else ()


def ranked_roles(
    session: Session, catalogue: Catalogue, state: State, mine: CandidateSide, asked: Asked
) -> Ranking:
    """Return a page of the open roles with their matches; one that closed meanwhile is left out."""
    shelf = catalogue.shelf
    masks = _masks_of_roles(state, mine, asked)
    copies = copies_among_roles(session, shelf, state, mine) if asked.by_score else None
    page = _page_of(state, state.roles, mine.vector, masks, asked, copies, newest="posted")
    hindering = () if page.total else _hindering(state.roles, masks, asked)
    found = shelf.roles(session, state.lexicon, page.ids)
    roles = {ready.row.id: ready.row for ready in found if ready is not None}
    matches = [
        met_before(
            *(state.lexicon, ready.side, mine, asked.view),
            ranked=asked.by_fit,
            wording=shelf.wording,
        ).match.replacing("rank", rank if asked.by_fit else None)
        for rank, ready in enumerate(found, start=page.first_rank)
        if ready is not None and ready.row.status is RoleStatus.OPEN
    ]
    return Ranking(
        matches=matches,
        page=page,
        index=index_meta(state),
        hindrances=hindering,
        roles=roles,
    )


def page_of_candidates(
    session: Session,
    catalogue: Catalogue,
    state: State,
    mine: RoleSide,
    asked: Asked,
    eyes: Eyes,
) -> Ranked:
    """Return a page of the candidates who pass the filters and do not hide from the employer."""
    candidates = state.candidates
    masks = candidate_masks(candidates, asked.query)
    masks["hidden"] = not_hidden_from(candidates, sorted(eyes.keys))
    if (among := asked.query.get("among")) is not None:
        masks["among"] = candidates.mask_of(among)
    if seen := asked.query.get("without"):
        masks["without"] = ~candidates.mask_of(seen)
    day, facts, copies = asked.view.day, catalogue.facts_of(asked.view), None
    masks |= skill_masks(session, candidates, mine, asked.query, eyes)
    masks |= standing_masks(session, facts, candidates, mine, asked.query, day)
    if wanted := {name: asked.query[name] for name in FLAGS if asked.query.get(name)}:
        masks["flags"] = facts.flagged(session, candidates, mine.profile, wanted, day=day)
    if asked.by_score:
        copies = copies_among_candidates(session, catalogue.shelf, state, mine, day)
    return _page_of(state, candidates, mine.vector, masks, asked, copies, newest="updated")


def _page_of(
    state: State,
    index: Index,
    vector: Vector,
    masks: Mapping[str, Mask],
    asked: Asked,
    copies: Copies | None,
    *,
    newest: str,
) -> Ranked:
    """Return a page of what passes all masks, in the order that is asked for.

    Args:
        newest: the column that orders what is not ranked.
    """
    where, limit, after = all_of(index, masks), asked.query["limit"], Place.of(asked.after)
    if bands := asked.query.get("band"):
        where = in_bands(state, index, vector, where, bands, copies)
    if asked.by_fit:
        return page_by_score(state, index, vector, where, limit=limit, after=after, copies=copies)
    values = number(index, newest).values
    return page_by_column(state, index, values, where, descending=True, limit=limit, after=after)


def ranked_candidates(
    session: Session,
    catalogue: Catalogue,
    state: State,
    mine: RoleSide,
    asked: Asked,
    eyes: Eyes,
) -> Ranking:
    """Return a page of candidates with their matches; one who hid meanwhile is left out."""
    name, shelf = _name_of_page(mine, asked, eyes), catalogue.shelf

    def make() -> Ranked:
        return page_of_candidates(session, catalogue, state, mine, asked, eyes)

    page = make() if name is None else state.once(name, make)
    found = shelf.candidates(session, state.lexicon, page.ids, asked.view.day)
    veiled = eyes.veiled(session, page.ids)
    listed = list(zip(page.ids, found, strict=True))
    met = {
        id_: (
            rank if asked.by_fit else None,
            met_before(
                *(state.lexicon, mine, ready.seen_by(eyes, is_veiled=id_ in veiled), asked.view),
                ranked=asked.by_fit,
                wording=shelf.wording,
            ),
        )
        for rank, (id_, ready) in enumerate(listed, start=page.first_rank)
        if ready is not None
    }
    return Ranking(
        matches=[each.match.replacing("rank", rank) for rank, each in met.values()],
        page=page,
        index=index_meta(state),
        seen=Seen(candidate_ids=list(met), employer_id=eyes.employer_id, role_id=mine.shown["id"]),
        people={id_: ready for id_, ready in listed if ready is not None},
        pieces=[each.pieces for _, each in met.values()],
    )


def _name_of_page(mine: RoleSide, asked: Asked, eyes: Eyes) -> Hashable | None:
    """Return all that a page of candidates rests on beside the indexes.

    None where it rests on more: on what members did, what is worked out meanwhile, or a role that
    is not stored.
    """
    query, role_id = asked.query, mine.shown["id"]
    if role_id is None or any(query.get(name) for name in RESTING):
        return None
    after = None if asked.after is None else tuple(asked.after)
    return "candidates", role_id, eyes.keys, asked.view.day, after, repr(sorted(query.items()))


def candidates_in_full(
    session: Session,
    catalogue: Catalogue,
    state: State,
    mine: RoleSide,
    ids: Sequence[UUID],
    view: View,
    eyes: Eyes,
) -> list[InFull]:
    """Return some candidates in full.

    Raises:
        NotFound: one is nobody whom this employer may rank.
    """
    shelf, veiled = catalogue.shelf, eyes.veiled(session, ids)
    found = []
    for ready in shelf.candidates(session, state.lexicon, ids, view.day):
        if ready is None or not eyes.may_see(ready.row):
            raise NotFound
        is_veiled = ready.row.id in veiled
        side, texts = shelf.in_full(ready, eyes, is_veiled=is_veiled)
        met = met_before(
            *(state.lexicon, mine, ready.seen_by(eyes, is_veiled=is_veiled), view),
            ranked=True,
            wording=shelf.wording,
        )
        found.append(InFull({**met.match, "candidate": side.shown}, texts))
    return found
