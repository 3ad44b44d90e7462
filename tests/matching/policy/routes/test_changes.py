from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from matching.codes import Outcome
from matching.policy.loading import load_packs
from matching.policy.routes.changes import Change, cheapest_change
from matching.policy.routes.comparing import state
from matching.policy.routes.outcomes import Standing, stand
from matching.policy.routes.route import load_routes
from matching.policy.routes.situation import Situation

ROUTES = {route.id: route for route in load_routes()}
NO_MERIT = {"degree_level": "none", "degree_sectors": [], "years_in_sector": 0, "patents": 0}
NO_MERIT |= {"publications": 0, "rd_lead": False, "awards": 0}
W05 = {"salary_wan_cny": 45, "education": "master", "experience_years": 5, "months_per_year": 9}
W05 |= {"location": "other", "age": 45, "background": ["patent_or_ip"]}


def situation(province: str | None = "CN-GD", **stated: Any) -> Situation:
    groups = {name: stated[name] for name in ("candidate", "role", "status") if name in stated}
    tables = {name: stated[name] for name in ("cn_points", "crs") if name in stated}
    return state(load_packs(), day=date(2026, 1, 15), province=province, facts=groups, **tables)


def tried(route_id: str, **stated: Any) -> tuple[Standing, Change | None]:
    found, route = situation(**stated), ROUTES[route_id]
    standing = stand(route, load_packs(), found)
    return standing, cheapest_change(route, load_packs(), found, standing)


def test_proving_what_is_stated_is_cheaper_than_stating_more() -> None:
    candidate = {"patents": {"value": 1, "evidence": "none"}}
    _, change = tried("cn-k-seed", candidate=candidate)
    assert change is not None
    assert (change.fact, change.effort) == ("candidate.patents", "prove")
    assert change.outcomes == (Outcome.MET,)


def test_a_fact_of_ones_own_is_cheaper_than_one_of_the_employer() -> None:
    _, change = tried("us-h1b", role={"cap_exempt": True, "petition": True})
    assert change is not None
    assert (change.fact, change.effort) == ("candidate.degree_directly_related", "state")


def test_the_letter_is_the_employers() -> None:
    _, change = tried("cn-r", candidate={"talent_plan": True})
    assert change is not None
    assert (change.fact, change.effort) == ("role.confirmation_letter", "employer")
    assert change.outcomes == (Outcome.MET, Outcome.NOT_MET)


def test_a_gap_in_the_points_is_closed_by_the_question_that_can_close_it() -> None:
    standing, change = tried("cn-r", role={"confirmation_letter": True}, cn_points=W05)
    assert {"cn_points.chinese", "cn_points.local_bonus"} <= set(standing.missing)
    assert change is not None
    assert change.fact == "candidate.recognised_achievement"  # needs no office, unlike the bonus


def test_what_the_province_grants_comes_last() -> None:
    none = dict.fromkeys(("talent_plan", "recognised_achievement", "company_ip", "postdoc"), False)
    role = {"confirmation_letter": True, "encouraged_post": False}
    _, change = tried("cn-r", candidate=none, role=role, cn_points=W05)
    assert change is not None
    assert (change.fact, change.effort) == ("cn_points.local_bonus", "authority")
    assert change.outcomes == (Outcome.MET,)


def test_two_missing_answers_that_only_help_together_are_no_cheapest_change() -> None:
    _, change = tried("ca-ee", crs={})
    assert change is None


def test_what_nobody_published_is_never_the_change() -> None:
    candidate = {"degree_level": "bachelor", "degree_stem": True, "age": 30}
    standing, change = tried("cn-k-official", candidate=candidate)
    assert standing.outcome is Outcome.UNKNOWN
    assert change is None


@pytest.mark.parametrize("merit", [NO_MERIT, NO_MERIT | {"awards": 1}])
def test_a_settled_route_needs_no_change(merit: dict[str, Any]) -> None:
    standing, change = tried("cn-k-seed", candidate=merit)
    assert standing.outcome is not Outcome.UNKNOWN
    assert (standing.missing, change) == ((), None)


def test_the_province_of_one_country_says_nothing_in_another() -> None:
    here = situation(province="CN-HI", candidate={"provincial_talent_list": True})
    assert stand(ROUTES["cn-z"], load_packs(), here).outcome is Outcome.MET
    assert stand(ROUTES["us-h1b"], load_packs(), here).leading.province is None


def test_before_its_rules_a_route_is_closed() -> None:
    early = replace(situation(cn_points={}), day=date(2017, 1, 1))
    standing = stand(ROUTES["cn-z"], load_packs(), early)
    assert (standing.outcome, early.points()) == (Outcome.NOT_MET, None)
