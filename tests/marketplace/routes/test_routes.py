from pathlib import Path
from typing import Any

import pytest

from matching.policy.reading import read_yaml
from tests.people import People

FOLDER = Path(__file__).parents[2] / "matching" / "policy" / "points" / "cases"
POINTS = read_yaml(FOLDER / "cn-points.yaml").plain()["cases"]
CRS = read_yaml(FOLDER / "ca-crs.yaml").plain()["cases"]
IDS = ["cn-k-seed", "cn-k-official", "cn-r", "cn-z", "us-h1b", "ca-ee"]
VALUES: tuple[str, ...] = (
    "who_files",
    "sponsor_needed",
    "offer_needed",
    "decided_by",
    "cap",
    "validity",
)
VALUES += ("family", "permanent_residence", "fee")
DAY = {"as_of": "2026-01-15"}

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def compared(people: People, asked: dict[str, Any], query: str = "") -> dict[str, Any]:
    answer = people.anyone().post(f"/routes/compare{query}", DAY | asked)
    assert answer.status_code == 200, answer.json
    return {route["id"]: route for route in answer.json["routes"]}


@pytest.mark.parametrize("case", POINTS, ids=[case["id"] for case in POINTS])
@on_sqlite
def test_points_of_the_permit_come_out_as_written(people: People, case: dict[str, Any]) -> None:
    routes = compared(people, {"as_of": case["as_of"], "cn_points": case["input"]})
    points = routes["cn-z"]["points"]
    told = points | {"points": [points["low"], points["high"]]}
    assert {name: told[name] for name in case["expect"]} == case["expect"]
    assert routes["cn-r"]["points"] == points


@pytest.mark.parametrize("case", CRS, ids=[case["id"] for case in CRS])
@on_sqlite
def test_points_of_express_entry_come_out_as_written(people: People, case: dict[str, Any]) -> None:
    points = compared(people, {"as_of": case["as_of"], "crs": case["input"]})["ca-ee"]["points"]
    assert {name: points[name] for name in case["expect"]} == case["expect"]
    assert points["gate"]["passes"] == 67
    assert points["gate"]["bands"]["undefined"] is True


def test_every_route_tells_every_value_and_its_source(people: People) -> None:
    answer = people.anyone().get("/routes")
    assert [route["id"] for route in answer.json["routes"]] == IDS
    for route in answer.json["routes"]:
        cited = {source["of"]: source for source in route["sources"]}
        assert set(cited) == {*VALUES, "job_switch/needs", "job_switch/weeks"}
        switch = {f"job_switch/{name}": value for name, value in route["job_switch"].items()}
        for name, value in {**{name: route[name] for name in VALUES}, **switch}.items():
            if isinstance(value, dict) and "undefined" in value:
                assert value["undefined"] is True
                assert value["certainty"] == cited[name]["certainty"]
                assert value["source"]["id"] == cited[name]["id"]


@on_sqlite
def test_the_h1b_stands_beside_k_as_the_switch_that_needs_a_petition(people: People) -> None:
    status = {"lawfully_admitted": True, "new_petition_filed_on": "2026-01-10"}
    status |= {"authorised_until": "2026-06-30", "unauthorised_work": False}
    route = compared(people, {"facts": {"status": status}})["us-h1b"]
    assert route["job_switch"]["outcome"] == "met"
    assert route["job_switch"]["weeks"] == {"low": 0, "high": 0}
    assert route["outcome"] == "unknown"  # a first petition is drawn by lot


@on_sqlite
def test_without_a_cut_off_in_force_express_entry_stays_open(people: People) -> None:
    facts = {"candidate": {"fsw_points": 67}}
    asked = {"facts": facts, "crs": {"clb": [9] * 4, "canadian_years": 1, "foreign_years": 3}}
    route = compared(people, asked)["ca-ee"]
    assert (route["outcome"], route["cheapest_change"]) == ("unknown", None)


@on_sqlite
def test_a_chinese_answer_is_chinese_throughout(people: People) -> None:
    route = compared(people, {"facts": {}}, "?lang=zh-Hans")["cn-z"]
    for text in (route["name"], route["decided_by"], route["label"], route["disclaimer"]):
        assert any("\u4e00" <= sign <= "\u9fff" for sign in text)
    header = {"Accept-Language": "zh-Hans"}
    answer = people.anyone().post("/routes/compare", DAY | {"facts": {}}, headers=header)
    assert answer.json["routes"][3]["name"] == route["name"]


@pytest.mark.parametrize(
    ("change", "pointers"),
    [
        ({"facts": {"candidate": {"shoe_size": 44}}}, ["#/facts/candidate/shoe_size"]),
        ({"facts": {"weather": {}}}, ["#/facts/weather"]),
        ({"facts": {"candidate": [1]}}, ["#/facts/candidate"]),
        ({"facts": {"candidate": {"age": "old"}}}, ["#/facts/candidate/age"]),
        ({"facts": {"candidate": {"degree_level": "wizard"}}}, ["#/facts/candidate/degree_level"]),
        (
            {"facts": {"candidate": {"age": {"value": 3, "evidence": "sworn"}}}},
            ["#/facts/candidate/age/evidence"],
        ),
        (
            {"facts": {"candidate": {"permit_points": 85}}, "cn_points": {}},
            ["#/facts/candidate/permit_points"],
        ),
        ({"facts": []}, ["#/facts"]),
        ({"province": "Shanghai"}, ["#/province"]),
        ({"province": "CN-QQ"}, ["#/province"]),
        ({"province": "FR"}, ["#/province"]),
        ({"as_of": "2026-02-30"}, ["#/as_of"]),
        ({"pack": "cn-k-seed"}, ["#/pack"]),
        ({"cn_points": {"age": "old", "luck": 1}}, ["#/cn_points/age", "#/cn_points/luck"]),
        ({"crs": {"clb": [9, 9, 9]}}, ["#/crs/clb"]),
        (
            {"facts": {"role": {"x": 1}}, "cn_points": {"age": -1}, "crs": {"spouse": {"age": 1}}},
            ["#/cn_points/age", "#/crs/spouse/age", "#/facts/role/x"],
        ),
    ],
)
@on_sqlite
def test_every_mistake_is_named(
    people: People, change: dict[str, Any], pointers: list[str]
) -> None:
    answer = people.anyone().post("/routes/compare", DAY | change)
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json["errors"]] == pointers


@on_sqlite
def test_another_language_is_refused(people: People) -> None:
    assert people.anyone().get("/routes?lang=fr").status_code == 422
