"""Use cases of searches."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from marketplace.candidates.services import own_candidate
from marketplace.errors import Invalid
from marketplace.matches.catalogue import Catalogue
from marketplace.matches.copies import Copies, copies_among_roles
from marketplace.matches.filters import (
    FLAGS,
    all_of,
    flag_classes,
    flag_masks,
    live_roles,
    number,
    one,
    role_masks,
    truth,
)
from marketplace.matches.flags import pack_of
from marketplace.matches.keeping import words_of
from marketplace.matches.pairs import CandidateSide
from marketplace.matches.rankings import Place, Ranked, index_meta, page_by_column, page_by_score
from marketplace.matches.ready import ReadyRole, Shelf
from marketplace.matches.services import matches_on_page
from marketplace.matches.sides import own_side
from marketplace.matches.states import State
from marketplace.matches.views import View
from marketplace.messages import Message
from marketplace.permissions import Caller
from marketplace.searches.facets import OPEN, count_facets, most_restrictive
from matching.policy.bulk import candidate_key
from matching.ranking.columns import Mask
from matching.ranking.documents import query_document
from matching.ranking.index import Index
from matching.ranking.vectors import Vector, score
from models import Candidate, ChangedKind, Role, RoleStatus

_SINGLE_HAN = re.compile(r"[\u3400-\u9fff]")

Classes = Mapping[str, Mapping[object, str]]  # flag → facts of a role → outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A page of a search."""

    # Each with its fit, for a candidate; the rows belong to no session and are only read.
    listed: list[tuple[ReadyRole, dict[str, Any] | None]]
    page: Ranked
    facets: Mapping[str, Mapping[str, int]]
    index: Mapping[str, Any]
    hindrance: tuple[str, int] | None  # where nothing is found: what to drop, what it would give
    matches: Mapping[UUID, dict[str, Any]]  # in the shape of the API, where a view was given

    @property
    def roles(self) -> list[tuple[Role, dict[str, Any] | None]]:
        """Return the rows of what is listed, each with its fit."""
        return [(ready.row, fit) for ready, fit in self.listed]


@dataclass(frozen=True, slots=True)
class Seeker:
    """The candidate who searches."""

    side: CandidateSide
    outcomes: Classes
    copies: Copies


def search_roles(
    session: Session,
    catalogue: Catalogue,
    caller: Caller,
    query: Mapping[str, Any],
    *,
    after: Sequence[Any] | None,
    day: date,
    view: View | None = None,
) -> Found:
    """Find open roles.

    Args:
        view: how a candidate's matches with them are looked at; they say more than fits, which
            are given without it.

    Raises:
        Invalid: flags and fit were asked for by nobody's profile.
    """
    candidate = _candidate(session, caller, query)
    mine = [] if candidate is None else [candidate]
    said = words_of(session, ChangedKind.CANDIDATE, mine)
    with catalogue.reading(session) as state:
        seeker = None
        if candidate is not None:
            side = own_side(state.lexicon, candidate, said[candidate.id], day=day)
            seeker = _seeker(session, catalogue.shelf, state, side, day)
        masks = _masks(state.roles, query, day)
        words = _words(state, query["q"], masks)
        if seeker is not None:
            masks |= flag_masks(state.roles, seeker.outcomes, query)
        page = _page(state, query, masks, words, seeker, Place.of(after))
        facets = count_facets(state.roles, masks, seeker.outcomes if seeker else {})
        hindrance = None if page.total else most_restrictive(state.roles, masks)
        fits = [
            _fit(state, id_, seeker) if seeker is not None and view is None else None
            for id_ in page.ids
        ]
        roles = catalogue.shelf.roles(session, state.lexicon, page.ids)
        matches = {}
        if seeker is not None and view is not None:
            ranked = query["sort"] == "fit"
            matches = matches_on_page(
                state, catalogue.shelf, roles, seeker.side, view, ranked=ranked
            )
    found = [
        (ready, fit)
        for ready, fit in zip(roles, fits, strict=True)
        if ready is not None and ready.row.status is RoleStatus.OPEN
    ]
    return Found(
        listed=found,
        page=page,
        facets=facets,
        index=index_meta(state),
        hindrance=hindrance,
        matches=matches,
    )


def _candidate(session: Session, caller: Caller, query: Mapping[str, Any]) -> Candidate | None:
    """Return the candidate who searches, if one does."""
    if caller.candidate_id is not None and caller.has_scope("matches:read"):
        return own_candidate(session, caller, caller.candidate_id)
    for name in FLAGS:
        if query[name]:
            raise Invalid.at(f"#/{name}", Message("This needs a candidate's sign-in or token."))
    if query["sort"] == "fit":
        raise Invalid.at("#/sort", Message("Sorting by fit needs a candidate's sign-in or token."))
    return None


