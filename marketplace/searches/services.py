"""Use cases of searches."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from secrets import token_bytes
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from marketplace.errors import Invalid
from marketplace.matches.catalogue import Catalogue
from marketplace.matches.copies import Copies, copies_among_roles
from marketplace.matches.filters import (
    FLAGS,
    NOT,
    all_of,
    live_roles,
    number,
    one,
    role_masks,
    truth,
)
from marketplace.matches.hindrances import Hindrance, hindrances
from marketplace.matches.outcomes import RoleOutcomes
from marketplace.matches.pairs import CandidateSide, counted
from marketplace.matches.rankings import Place, Ranked, index_meta, page_by_column, page_by_score
from marketplace.matches.ready import ReadyRole, Shelf
from marketplace.matches.services import matches_on_page, own_profile_side
from marketplace.matches.states import State
from marketplace.matches.views import View
from marketplace.messages import Message
from marketplace.permissions import Caller
from marketplace.searches.facets import OPEN, count_facets
from matching.ranking.columns import Mask
from matching.ranking.documents import query_document
from matching.ranking.index import Index
from matching.ranking.vectors import Vector, score
from models import Role, RoleStatus

_KEY = token_bytes(32)  # of this process


@dataclass(frozen=True, slots=True)
class Look:
    """What the index says to a search."""

    page: Ranked
    facets: Mapping[str, Mapping[str, int]]
    hindrances: Sequence[Hindrance]  # where nothing is found: what to drop, each way for itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A page of a search."""

    # Each with its fit, for a candidate; the rows belong to no session and are only read.
    listed: list[tuple[ReadyRole, dict[str, Any] | None]]
    page: Ranked
    facets: Mapping[str, Mapping[str, int]]
    index: Mapping[str, Any]
    hindrances: Sequence[Hindrance]
    matches: Mapping[UUID, dict[str, Any]]  # in the shape of the API, where a view was given

    @property
    def roles(self) -> list[tuple[Role, dict[str, Any] | None]]:
        """Return the rows of what is listed, each with its fit."""
        return [(ready.row, fit) for ready, fit in self.listed]


@dataclass(frozen=True, slots=True)
class Seeker:
    """The candidate who searches."""

    side: CandidateSide
    outcomes: RoleOutcomes
    copies: Callable[[], Copies]  # looked for where a page is ranked by fit


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
    candidate_id = _candidate_id(caller, query)
    with catalogue.reading(session) as state:
        seeker = None
        if candidate_id is not None:
            side = own_profile_side(session, catalogue, state, caller, candidate_id, day)
            seeker = _seeker(session, catalogue.shelf, state, side, day)
        seen = _seen(state, catalogue.shelf, query, day, seeker, after)
        roles = catalogue.shelf.roles(session, state.lexicon, seen.page.ids)
        fits = [
            _fit(state, ready, seeker) if seeker and ready and view is None else None
            for ready in roles
        ]
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
        page=seen.page,
        facets=seen.facets,
        index=index_meta(state),
        hindrances=seen.hindrances,
        matches=matches,
    )


def _seen(
    state: State,
    shelf: Shelf,
    query: Mapping[str, Any],
    day: date,
    seeker: Seeker | None,
    after: Sequence[Any] | None,
) -> Look:
    """Return a look that was made before, as long as nothing has changed."""
    # Nobody can read from a digest what somebody wrote or marked.
    asked = blake2b(repr((day, sorted(query.items()), after)).encode(), key=_KEY).digest()

    def look() -> Look:
        return _look(state, query, day, seeker, after)

    if seeker is not None:
        return shelf.look(seeker.side.shown["id"], state.position, asked, look)
    return state.once(("search", asked), look)


def _look(
    state: State,
    query: Mapping[str, Any],
    day: date,
    seeker: Seeker | None,
    after: Sequence[Any] | None,
) -> Look:
    """Find and count what a query asks for."""
    live = state.once(("live", day), lambda: live_roles(state.roles, day))
    masks = _masks(state.roles, query, live)
    words = _words(state, query["q"], masks)
    if seeker is not None:
        masks |= seeker.outcomes.masks(query)
    page = _page(state, query, masks, words, seeker, Place.of(after))
    facets = count_facets(state.roles, masks, seeker.outcomes if seeker else None)
    return Look(page, facets, () if page.total else hindrances(state.roles, masks, fixed=[OPEN]))


def _candidate_id(caller: Caller, query: Mapping[str, Any]) -> UUID | None:
    """Return the candidate who searches, if one does."""
    if caller.candidate_id is not None and caller.has_scope("matches:read"):
        return caller.candidate_id
    for name in FLAGS:
        if query[name]:
            raise Invalid.at(f"#/{name}", Message("This needs a candidate's sign-in or token."))
    if query["sort"] == "fit":
        raise Invalid.at("#/sort", Message("Sorting by fit needs a candidate's sign-in or token."))
    return None


def _seeker(session: Session, shelf: Shelf, state: State, side: CandidateSide, day: date) -> Seeker:
    outcomes = RoleOutcomes(state.roles, side.profile, day)
    return Seeker(side, outcomes, lambda: copies_among_roles(session, shelf, state, side))


def _masks(roles: Index, query: Mapping[str, Any], live: Mask) -> dict[str, Mask]:
    """Return a mask for each filter of the query, and for what is open at all."""
    folded = dict(query)
    for asked in ("", NOT):
        folded[f"{asked}city"] = [city.casefold() for city in query[f"{asked}city"]]
        spoken = [tag.partition("-")[0] for tag in query[f"{asked}language"]]
        folded[f"{asked}language"] = spoken
    masks = role_masks(roles, folded)
    masks[OPEN] = live
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
    weights = document.weights
    telling = {term: weight for term, weight in weights.items() if not _is_single_han(term)}
    finding = vector
    if telling and len(telling) < len(weights):
        finding = state.lexicon.weighed(telling)
    masks["q"] = state.roles.sharing(finding)
    return vector


def _is_single_han(term: str) -> bool:
    return len(term) == 1 and "\u3400" <= term <= "\u9fff"


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
        copies = seeker.copies() if sort == "fit" and seeker is not None else None
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


def _fit(state: State, ready: ReadyRole, seeker: Seeker) -> dict[str, Any]:
    """Return how a found role fits the candidate."""
    fit = score(ready.side.vector, counted(ready.side, seeker.side)[1])
    flags = seeker.outcomes.told(state.roles.row_of(ready.row.id))
    return {"score": fit, "band": state.lexicon.bands.band(fit), "flags": flags}
