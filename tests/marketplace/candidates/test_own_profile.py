from typing import Any

import pytest
import sqlalchemy as sa

from models import Candidate, IndexChange, OutboxMessage
from tests.marketplace.candidates.profiles import PROFILE, STATUS, consent, profiled
from tests.meetings import at_once
from tests.people import People

SECTIONS = ("skills", "experience", "education", "patents", "publications", "awards", "languages")
READ_ONLY = {
    "id": "01920000-0000-7000-8000-000000000001",
    "code": "C-00000000",
    "account_id": "01920000-0000-7000-8000-000000000001",
    "managed_by_id": None,
    "number": 7,
    "evidence": "verified",
    "consents": [{"purpose": "matching"}],
    "confirmed_at": "2026-01-01T00:00:00Z",
    "created_at": "2026-01-01T00:00:00Z",
    "updated_at": "2026-01-01T00:00:00Z",
    "hidden_keys": [],
    "source": "x",
}


def test_what_is_stated_is_what_is_read(people: People) -> None:
    person, made = profiled(people)
    again = person.get(f"/candidates/{made['id']}").json
    assert again == made
    assert made["contact"] == PROFILE["contact"] | {"email": person.email}
    assert made["consents"] == []
    assert made["status"] is None
    for section in SECTIONS:
        for sent, kept in zip(PROFILE[section], made[section], strict=True):
            assert sent.items() <= kept.items()
            assert section == "skills" or kept["evidence"] == "none"
    assert person.get("/account").json["candidate_id"] == made["id"]


def test_a_profile_is_made_once(people: People) -> None:
    person, made = profiled(people)
    again = person.post("/candidates", {"contact": {"email": person.email.upper()}})
    assert again.status_code == 409
    assert made["id"] in again.json["detail"]


def test_two_requests_at_once_make_one_profile(people: People) -> None:
    person = people.person()
    answers = at_once(*[lambda: person.post("/candidates", PROFILE)] * 6)
    assert sorted(answer.status_code for answer in answers) == [201, *[409] * 5]


def test_not_stated_is_not_the_same_as_none(people: People) -> None:
    person = people.person()
    made = person.post("/candidates", {"patents": [], "hubs": []}).json
    assert made["patents"] == []
    assert made["hubs"] == []
    assert made["awards"] is None
    path = f"/candidates/{made['id']}"
    assert person.patch(path, {"patents": None, "awards": []}).status_code == 200
    read = person.get(path).json
    assert read["patents"] is None
    assert read["awards"] == []
    stored = sa.select(Candidate.patents.is_(None))
    assert people.scalar(stored) in (True, 1)


def test_a_change_leaves_the_rest(people: People) -> None:
    person, made = profiled(people)
    path = f"/candidates/{made['id']}"
    changed = person.patch(path, {"contact": {"phone": None}, "headline": "Rests"}).json
    assert changed["contact"] == made["contact"] | {"phone": None}
    assert changed["experience"] == made["experience"]
    assert changed["headline"] == "Rests"
    tag = person.get(path).headers["ETag"]
    assert person.patch(path, {"headline": "A"}, headers={"If-Match": tag}).status_code == 200
    assert person.patch(path, {"headline": "B"}, headers={"If-Match": tag}).status_code == 412


def test_an_entry_of_a_change_is_replaced_whole(people: People) -> None:
    person, made = profiled(people)
    path = f"/candidates/{made['id']}"
    [entry] = person.patch(path, {"patents": [{"title": "Other"}]}).json["patents"]
    assert entry["number"] is None
    missing = person.patch(path, {"patents": [{"number": "CN1"}]})
    assert missing.json["errors"][0]["pointer"] == "#/patents/0/title"
    wish = person.patch(path, {"salary_min": {"amount": 1}})
    assert {error["pointer"] for error in wish.json["errors"]} == {
        "#/salary_min/currency",
        "#/salary_min/period",
    }


def test_unchanged_entries_keep_their_ids(people: People) -> None:
    person, made = profiled(people)
    path = f"/candidates/{made['id']}"
    same = PROFILE["experience"][0]
    other = same | {"title": "Lead"}
    first, second = person.patch(path, {"experience": [other, same]}).json["experience"]
    assert second == made["experience"][0]
    assert first["id"] != second["id"]
    assert first["evidence"] == "none"


@pytest.mark.parametrize("field", READ_ONLY)
def test_what_is_ours_is_refused(people: People, field: str) -> None:
    person, made = profiled(people)
    path = f"/candidates/{made['id']}"
    for answer in (
        person.patch(path, {field: READ_ONLY[field]}),
        people.person().post("/candidates", PROFILE | {field: READ_ONLY[field]}),
    ):
        assert answer.status_code == 422
        assert [error["pointer"] for error in answer.json["errors"]] == [f"#/{field}"]
    assert person.get(path).json == made


@pytest.mark.parametrize("field", ["id", "evidence", "evidence_expires_on"])
@pytest.mark.parametrize("section", SECTIONS[1:])
def test_evidence_is_not_for_candidates_to_say(people: People, section: str, field: str) -> None:
    person, made = profiled(people)
    entry: dict[str, Any] = PROFILE[section][0] | {field: "verified"}
    answer = person.patch(f"/candidates/{made['id']}", {section: [entry]})
    [error] = answer.json["errors"]
    assert error["pointer"] == f"#/{section}/0/{field}"
    assert "by the service alone" in error["detail"]
    assert person.get(f"/candidates/{made['id']}").json == made


def test_status_is_kept_under_its_consent_alone(people: People) -> None:
    person, made = profiled(people)
    path = f"/candidates/{made['id']}"
    refused = person.patch(path, {"status": STATUS})
    assert refused.status_code == 409
    assert "sensitive_status" in refused.json["detail"]
    assert refused.json["errors"][0]["pointer"] == "#/status"
    assert people.person().post("/candidates", {"status": STATUS}).status_code == 409
    assert consent(person, made["id"], "sensitive_status").status_code == 200
    kept = person.patch(path, {"status": STATUS}).json["status"]
    assert kept == STATUS | {"evidence": "none", "evidence_expires_on": None}
    part = person.patch(path, {"status": {"visa": "Z"}}).json["status"]
    assert part == kept | {"visa": "Z"}
    assert person.patch(path, {"status": {"evidence": "verified"}}).status_code == 422
    assert person.patch(path, {"status": None}).json["status"] is None


def test_changes_are_told_to_the_index_and_outside(people: People) -> None:
    person, made = profiled(people)
    person.patch(f"/candidates/{made['id']}", {"headline": "New"})
    with people.database.session(write=False) as session:
        changes = session.scalars(sa.select(IndexChange.subject_id)).all()
        types = session.scalars(sa.select(OutboxMessage.type).order_by(OutboxMessage.id)).all()
    assert [str(found) for found in changes] == [made["id"]] * 2
    assert types == ["candidate.created", "candidate.updated"]
