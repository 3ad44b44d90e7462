from datetime import date
from pathlib import Path
from typing import Any

import pytest

from matching.policy.assessment import FactsError
from matching.policy.points.express_entry import Score, parse_profile, score_for
from matching.policy.points.grid import TABLE, load_grid, read_grid
from matching.policy.points.maxima import TABLE as GATE
from matching.policy.points.maxima import load_maxima, read_maxima
from matching.policy.points.scales import Interval
from matching.policy.reading import PackError, read_yaml

CASES = read_yaml(Path(__file__).parent / "cases" / "ca-crs.yaml").plain()["cases"]
DAY = date(2026, 1, 15)
SINGLE = {"age": 29, "education": "master", "clb": [9] * 4, "canadian_years": 0, "foreign_years": 3}


def score(stated: Any, day: date = DAY) -> Score:
    return score_for(load_grid(), parse_profile(load_grid(), stated, "crs"), day=day)


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_a_case_comes_out_as_written(case: dict[str, Any]) -> None:
    found = score(case["input"], date.fromisoformat(case["as_of"]))

    told = {**found.parts, "total": found.whole}
    assert {name: told[name] for name in case["expect"]} == {
        name: Interval(points, points) for name, points in case["expect"].items()
    }
    assert found.missing == ()


AGES = {17: 0, 18: 99, 19: 105, 20: 110, 29: 110, 30: 105, 31: 99, 32: 94, 33: 88, 34: 83, 35: 77}
AGES |= {36: 72, 37: 66, 38: 61, 39: 55, 40: 50, 41: 39, 42: 28, 43: 17, 44: 6, 45: 0, 99: 0}
WITH = {17: 0, 18: 90, 19: 95, 20: 100, 29: 100, 30: 95, 31: 90, 32: 85, 33: 80, 34: 75, 35: 70}
WITH |= {36: 65, 37: 60, 38: 55, 39: 50, 40: 45, 41: 35, 42: 25, 43: 15, 44: 5, 45: 0, 99: 0}


@pytest.mark.parametrize("age", AGES)
def test_every_age(age: int) -> None:
    core = load_grid().core
    assert core["without_spouse"]["age"].points(age) == Interval(AGES[age], AGES[age])
    assert core["with_spouse"]["age"].points(age) == Interval(WITH[age], WITH[age])


@pytest.mark.parametrize(
    ("change", "total"),
    [
        ({}, 469),
        ({"clb": [10] * 4}, 481),
        ({"clb": [7] * 4}, 469 - 4 * 14 - 50),
        ({"clb": [6] * 4}, 469 - 4 * 22 - 100),
        ({"clb": [4] * 4}, 469 - 4 * 25 - 100),
        ({"clb": [3] * 4}, 469 - 4 * 31 - 100),
        ({"education": "bachelor"}, 469 - 15 - 25),
        ({"education": "secondary"}, 469 - 105 - 50),
        ({"foreign_years": 2.9}, 444),
        ({"foreign_years": 0.9}, 419),
        ({"canadian_years": 1}, 509),
        ({"canadian_years": 5}, 549),
        ({"clb2": [9] * 4}, 469 + 24),
        ({"clb2": [5, 4, 7, 8]}, 469 + 1 + 0 + 3 + 3),
        ({"additional": ["sibling", "canadian_study_3y", "french_nclc7_english_clb5"]}, 564),
        ({"additional": ["provincial_nomination", "sibling"]}, 469 + 600),
        ({"trade_certificate": False}, 469),
        ({"job_offer": "noc_00_senior_manager"}, 469),
    ],
)
def test_edges_of_the_grid(change: dict[str, Any], total: int) -> None:
    assert score(SINGLE | change).whole == Interval(total, total)


def test_a_senior_offer_was_worth_200_until_the_change() -> None:
    offer = SINGLE | {"job_offer": "noc_00_senior_manager"}
    assert score(offer, date(2025, 3, 24)).parts["D"] == Interval(200, 200)
    assert score(offer, date(2025, 3, 25)).parts["D"] == Interval(0, 0)


def test_a_trade_certificate_counts_by_the_weakest_ability() -> None:
    plain = {"age": 50, "education": "secondary", "canadian_years": 0, "foreign_years": 0}
    worth = [
        score(plain | {"clb": [10, 10, 10, weakest], "trade_certificate": True}).parts["C"].low
        for weakest in (4, 5, 6, 7, 9)
    ]
    assert worth == [0, 25, 25, 50, 50]


