"""Hubs in figures: how many open roles, what they pay, in which sectors, for whom."""

from collections.abc import Sequence
from dataclasses import dataclass
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
    eligible: int | None  # roles that look eligible for the candidate who asks


def hub_figures(
    session: Session, catalogue: Catalogue, caller: Caller, day: date
) -> list[HubFigures]:
    """Return the figures of every hub, in the order of the taxonomy."""
    with catalogue.reading(session) as state:
        mine = _mine(session, catalogue, state, caller, day)
        roles = state.roles
        alive = roles.alive()
        open_now = live_roles(roles, day)
        open_now = open_now & alive[: len(open_now)]
        eligible = None
        if mine is not None:
            eligible = RoleOutcomes(roles, mine.profile, day).any_of("k_sponsorship", ["met"])
        hubs = one(roles, "hub")
        return [
            _figures(roles, code, np.flatnonzero(open_now & hubs.any_of([code])), eligible)
            for code in HUBS
        ]


def _mine(
    session: Session, catalogue: Catalogue, state: State, caller: Caller, day: date
) -> CandidateSide | None:
    """Return the candidate who asks, if one does."""
    if caller.candidate_id is None or not caller.has_scope("matches:read"):
        return None
    return catalogue.shelf.own(session, state.lexicon, caller.candidate_id, day)


def _figures(roles: Index, code: str, here: NDArray[np.intp], eligible: Mask | None) -> HubFigures:
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
        eligible=None if eligible is None else int(eligible[here].sum()),
    )
