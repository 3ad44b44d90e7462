from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from marketplace.clock import today
from models import AuditEvent, Candidate, EvidenceItem, IndexChange
from tests.marketplace.candidates.profiles import PROFILE, STATUS, consent, managed, profiled
from tests.people import People, Person

VERIFIED = {"evidence": "verified", "reason": "seen in the register", "expires_on": "2028-12-31"}


def proof_of(made: dict[str, Any], section: str = "education") -> dict[str, Any]:
    return {"section": section, "claim_id": made[section][0]["id"], "proof": "register no. 7"}


def submitted(person: Person, made: dict[str, Any], section: str = "education") -> dict[str, Any]:
    answer = person.post(f"/candidates/{made['id']}/evidence", proof_of(made, section))
    assert answer.status_code == 201, answer.json
    item: dict[str, Any] = answer.json
    return item


@pytest.mark.parametrize(
    "section", ["experience", "education", "patents", "publications", "awards", "languages"]
)
def test_a_decision_marks_the_claim(people: People, section: str) -> None:
    person, made = profiled(people)
    item = submitted(person, made, section)
    assert item["evidence"] == "none"
    assert item["decided_at"] is None
    verifier = people.person(is_verifier=True)
    decided = verifier.post(f"/evidence/{item['id']}/decision", VERIFIED)
    assert decided.status_code == 200
    assert VERIFIED.items() <= decided.json.items()
    read = person.get(f"/candidates/{made['id']}").json
    marked = {"evidence": "verified", "evidence_expires_on": "2028-12-31"}
    assert read[section] == [made[section][0] | marked, *made[section][1:]]
    kept = sa.select(AuditEvent.detail).where(AuditEvent.type == "evidence.decided")
    assert people.scalar(kept) == {
        "evidence_id": item["id"],
        "section": section,
        "claim_id": made[section][0]["id"],
        "evidence": "verified",
    }
    assert people.scalar(sa.select(sa.func.count()).select_from(IndexChange)) == 2
    [view] = person.get(f"/candidates/{made['id']}/access_log").json["data"]
    assert view["what"] == "evidence"


def test_the_status_is_proved_as_a_whole(people: People) -> None:
    person, made = profiled(people)
    path = f"/candidates/{made['id']}"
    proof = {"section": "status", "proof": "passport"}
    assert person.post(f"{path}/evidence", proof).status_code == 409
    consent(person, made["id"], "sensitive_status")
    person.patch(path, {"status": STATUS})
    item = person.post(f"{path}/evidence", proof).json
    assert people.admin().post(f"/evidence/{item['id']}/decision", VERIFIED).status_code == 200
    same = person.patch(path, {"status": STATUS, "headline": "other"}).json["status"]
    assert same["evidence"] == "verified"
    changed = person.patch(path, {"status": {"visa": "Z"}}).json["status"]
    assert changed["evidence"] == "none"
    assert changed["evidence_expires_on"] is None


def test_a_proof_of_what_is_said_no_more_decides_nothing(people: People) -> None:
    person, made = profiled(people)
    consent(person, made["id"], "sensitive_status")
    path = f"/candidates/{made['id']}"
    person.patch(path, {"status": STATUS})
    items = [
        submitted(person, made),
        person.post(f"{path}/evidence", {"section": "status", "proof": "passport"}).json,
    ]
    kept = submitted(person, made, "languages")
    degree = PROFILE["education"][0] | {"degree": "doctor"}
    languages = [*reversed(PROFILE["languages"])]
    changes = {"education": [degree], "status": {"visa": "R"}, "languages": languages}
    person.patch(path, changes)
    for item in items:
        answer = people.admin().post(f"/evidence/{item['id']}/decision", VERIFIED)
        assert answer.status_code == 404
    assert people.admin().post(f"/evidence/{kept['id']}/decision", VERIFIED).status_code == 200
    read = person.get(path).json
    assert read["education"][0]["evidence"] == "none"
    assert read["status"]["evidence"] == "none"
    assert [known["evidence"] for known in read["languages"]] == ["none", "verified"]