def test_what_is_not_stated_is_an_interval() -> None:
    assert score({}).whole == Interval(0, 500 - 24 + 100)  # no second language is claimed
    assert score({}).missing == ("age", "education", "clb", "canadian_years", "foreign_years")
    assert score({**SINGLE, "age": None}).whole == Interval(359, 469)
    assert score({**SINGLE, "clb": None}).parts["C"] == Interval(0, 100)
    found = score({**SINGLE, "spouse": {}})
    assert found.parts["B"] == Interval(0, 40)
    assert found.missing == ("spouse.education", "spouse.clb", "spouse.canadian_years")


def test_the_interval_holds_every_way_of_stating_the_rest() -> None:
    wide = score({"age": 29, "canadian_years": 1}).whole
    for education in ("less_than_secondary", "one_year", "doctor"):
        for level in (0, 5, 7, 9, 12):
            for foreign in (0, 1, 3):
                stated = {"education": education, "clb": [level] * 4, "foreign_years": foreign}
                low, high = score({"age": 29, "canadian_years": 1, **stated}).whole
                assert low == high
                assert wide.low <= low <= wide.high


@pytest.mark.parametrize(
    ("stated", "pointers"),
    [
        ([], ["#/crs"]),
        ({"clb": [9, 9, 9]}, ["#/crs/clb"]),
        ({"clb": [9, 9, 9, 9, 9]}, ["#/crs/clb"]),
        ({"clb": 9}, ["#/crs/clb"]),
        ({"clb": [9, 9, 9, 13]}, ["#/crs/clb/3"]),
        ({"clb2": [9, "9", 9, 9]}, ["#/crs/clb2/1"]),
        ({"age": -1}, ["#/crs/age"]),
        ({"education": "phd"}, ["#/crs/education"]),
        ({"spouse": 1}, ["#/crs/spouse"]),
        (
            {"spouse": {"education": "phd", "age": 3}},
            ["#/crs/spouse/education", "#/crs/spouse/age"],
        ),
        ({"additional": ["luck"]}, ["#/crs/additional/0"]),
        ({"additional": ["canadian_study_1_2y", "canadian_study_3y"]}, ["#/crs/additional"]),
        ({"trade_certificate": "yes"}, ["#/crs/trade_certificate"]),
        ({"job_offer": "any"}, ["#/crs/job_offer"]),
        ({"iq": 160, "age": 1.5}, ["#/crs/iq", "#/crs/age"]),
    ],
)
def test_a_wrong_answer_is_named(stated: Any, pointers: list[str]) -> None:
    with pytest.raises(FactsError) as caught:
        score(stated)
    assert [problem.pointer for problem in caught.value.problems] == pointers


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("total: 1200", "total: 1000", "total gives up to 1200, not 1000"),
        ("with_spouse: 460", "with_spouse: 500", "gives up to 460"),
        ("cap: 22", "cap: 23", "gives up to 461"),
        ("bachelor: 112", "bachelor: 130", "more is worth less"),
        ("of: [education, language]", "of: [education, luck]", "no pair"),
        ("points: [[25, 50]]", "points: [[25]]", "do not fit"),
        ('{from: "2025-03-25", to: null', '{from: "2025-03-26", to: null', "gaps"),
        ("tier: 1, copy: true", "tier: 4, copy: true", "tier 4"),
        ("[canadian_study_1_2y, canadian_study_3y]]", "[luck, sibling]]", "not all words"),
    ],
)
def test_a_wrong_grid_is_refused(tmp_path: Path, old: str, new: str, told: str) -> None:
    text = TABLE.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "grid.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(PackError, match=told):
        read_grid(read_yaml(path))


def test_the_gate_of_67_has_maxima_and_no_bands(tmp_path: Path) -> None:
    gate = load_maxima()
    assert gate.passes == 67
    assert sum(part.high for part in gate.parts.values()) == 100
    for old, new in (("bands: UNDEFINED", "bands: 3"), ("age: 12", "age: 13")):
        path = tmp_path / "gate.yaml"
        path.write_text(GATE.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
        with pytest.raises(PackError):
            read_maxima(read_yaml(path))
