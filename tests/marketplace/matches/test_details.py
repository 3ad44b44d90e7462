"""What stands beside the flags: the official line, provinces, documents, the check, language."""

import re
from collections.abc import Mapping
from typing import Any

import pytest

from tests.market import Applicant, Market, market

__all__ = ["market"]

HAN = re.compile(r"[\u4e00-\u9fff]")
DETAILS = {"official", "consistency", "documents"}
K_HOLDER: dict[str, Any] = {
    "status": {
        "visa": "K",
        "k_expires": "2099-01-01",
        "current_sectors": ["ai"],
        "work_permit": True,
        "birth_year": 1990,
    },
    "consents": ("matching", "sensitive_status"),
    "education": [{"institution": "Northern Institute", "degree": "doctor", "sectors": ["ai"]}],
}


@pytest.fixture
def role_id(market: Market) -> str:
    return market.open_role(title="Surface code decoders", skills=["surface codes"])


@pytest.fixture
def ines(market: Market) -> Applicant:
    return market.candidate(**K_HOLDER)


def shown_to_employer(market: Market, role_id: str, query: str = "") -> dict[str, Any]:
    """Return the one match of a role, in full."""
    [match] = market.owner.get(f"/roles/{role_id}/matches").json["data"]
    code = match["candidate"]["code"]
    whole: dict[str, Any] = market.owner.get(f"/roles/{role_id}/matches/{code}{query}").json
    return whole


def texts(value: object) -> list[str]:
    """Return every text below a value."""
    if isinstance(value, Mapping):
        return [text for each in value.values() for text in texts(each)]
    if isinstance(value, list):
        return [text for each in value for text in texts(each)]
    return [value] if isinstance(value, str) else []


def test_one_pair_in_full_has_the_official_line(ines: Applicant, role_id: str) -> None:
    match = ines.person.get(f"/candidates/{ines.id}/matches/{role_id}").json
    assert set(match["official"]) == {"k_entry", "work_authorised"}
    entry = match["official"]["k_entry"]
    assert entry["outcome"] == "unknown"  # nobody published the age or the institutions
    assert entry["pack"]["id"] == "cn-k-official"
    assert "POLICY_UNDEFINED" in entry["because"].values()
    assert match["consistency"] == {"share": 1.0, "differs": []}
    wanted = {each["criterion"]: each["document"] for each in match["documents"]}
    assert wanted["merit.degree.level"] == "the degree certificate"
    assert wanted["status.k_held"] == "the visa page of the passport"
    assert "role.sector_approved" not in wanted  # nothing proves it


@pytest.mark.parametrize(
    ("query", "included"),
    [
        ("", set()),
        ("?include=official", {"official"}),
        ("?include=consistency,documents", {"consistency", "documents"}),
        ("?include=official&include=documents", {"official", "documents"}),
    ],
)
def test_a_ranking_has_the_details_that_are_asked_for(
    ines: Applicant, role_id: str, query: str, included: set[str]
) -> None:
    [match] = ines.person.get(f"/candidates/{ines.id}/matches{query}").json["data"]
    assert match["role"]["id"] == role_id
    assert DETAILS & set(match) == included


def test_a_switch_says_what_the_law_in_force_asks(
    market: Market, ines: Applicant, role_id: str
) -> None:
    mine = ines.person.get(f"/candidates/{ines.id}/matches/{role_id}").json
    theirs = shown_to_employer(market, role_id)
    for match in (mine, theirs):
        for name, flag in (match["flags"] | match["official"]).items():
            assert ("check" in flag) is (name == "k_switch")
        check = match["flags"]["k_switch"]["check"]
        assert "work permit is issued for one employer" in check["text"]
        assert check["source"]["id"] == "EEAL41"


def test_an_employer_sees_no_more_by_the_details(
    market: Market, ines: Applicant, role_id: str
) -> None:
    del ines
    match = shown_to_employer(market, role_id)
    assert set(match) >= DETAILS
    for flag in match["official"].values():
        assert (flag["outcome"], flag["because"]) == ("unknown", {"status": "WITHHELD"})
    assert match["documents"] == []  # the candidate's own are not theirs to know
    assert match["consistency"] == {"share": 1.0, "differs": []}


def test_who_shares_the_status_shows_outcomes_and_no_facts(market: Market, role_id: str) -> None:
    consents = ("matching", "sensitive_status", "share_status")
    market.candidate(**{**K_HOLDER, "consents": consents})
    official = shown_to_employer(market, role_id)["official"]
    assert "WITHHELD" not in texts(official)
    assert official["work_authorised"]["outcome"] == "unknown"
    assert {each["curable_by"] for each in official["work_authorised"]["remedy"]} <= {"employer"}


def test_all_is_said_in_the_language_asked_for(ines: Applicant, role_id: str) -> None:
    path = f"/candidates/{ines.id}/matches/{role_id}"
    answer = ines.person.get(path, headers={"Accept-Language": "zh-CN"})
    assert answer.headers["Content-Language"] == "zh-Hans"
    for flag in (answer.json["flags"] | answer.json["official"]).values():
        for said in (flag["label"], flag["disclaimer"], *(r["text"] for r in flag["reasons"])):
            assert HAN.search(said), said
    assert all(HAN.search(each["document"]) for each in answer.json["documents"])
    assert not any(HAN.search(text) for text in texts(ines.person.get(path).json["flags"]))


def test_a_day_may_be_asked_about(ines: Applicant, role_id: str) -> None:
    path = f"/candidates/{ines.id}/matches/{role_id}"
    flag = ines.person.get(f"{path}?as_of=2025-09-30").json["flags"]["k_switch"]
    assert flag["because"] == {"policy.in_force": "POLICY_NOT_IN_EFFECT"}
    assert flag["as_of"] == "2025-09-30"


@pytest.mark.parametrize("query", ["include=everything", "as_of=2026-02-30", "as_of=today"])
def test_bad_queries_are_named(ines: Applicant, role_id: str, query: str) -> None:
    refused = ines.person.get(f"/candidates/{ines.id}/matches/{role_id}?{query}")
    assert refused.status_code == 422
    assert refused.json["errors"][0]["pointer"].startswith(f"#/{query.partition('=')[0]}")
