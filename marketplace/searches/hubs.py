"""Hubs in figures: how many open roles, what they pay, in which sectors, for whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from sqlalchemy.orm import Session

from marketplace.candidates.profiles import candidate_profile
from marketplace.candidates.services import own_candidate
from marketplace.matches.catalogue import Catalogue
from marketplace.matches.filters import flag_classes, live_roles, many, number, one
from marketplace.matches.flags import pack_of
from marketplace.permissions import Caller
from matching.codes import HUBS
from matching.policy.bulk import Key, candidate_key
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
    key = _key(session, caller, day)
    with catalogue.reading(session) as state:
        roles = state.roles
        alive = roles.alive()
        open_now = live_roles(roles, day)
        open_now = open_now & alive[: len(open_now)]
        eligible = None if key is None else _eligible(roles, key, day)
        return [
            _figures(roles, code, open_now & one(roles, "hub").any_of([code]), eligible)
            for code in HUBS
        ]


def _key(session: Session, caller: Caller, day: date) -> Key | None:
    """Return what policy sees of the candidate who asks, if one does."""
    if caller.candidate_id is None or not caller.has_scope("matches:read"):
        return None
    candidate = own_candidate(session, caller, caller.candidate_id)
    return candidate_key(pack_of(day), candidate_profile(candidate, day=day), day=day)


def _eligible(roles: Index, key: Key, day: date) -> Mask:
    outcomes: Mapping[object, str] = flag_classes(roles, key, day)["k_sponsorship"]
    return one(roles, "facts").where_class(
        {facts: outcome == "met" for facts, outcome in outcomes.items()}
    )


def _figures(roles: Index, code: str, here: Mask, eligible: Mask | None) -> HubFigures:
    pays = number(roles, "salary").values[: len(here)]
    paid = pays[here & one(roles, "currency").any_of([CURRENCY])[: len(here)]]
    paid = paid[~np.isnan(paid)]
    sectors = {str(code): count for code, count in many(roles, "sector").counts(here).items()}
    return HubFigures(
        code=code,
        roles=int(here.sum()),
        median_pay=round(float(np.median(paid))) if len(paid) >= FEWEST_PAID else None,
        sectors=sorted(sectors, key=lambda sector: (-sectors[sector], sector))[:TOP_SECTORS],
        eligible=None if eligible is None else int((here & eligible[: len(here)]).sum()),
    )