def _seeker(session: Session, shelf: Shelf, state: State, side: CandidateSide, day: date) -> Seeker:
    key = candidate_key(pack_of(day), side.profile, day=day)
    copies = copies_among_roles(session, shelf, state, side)
    return Seeker(side, flag_classes(state.roles, key, day), copies)


def _masks(roles: Index, query: Mapping[str, Any], day: date) -> dict[str, Mask]:
    """Return a mask for each filter of the query, and for what is open at all."""
    spoken = [tag.partition("-")[0] for tag in query["language"]]
    folded = {**query, "city": [city.casefold() for city in query["city"]], "language": spoken}
    masks = role_masks(roles, folded)
    masks[OPEN] = live_roles(roles, day)
    if query.get("only") is not None:
        masks[OPEN] = masks[OPEN] & roles.mask_of(query["only"])
    if hidden := query.get("without"):
        masks[OPEN] = masks[OPEN] & ~roles.mask_of(hidden)
    if query["verified"]:
        is_verified = truth(roles, "verified").is_true()
        wanted = [is_verified == (word == "true") for word in query["verified"]]
        masks["verified"] = np.logical_or.reduce(wanted)
    if query["offers_sponsorship"]:
        masks["offers_sponsorship"] = one(roles, "offers_sponsorship").any_of(
            query["offers_sponsorship"]
        )
    if query["salary_min"] is not None:
        masks["salary"] = _salary_mask(roles, query)
    if query["posted_after"] is not None:
        masks["posted"] = number(roles, "posted").values > query["posted_after"].timestamp()
    return masks


def _salary_mask(roles: Index, query: Mapping[str, Any]) -> Mask:
    """Mark the roles that pay enough in the currency; those that do not say, if wanted."""
    pays = number(roles, "salary").at_least(float(query["salary_min"]))
    mask = pays & one(roles, "currency").any_of([query["currency"]])
    if query["include_undisclosed"] == "true":
        mask |= np.isnan(number(roles, "salary").values)
    return mask


def _words(state: State, text: str, masks: dict[str, Mask]) -> Vector | None:
    """Narrow to the roles that share a word with the query, and return its vector.

    A single Chinese character is no word beside others: it ranks and does not find.
    """
    if not text:
        return None
    document = query_document(text)
    vector = state.lexicon.vector(document)
    telling = {
        term: weight for term, weight in document.weights.items() if not _SINGLE_HAN.fullmatch(term)
    }
    narrowed = replace(document, weights=telling or document.weights)
    masks["q"] = state.roles.sharing(state.lexicon.vector(narrowed))
    return vector


def _page(
    state: State,
    query: Mapping[str, Any],
    masks: Mapping[str, Mask],
    words: Vector | None,
    seeker: Seeker | None,
    after: Place | None,
) -> Ranked:
    """Return the page in the order asked for: by fit, by words, or by a column."""
    where, limit = all_of(state.roles, masks), query["limit"]
    sort = query["sort"] or ("words" if words is not None else "newest")
    vector = seeker.side.vector if sort == "fit" and seeker is not None else words
    if sort in ("fit", "words") and vector is not None:
        copies = seeker.copies if sort == "fit" and seeker is not None else None
        return page_by_score(
            state, state.roles, vector, where, limit=limit, after=after, copies=copies
        )
    values = _sort_values(state.roles, sort, query["currency"])
    descending = sort != "closing"
    return page_by_column(
        state, state.roles, values, where, descending=descending, limit=limit, after=after
    )


def _sort_values(roles: Index, sort: str, currency: str) -> NDArray[np.float64]:
    """Return what the page is sorted by; pay in another currency counts as not said."""
    if sort != "salary":
        return number(roles, {"closing": "closing"}.get(sort, "posted")).values
    comparable = one(roles, "currency").any_of([currency])
    return np.where(comparable, number(roles, "salary").values, np.nan)


def _fit(state: State, role_id: Any, seeker: Seeker) -> dict[str, Any]:  # noqa: ANN401 - a UUID
    """Return how a found role fits the candidate."""
    facts = one(state.roles, "facts")
    row = state.roles.mask_of([role_id])
    if (seeker.copies.suspects & row[: len(seeker.copies.suspects)]).any():
        [fit] = seeker.copies.scores([role_id])
    else:
        fit = score(state.roles.vector(role_id), seeker.side.vector)
    [key] = facts.classes(row)
    flags = {name: seeker.outcomes[name][key] for name in FLAGS}
    return {"score": fit, "band": state.lexicon.bands.band(fit), "flags": flags}
