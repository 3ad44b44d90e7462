"""Hubs in figures: how many open roles, what they pay, in which sectors, for whom."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from marketplace.matches.catalogue import Catalogue
from marketplace.matches.filters import live_roles, many, number, one
from marketplace.matches.outcomes import RoleOutcomes
from marketplace.matches.pairs import CandidateSide
from marketplace.matches.states import State
from marketplace.permissions import Caller
from matching.codes import HUBS
from matching.ranking.columns import Mask
from matching.ranking.index import Index

CURRENCY = "CNY"
FEWEST_PAID = 3  # roles; the median of fewer tells what one employer pays
TOP_SECTORS = 3


@dataclass(frozen=True, slots=True)
class HubFigures:
    """What the open roles of a hub are, together."""

    code: str
    roles: int
    median_pay: int | None  # of the most that each pays a year, in CURRENCY
    sectors: Sequence[str]  # the most frequent ones
    eligible: int | None = None  # roles that look eligible for the candidate who asks


def hub_figures(
    session: Session, catalogue: Catalogue, caller: Caller, day: date
) -> list[HubFigures]:
    """Return the figures of every hub, in the order of the taxonomy."""
    with catalogue.reading(session) as state:
        roles = state.roles
        figures = state.once(("hubs", day), lambda: _all_figures(roles, day))
        mine = _mine(session, catalogue, state, caller, day)
        if mine is None:
            return figures
        eligible = RoleOutcomes(roles, mine.profile, day).any_of("k_sponsorship", ["met"])
        hubs = one(roles, "hub")
        counts = hubs.named(hubs.tally(np.flatnonzero(_open_now(roles, day) & eligible)))
    return [replace(each, eligible=counts.get(each.code, 0)) for each in figures]


def _open_now(roles: Index, day: date) -> Mask:
    open_now = live_roles(roles, day)
    return open_now & roles.alive()[: len(open_now)]


def _all_figures(roles: Index, day: date) -> list[HubFigures]:
    open_now, hubs = _open_now(roles, day), one(roles, "hub")
    return [_figures(roles, code, np.flatnonzero(open_now & hubs.any_of([code]))) for code in HUBS]


def _mine(
    session: Session, catalogue: Catalogue, state: State, caller: Caller, day: date
) -> CandidateSide | None:
    """Return the candidate who asks, if one does."""
    if caller.candidate_id is None or not caller.has_scope("matches:read"):
        return None
    return catalogue.shelf.own(session, state.lexicon, caller.candidate_id, day)


def _figures(roles: Index, code: str, here: NDArray[np.intp]) -> HubFigures:
    """Return what the rows of a hub are together."""
    paid = number(roles, "salary").values[here]
    paid = paid[one(roles, "currency").any_of([CURRENCY], here) & ~np.isnan(paid)]
    sector = many(roles, "sector")
    sectors = {str(code): count for code, count in sector.named(sector.tally(here)).items()}
    return HubFigures(
        code=code,
        roles=len(here),
        median_pay=round(float(np.median(paid))) if len(paid) >= FEWEST_PAID else None,
        sectors=sorted(sectors, key=lambda sector: (-sectors[sector], sector))[:TOP_SECTORS],
    )
