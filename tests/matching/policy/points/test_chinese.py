import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from matching.codes import Outcome
from matching.policy.assessment import FactsError
from matching.policy.points.chinese import Points, load_points, parse_points, points_for
from matching.policy.points.scales import Interval
from matching.policy.reading import read_yaml

CASES = read_yaml(Path(__file__).parent / "cases" / "cn-points.yaml").plain()["cases"]
DAY = date(2026, 1, 15)


def points(answers: dict[str, Any], day: date = DAY) -> Points:
    found = points_for(load_points(), parse_points(load_points(), answers), day=day)
    assert found is not None
    return found


def part(name: str, answer: Any, *, version: str = "current-provisional") -> int:
    table = load_points()
    scales = next(each for each in table.versions if each.id == version).scales
    low, high = scales[name].points(parse_points(table, {name: answer})[name])
    assert low == high
    return low


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_a_case_comes_out_as_written(case: dict[str, Any]) -> None:
    found = points(case["input"], date.fromisoformat(case["as_of"]))

    told: dict[str, Any] = {"points": list(found.whole)}
    told |= {f"reaches_{name}": outcome for name, outcome in found.reaches.items()}
    assert {key: told[key] for key in case["expect"]} == case["expect"]


EDGES: dict[str, dict[float, int]] = {
    "salary_wan_cny": {0: 0, 4.99: 0, 5: 5, 6.99: 5, 7: 8, 14.99: 8, 15: 11, 24.99: 11, 25: 14}
    | {34.99: 14, 35: 17, 44.99: 17, 45: 20, 1_000_000: 20},
    "experience_years": {0: 0, 1.99: 0, 2: 5, 2.99: 5, 3: 6, 16: 19, 16.99: 19, 17: 20, 80: 20},
    "months_per_year": {0: 0, 2.9: 0, 3: 5, 5.9: 5, 6: 10, 8.9: 10, 9: 15, 12: 15},
    "age": {17: 0, 18: 10, 25: 10, 26: 15, 45: 15, 46: 10, 55: 10, 56: 5, 60: 5, 61: 0, 120: 0},
    "local_bonus": {0: 0, 10: 10},
}
WORDS: dict[str, dict[str, int]] = {
    "education": {"none": 0, "bachelor": 10, "master": 15, "doctor": 20},
    "chinese": {"none": 0, "hsk1": 1, "hsk2": 2, "hsk3": 3, "hsk4": 4, "hsk5_or_6": 5}
    | {"degree_taught_in_chinese": 5, "former_chinese_national": 5},
    "location": {"western_region": 10, "northeast_old_industrial": 10, "other": 0}
    | {"national_poverty_county_etc": 10},
}
GIVEN: list[tuple[str, Any, int]] = [
    *((name, answer, worth) for name, edges in EDGES.items() for answer, worth in edges.items()),
    *((name, answer, worth) for name, words in WORDS.items() for answer, worth in words.items()),
    ("background", [], 0),
    ("background", ["patent_or_ip"], 5),
    ("background", ["patent_or_ip", "global500_experience"], 5),
]


@pytest.mark.parametrize(("name", "answer", "worth"), GIVEN)
def test_every_edge_of_every_band(name: str, answer: Any, worth: int) -> None:
    assert part(name, answer) == worth


@pytest.mark.parametrize(
    ("name", "answer", "worth"),
    [
        ("experience_years", 2, 5),
        ("experience_years", 12, 15),
        ("experience_years", 30, 15),
        ("chinese", "hsk5_or_6", 10),
        ("chinese", "hsk4", 8),
        ("chinese", "hsk1", 2),
        ("background", ["patent_or_ip", "five_years_continuous_in_china"], 0),
        ("background", ["global500_experience"], 5),
    ],
)
def test_the_trial_edition_differs(name: str, answer: Any, worth: int) -> None:
    assert part(name, answer, version="trial-2017-04") == worth


def test_what_the_trial_edition_does_not_say_stays_open() -> None:
    trial = load_points().versions[0]
    assert trial.scales["chinese"].points("former_chinese_national") == Interval(0, 10)


def test_before_the_first_edition_there_are_no_points() -> None:
    assert points_for(load_points(), {}, day=date(2017, 3, 31)) is None
    assert points({}, date(2017, 4, 1)).versions == ("trial-2017-04", "current-provisional")
    assert points({}, date(2026, 1, 1)).versions == ("current-provisional",)


def test_stating_more_never_widens_the_interval() -> None:
    answers: dict[str, Any] = {}
    before = points(answers).whole
    for name, answer in CASES[0]["input"].items():
        answers[name] = answer
        after = points(answers).whole
        assert before.low <= after.low <= after.high <= before.high
        before = after
    assert points(answers).missing == ()
    assert points(answers).reaches == {"A": Outcome.NOT_MET, "B": Outcome.MET}


@pytest.mark.parametrize(
    ("stated", "pointer"),
    [
        ([], "#/cn_points"),
        ({"salary": 30}, "#/cn_points/salary"),
        ({"salary_wan_cny": "30"}, "#/cn_points/salary_wan_cny"),
        ({"salary_wan_cny": True}, "#/cn_points/salary_wan_cny"),
        ({"salary_wan_cny": -1}, "#/cn_points/salary_wan_cny"),
        ({"salary_wan_cny": float("nan")}, "#/cn_points/salary_wan_cny"),
        ({"salary_wan_cny": float("inf")}, "#/cn_points/salary_wan_cny"),
        ({"salary_wan_cny": 10**400}, "#/cn_points/salary_wan_cny"),
        ({"age": 30.5}, "#/cn_points/age"),
        ({"months_per_year": 13}, "#/cn_points/months_per_year"),
        ({"education": "wizard"}, "#/cn_points/education"),
        ({"background": "patent_or_ip"}, "#/cn_points/background"),
        ({"background": ["patent_or_ip", "luck"]}, "#/cn_points/background/1"),
        ({"local_bonus": 11}, "#/cn_points/local_bonus"),
        ({"a/b": 1}, "#/cn_points/a~1b"),
    ],
)
def test_a_wrong_answer_is_named(stated: Any, pointer: str) -> None:
    with pytest.raises(FactsError) as caught:
        parse_points(load_points(), stated, "cn_points")
    assert [problem.pointer for problem in caught.value.problems] == [pointer]


def test_an_answer_read_from_json_need_not_be_an_int() -> None:
    assert points(json.loads('{"age": 30.0}')).parts["age"] == Interval(15, 15)