def test_nobody_decides_about_themselves(people: People) -> None:
    admin = people.admin()
    made = admin.post("/candidates", PROFILE).json
    item = submitted(admin, made)
    assert admin.post(f"/evidence/{item['id']}/decision", VERIFIED).status_code == 403
    assert admin.get(f"/candidates/{made['id']}").json == made
    integration, theirs = managed(people)
    assert (
        integration.post(f"/candidates/{theirs['id']}/evidence", proof_of(made)).status_code == 403
    )


def test_nobody_decides_about_a_profile_that_they_made(people: People) -> None:
    person, made = profiled(people)
    item = submitted(person, made)
    admin = people.admin()
    with people.database.session(write=True) as session:
        session.execute(sa.update(Candidate).values(managed_by_id=admin.account_id))
        session.commit()
    assert admin.post(f"/evidence/{item['id']}/decision", VERIFIED).status_code == 403


@pytest.mark.parametrize(
    ("who", "status"),
    [("anyone", 401), ("candidate", 403), ("owner", 403), ("narrow", 403), ("admin", 404)],
)
def test_who_decides(people: People, who: str, status: int) -> None:
    person, made = profiled(people)
    item = submitted(person, made)
    callers = {
        "anyone": people.anyone,
        "candidate": lambda: person,
        "owner": lambda: people.owner()[0],
        "narrow": lambda: people.person(scopes=("candidates:write",), is_verifier=True),
        "admin": people.admin,
    }
    wanted = item["id"] if who != "admin" else UUID(int=7)
    answer = callers[who]().post(f"/evidence/{wanted}/decision", VERIFIED)
    assert answer.status_code == status
    assert people.scalar(sa.select(EvidenceItem.decided_at)) is None


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"section": "skills"}, "#/section"),
        ({"claim_id": str(UUID(int=7))}, "#/claim_id"),
        ({"claim_id": None}, "#/claim_id"),
        ({"claim_id": "seven"}, "#/claim_id"),
        ({"section": "status"}, "#/claim_id"),
        ({"proof": ""}, "#/proof"),
        ({"proof": "x" * 1001}, "#/proof"),
        ({"proof": "nul \x00"}, "#/proof"),
        ({"evidence": "verified"}, "#/evidence"),
        ({"candidate_id": str(UUID(int=7))}, "#/candidate_id"),
    ],
)
def test_bad_proofs(people: People, change: dict[str, Any], pointer: str) -> None:
    person, made = profiled(people)
    answer = person.post(f"/candidates/{made['id']}/evidence", proof_of(made) | change)
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json["errors"]] == [pointer]
    assert people.scalar(sa.select(sa.func.count()).select_from(EvidenceItem)) == 0


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"evidence": "sure"}, "#/evidence"),
        ({"evidence": None}, "#/evidence"),
        ({"reason": ""}, "#/reason"),
        ({"expires_on": "2026-02-30"}, "#/expires_on"),
        ({"expires_on": 2026}, "#/expires_on"),
        ({"expires_on": "2020-01-01"}, "#/expires_on"),
        ({"decided_by": "me"}, "#/decided_by"),
    ],
)
def test_bad_decisions(people: People, change: dict[str, Any], pointer: str) -> None:
    person, made = profiled(people)
    item = submitted(person, made)
    answer = people.admin().post(f"/evidence/{item['id']}/decision", VERIFIED | change)
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json["errors"]] == [pointer]
    assert person.get(f"/candidates/{made['id']}").json == made


def test_a_proof_may_be_good_until_today_and_expired_before(people: People) -> None:
    person, made = profiled(people)
    path = f"/evidence/{submitted(person, made)['id']}/decision"
    for evidence, day in (("verified", today()), ("expired", today() - timedelta(days=1))):
        decision = {"evidence": evidence, "reason": "seen", "expires_on": day.isoformat()}
        assert people.admin().post(path, decision).status_code == 200


@pytest.mark.parametrize("evidence", ["rejected", "expired", "none"])
def test_a_decision_can_be_taken_again(people: People, evidence: str) -> None:
    person, made = profiled(people)
    item = submitted(person, made)
    path = f"/evidence/{item['id']}/decision"
    people.admin().post(path, VERIFIED)
    people.admin().post(path, {"evidence": evidence, "reason": "looked again"})
    [degree] = person.get(f"/candidates/{made['id']}").json["education"]
    assert degree["evidence"] == evidence
    assert degree["evidence_expires_on"] is None
