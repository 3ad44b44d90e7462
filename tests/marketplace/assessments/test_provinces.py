"""Provinces, drafts and other packs over HTTP, with the invented overlays of the tests."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from flask import Flask

from marketplace import create_app
from tests.conftest import CHEAP_HASH, make_config
from tests.people import People

FOLDER = Path(__file__).parents[2] / "matching" / "policy"
NAMES = ("provinces", "cn-k-official", "us-h1b-portability")
CASES: list[dict[str, Any]] = [
    case
    for name in NAMES
    for case in yaml.safe_load((FOLDER / "cases" / f"{name}.yaml").read_text("utf-8"))["cases"]
]
ASKED = ("pack", "as_of", "province", "reforms", "candidate", "role", "employer", "status")
SWITCH = {
    "pack": "cn-k-seed",
    "as_of": "2026-03-01",
    "role": {"sectors": ["ai"]},
    "status": {"visa": "K", "k_expires": "2027-10-01", "current_sectors": ["ai"]},
}
ZZ = "x-test-cn-zz-suspends-switch"
DRAFT = "x-test-reform-same-sector-only"

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    settings = make_config(database_url, tmp_path, policy_folders=(FOLDER / "packs",))
    made = create_app(
        settings, {"TESTING": True, "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": CHEAP_HASH}
    )
    yield made
    made.extensions["database"].engine.dispose()


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_a_case_comes_out_over_http(people: People, case: dict[str, Any]) -> None:
    asked = json.loads(json.dumps({name: case[name] for name in ASKED if name in case}))
    who = people.admin() if "reforms" in case else people.anyone()
    answer = who.post("/assessments", asked)
    assert answer.status_code == 200, answer.json
    for name, expected in case["expect"].items():
        flag = answer.json["flags"][name]
        assert {key: flag[key] for key in expected} == expected


def test_a_flag_names_the_overlays_that_applied_and_only_those(people: People) -> None:
    anyone = people.anyone()
    there = anyone.post("/assessments", {**SWITCH, "province": "CN-ZZ"}).json["flags"]["k_switch"]
    [overlay] = there["pack"]["overlays"]
    assert (overlay["id"], overlay["version"]) == (ZZ, "1")
    assert overlay["digest"].startswith("sha256:")
    assert [reason["source"]["id"] for reason in there["reasons"]] == ["TEST"]
    assert "until 2026-09-01" in there["remedy"][0]["text"]
    here = anyone.post("/assessments", {**SWITCH, "province": "CN-SH"}).json["flags"]["k_switch"]
    assert "overlays" not in here["pack"]
    assert here["pack"]["digest"] == there["pack"]["digest"]


@pytest.mark.parametrize(
    ("change", "pointer", "told"),
    [
        ({"province": "CN-XX"}, "#/province", "ISO 3166-2"),
        ({"province": "US-CA"}, "#/province", "no province of CN"),
        ({"reforms": [DRAFT, "nobody"]}, "#/reforms/1", DRAFT),
        ({"reforms": [ZZ]}, "#/reforms/0", "no draft reform"),
    ],
)
def test_unknown_places_and_drafts_are_named(
    people: People, change: dict[str, Any], pointer: str, told: str
) -> None:
    answer = people.admin().post("/assessments", {**SWITCH, **change})
    assert answer.status_code == 422
    [error] = answer.json["errors"]
    assert error["pointer"] == pointer
    assert told in error["detail"]


@pytest.mark.parametrize("place", [{}, {"province": "CN-YY"}])
def test_drafts_that_contradict_a_province_are_refused(
    people: People, place: dict[str, str]
) -> None:
    asked = {**SWITCH, **place, "reforms": ["x-test-reform-robotics"]}
    answer = people.admin().post("/assessments", asked)
    assert answer.status_code == 422
    [error] = answer.json["errors"]
    assert error["pointer"] == "#/reforms"
    assert "`robotics` is in `approved_sectors` already" in error["detail"]
    elsewhere = people.admin().post("/assessments", {**asked, "province": "CN-SH"})
    assert elsewhere.status_code == 200


def test_a_policy_tells_its_overlays(people: People) -> None:
    told = people.anyone().get("/policies/cn-k-seed").json["overlays"]
    places = {each["id"]: (each["status"], each["province"], each["effective_to"]) for each in told}
    assert places[ZZ] == ("illustrative", "CN-ZZ", "2026-09-01")
    assert places[DRAFT] == ("draft", None, None)


def test_drafts_are_for_the_operator_alone(people: People) -> None:
    assert people.person().post("/assessments", {**SWITCH, "reforms": [DRAFT]}).status_code == 403
