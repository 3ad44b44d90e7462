"""What was read may be sent back whole; what only the service sets is compared, never taken."""

from typing import Any

import pytest
import sqlalchemy as sa

from models import EvidenceItem
from tests.market import Market, market
from tests.marketplace.candidates.profiles import STATUS, consent, profiled
from tests.people import People, Person

__all__ = ["market"]

ID = "01920000-0000-7000-8000-000000000009"
VERIFIED = {"evidence": "verified", "reason": "seen in the register", "expires_on": "2028-12-31"}


@pytest.fixture
def proved(people: People) -> tuple[Person, str]:
    """A candidate whose first degree and whose status are verified."""
    person, made = profiled(people)
    path = f"/candidates/{made['id']}"
    consent(person, made["id"], "sensitive_status")
    person.patch(path, {"status": STATUS})
    degree = {"section": "education", "claim_id": made["education"][0]["id"], "proof": "no. 7"}
    for proof in (degree, {"section": "status", "proof": "passport"}):
        item = person.post(f"{path}/evidence", proof).json
        decided = people.admin().post(f"/evidence/{item['id']}/decision", VERIFIED)
        assert decided.status_code == 200
    return person, path


def pointers(answer: Any) -> list[str]:
    assert answer.status_code == 422, answer.json
    return [error["pointer"] for error in answer.json["errors"]]


def without_time(shown: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in shown.items() if name != "updated_at"}


def test_a_whole_profile_sent_back_changes_nothing(
    people: People, proved: tuple[Person, str]
) -> None:
    person, path = proved
    read = person.get(path).json
    answer = person.patch(path, read)
    assert answer.status_code == 200, answer.json
    assert without_time(answer.json) == without_time(read)
    assert answer.json["education"][0]["evidence"] == "verified"
    assert people.scalar(sa.select(sa.func.count()).select_from(EvidenceItem)) == 2


def test_a_section_sent_back_keeps_its_evidence_in_any_order(proved: tuple[Person, str]) -> None:
    person, path = proved
    degrees = person.get(path).json["education"]
    more = [{"degree": "bachelor", "field": "Music"}, *reversed(degrees)]
    answer = person.patch(path, {"education": more})
    assert answer.status_code == 200, answer.json
    assert answer.json["education"][-1] == degrees[0]
    assert answer.json["education"][0]["evidence"] == "none"


def test_an_entry_that_says_something_new_loses_its_evidence(proved: tuple[Person, str]) -> None:
    person, path = proved
    degrees = person.get(path).json["education"]
    changed = person.patch(path, {"education": [degrees[0] | {"field": "Alchemy"}]})
    assert changed.status_code == 200, changed.json
    [entry] = changed.json["education"]
    assert (entry["field"], entry["evidence"]) == ("Alchemy", "none")
    assert entry["id"] != degrees[0]["id"]


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"evidence": "none"}, ["evidence"]),
        (
            {"evidence": "rejected", "evidence_expires_on": None},
            ["evidence", "evidence_expires_on"],
        ),
        ({"evidence_expires_on": "2099-01-01"}, ["evidence_expires_on"]),
        ({"id": ID}, ["id", "evidence", "evidence_expires_on"]),
        ({"id": None}, ["id", "evidence", "evidence_expires_on"]),
    ],
)
def test_a_changed_member_of_an_entry_is_refused(
    proved: tuple[Person, str], change: dict[str, Any], named: list[str]
) -> None:
    person, path = proved
    read = person.get(path).json
    answer = person.patch(path, {"education": [read["education"][0] | change]})
    assert sorted(pointers(answer)) == sorted(f"#/education/0/{name}" for name in named)
    assert person.get(path).json == read


def test_evidence_without_its_entry_is_refused(proved: tuple[Person, str]) -> None:
    person, path = proved
    degree = person.get(path).json["education"][0]
    del degree["id"]
    named = {"#/education/0/evidence", "#/education/0/evidence_expires_on"}
    assert set(pointers(person.patch(path, {"education": [degree]}))) == named
    patent = {"patents": [{"title": "Ours", "evidence": "none"}]}
    assert pointers(person.patch(path, patent)) == ["#/patents/0/evidence"]


def test_the_status_is_compared_too(proved: tuple[Person, str]) -> None:
    person, path = proved
    status = person.get(path).json["status"]
    forged = {"status": {**status, "evidence": "none"}}
    assert pointers(person.patch(path, forged)) == ["#/status/evidence"]
    changed = person.patch(path, {"status": {**status, "birth_year": 1980}})
    assert changed.json["status"]["evidence"] == "none"


def test_nothing_of_ours_is_taken_for_a_new_profile(people: People) -> None:
    assert pointers(people.person().post("/candidates", {"id": ID})) == ["#/id"]


def test_whole_roles_and_employers_can_be_sent_back(market: Market) -> None:
    for path in (
        f"/roles/{market.role()}",
        f"/roles/{market.open_role()}",
        f"/employers/{market.employer['id']}",
    ):
        read = market.owner.get(path).json
        answer = market.owner.patch(path, read)
        assert answer.status_code == 200, answer.json
        assert without_time(answer.json) == without_time(read)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("status", "open"),
        ("id", ID),
        ("employer_id", ID),
        ("posted_at", "2030-01-01T00:00:00Z"),
        ("sectors_proposed", True),
        ("sectors_proposed", 0),
        ("reposts", 1),
        ("created_at", None),
    ],
)
def test_a_changed_member_of_a_role_is_refused(market: Market, name: str, value: object) -> None:
    path = f"/roles/{market.role()}"
    read = market.owner.get(path).json
    assert pointers(market.owner.patch(path, {**read, name: value})) == [f"#/{name}"]
    assert market.owner.get(path).json == read


def test_a_changed_verification_is_refused(market: Market) -> None:
    path = f"/employers/{market.employer['id']}"
    read = market.owner.get(path).json
    forged = {**read, "verification": {**read["verification"], "status": "pending"}}
    assert pointers(market.owner.patch(path, forged)) == ["#/verification"]
