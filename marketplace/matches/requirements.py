"""Candidates narrowed by how they stand to what a role asks; nothing of it changes a score."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from marketplace.matches.candidate_facts import CandidateFacts
from marketplace.matches.filters import all_of
from marketplace.matches.naming import Terms, naming_mask, terms_of
from marketplace.matches.pairs import RoleSide
from marketplace.matches.sides import Eyes
from matching.codes import Outcome
from matching.gates import PERIODS_A_YEAR, Pay
from matching.profiles import RoleProfile
from matching.ranking.columns import Mask
from matching.ranking.index import Index

PAY_STEPS = ("least", "middle", "most")  # of what the role pays; nobody closes in on a wish


def skill_masks(
    session: Session,
    index: Index,
    role: RoleSide,
    query: Mapping[str, Any],
    eyes: Eyes,
) -> dict[str, Mask]:
    """Return masks for ``must_haves``, met or unknown, and for each ``skill``: all must be named.

    What is not named may still be there; so nobody fails a must-have.
    """
    masks: dict[str, Mask] = {}

    def named(skills: Sequence[Terms]) -> Mask:
        found = {skill: naming_mask(session, index, skill, eyes) for skill in skills}
        return all_of(index, {str(place): mask for place, mask in enumerate(found.values())})

    if wanted := query.get("skill"):
        masks["skill"] = named([terms_of(name) for name in wanted])
    outcomes = set(query.get("must_haves", ()))
    if len(outcomes) == 1:
        asked = role.words.document.skills
        met = named([skill.terms for skill in asked if skill.required])
        masks["must_haves"] = met if Outcome.MET.value in outcomes else ~met
    return masks


def standing_masks(
    session: Session,
    facts: CandidateFacts,
    index: Index,
    role: RoleSide,
    query: Mapping[str, Any],
    day: date,
) -> dict[str, Mask]:
    """Return masks for ``requirements``, the worst outcome of all gates, and for ``pay``."""
    masks: dict[str, Mask] = {}
    if outcomes := query.get("requirements"):
        masks["requirements"] = facts.meeting(session, index, role.demand, outcomes, day=day)
    if steps := query.get("pay"):
        most = max(
            (amount for step, amount in pay_steps(role.profile) if step in steps), default=None
        )
        masks["pay"] = facts.wishing(
            session, index, lambda wish: _asks_at_most(wish, most, role.profile), day=day
        )
    return masks


def pay_steps(role: RoleProfile) -> Sequence[tuple[str, int]]:
    """Return the least, the middle and the most of what a role pays, as far as they differ."""
    pay = role.salary
    least, most = (None, None) if pay is None else (pay.min, pay.max)
    if least is not None and most is not None and least < most:
        return list(zip(PAY_STEPS, (least, (least + most) // 2, most), strict=True))
    return [("most", most)] if most is not None else [("least", least)] if least is not None else []


def _asks_at_most(wish: Pay, most: int | None, role: RoleProfile) -> bool:
    """Whether a wish is within an amount; what was not said, or in other money, may be."""
    pay = role.salary
    if most is None or pay is None or wish.a_year is None or wish.currency != pay.currency:
        return True
    return wish.a_year <= most * PERIODS_A_YEAR[pay.period]
