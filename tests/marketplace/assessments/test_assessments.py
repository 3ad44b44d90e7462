import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.people import People

FOLDER = Path(__file__).parents[2] / "matching" / "policy" / "cases"
CASES: list[dict[str, Any]] = [
    case
    for path in sorted(FOLDER.glob("cn-k-seed*.yaml"))
    for case in yaml.safe_load(path.read_text(encoding="utf-8"))["cases"]
]
GROUPS = ("candidate", "role", "employer", "status")
FACTS = {
    "candidate": {"awards": 1},
    "role": {"sectors": ["ai"]},
    "employer": {"kind": "university"},
}


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_case_comes_out_over_http(people: People, case: dict[str, Any]) -> None:
    asked = {name: case[name] for name in ("pack", "as_of", "province", *GROUPS) if name in case}
    answer = people.anyone().post("/assessments", json.loads(json.dumps(asked, default=str)))
    assert answer.status_code == 200, answer.json
    for name, expected in case["expect"].items():
        flag = answer.json["flags"][name]
        assert {key: flag[key] for key in expected} == expected


def test_a_flag_says_on_whose_word_and_for_which_day(people: People) -> None:
    asked = {"pack": "cn-k-seed", "as_of": "2026-01-15", "province": "CN-SH", **FACTS}
    flag = people.anyone().post("/assessments", asked).json["flags"]["k_sponsorship"]
    assert flag["as_of"] == "2026-01-15"
    assert flag["province"] == "CN-SH"
    assert flag["label"] == "Looks eligible under cn-k-seed 2025.1"
    assert flag["pack"]["digest"].startswith("sha256:")
    assert flag["disclaimer"].startswith(
        "This is information, not legal advice and not a decision."
    )
    sources = {reason["source"]["id"] for reason in flag["reasons"]}
    assert sources == {"SEED"}


def test_without_a_day_it_is_today_and_says_so(people: People) -> None:
    flag = people.anyone().post("/assessments", {"pack": "cn-k-seed", **FACTS}).json["flags"]
    assert len(flag["k_sponsorship"]["as_of"]) == 10


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"pack": "cn-k-unknown"}, "#/pack"),
        ({"pack": 7}, "#/pack"),
        ({"as_of": "2026-02-30"}, "#/as_of"),
        ({"as_of": 20260101}, "#/as_of"),
        ({"province": "Shanghai"}, "#/province"),
        ({"candidate": {"degree_level": "wizard"}}, "#/candidate/degree_level"),
        ({"candidate": {"shoe_size": 44}}, "#/candidate/shoe_size"),
        (
            {"candidate": {"awards": {"value": 1, "evidence": "sworn"}}},
            "#/candidate/awards/evidence",
        ),
        ({"candidate": {"awards": "many"}}, "#/candidate/awards"),
        ({"candidate": [1]}, "#/candidate"),
        ({"status": {"k_expires": "2026-02-30"}}, "#/status/k_expires"),
        ({"weather": {}}, "#/weather"),
        ({"reforms": "all"}, "#/reforms"),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_bad_facts_are_named(people: People, change: dict[str, Any], pointer: str) -> None:
    answer = people.anyone().post("/assessments", {"pack": "cn-k-seed", **FACTS, **change})
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json["errors"]] == [pointer]


def test_draft_reforms_are_the_operators(people: People) -> None:
    asked = {"pack": "cn-k-seed", "reforms": ["x-draft"], **FACTS}
    assert people.person().post("/assessments", asked).status_code == 403
    assert people.admin().post("/assessments", asked).status_code == 422


def test_packs_are_public_with_their_sources(people: People) -> None:
    anyone = people.anyone()
    [pack] = [p for p in anyone.get("/policies").json["data"] if p["id"] == "cn-k-seed"]
    whole = anyone.get("/policies/cn-k-seed").json
    assert whole["digest"] == pack["digest"]
    assert whole["content"]["sources"]["SEED"]["tier"] == "seed"
    assert anyone.get(f"/policies/cn-k-seed/versions/{pack['version']}").json == whole
    assert anyone.get("/policies/cn-k-seed/versions/1").status_code == 404
    assert anyone.get("/policies/unknown").status_code == 404
