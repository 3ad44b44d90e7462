from datetime import date
from typing import Any

from matching.codes import Outcome
from matching.policy.loading import load_packs
from matching.policy.routes.comparing import state
from matching.policy.routes.outcomes import Standing, stand
from matching.policy.routes.route import load_routes
from matching.policy.routes.situation import Situation

ROUTES = {route.id: route for route in load_routes()}
ENGINEER: dict[str, Any] = {
    "salary_wan_cny": 30,
    "education": "master",
    "experience_years": 5,
    "months_per_year": 12,
    "chinese": "hsk4",
    "location": "other",
    "age": 30,
    "background": ["patent_or_ip"],
    "local_bonus": 0,
}


def situation(**stated: Any) -> Situation:
    tables = {name: stated.get(name) for name in ("cn_points", "crs")}
    return state(
        load_packs(),
        day=date(2026, 1, 15),
        province="CN-GD",
        facts={"candidate": stated.get("candidate", {})},
        **tables,
    )


def permit(found: Situation) -> Standing:
    return stand(ROUTES["cn-z"], load_packs(), found)


def test_an_age_in_the_points_is_not_asked_for_again() -> None:
    standing = permit(situation(cn_points=ENGINEER))
    assert standing.leading.outcome is Outcome.MET  # class B: 76 points, not above 60 years
    older = permit(situation(cn_points=ENGINEER, candidate={"age": 61}))
    assert older.leading.outcome is not Outcome.MET  # what is stated as a fact comes first


def test_no_age_is_made_up() -> None:
    without = {name: answer for name, answer in ENGINEER.items() if name != "age"}
    assert "candidate.age" not in situation(cn_points=without).facts().stated
    assert "candidate.age" not in situation().facts().stated
