"""Use cases of visa routes."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from marketplace.assessments.problems import told
from marketplace.errors import Invalid
from marketplace.messages import Message
from matching.policy.assessment import FactsError
from matching.policy.loading import Packs
from matching.policy.pack import Language, Pack
from matching.policy.provinces import UnknownProvince, require_province
from matching.policy.routes.comparing import compare, describe, packs_compared, state
from matching.policy.routes.situation import Situation


def list_routes(language: Language) -> dict[str, Any]:
    """Return what is published of every route."""
    return {"routes": describe(language)}


def packs_in_question(packs: Packs, *, day: date) -> Sequence[Pack]:
    """Return the packs that speak for a route on a day."""
    return packs_compared(packs, Situation(day=day, province=None))


def compare_routes(
    packs: Packs,
    *,
    day: date,
    province: str | None,
    facts: object,
    cn_points: object,
    crs: object,
    language: Language,
) -> dict[str, Any]:
    """Return every route with how it comes out for what is stated; nothing is stored.

    Raises:
        Invalid: the province, a fact or an answer is not known, or a value does not fit.
    """
    if province is not None:
        _require_known(packs, day, province)
    situation = read_situation(
        packs, day=day, province=province, facts=facts, cn_points=cn_points, crs=crs
    )
    return {
        "as_of": day.isoformat(),
        "province": province,
        "routes": compare(packs, situation, language),
    }


def read_situation(
    packs: Packs,
    *,
    day: date,
    province: str | None,
    facts: object,
    cn_points: object,
    crs: object,
) -> Situation:
    """Return what somebody states.

    Raises:
        Invalid: a fact or an answer is not known, or a value does not fit.
    """
    try:
        return state(packs, day=day, province=province, facts=facts, cn_points=cn_points, crs=crs)
    except FactsError as error:
        raise Invalid(Message("Some facts cannot be read."), told(error.problems)) from None


def _require_known(packs: Packs, day: date, province: str) -> None:
    """Refuse a place that is in the country of no route."""
    refusals = {}
    for pack in packs_compared(packs, Situation(day=day, province=province)):
        try:
            require_province(pack, province)
        except UnknownProvince as error:
            refusals[pack.jurisdiction.country] = f"{error}"
        else:
            return
    raise Invalid.at("#/province", "; ".join(refusals.values()))
