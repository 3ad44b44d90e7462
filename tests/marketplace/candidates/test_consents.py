from uuid import UUID

import pytest
import sqlalchemy as sa

from marketplace.candidates.services import candidates_by_ids, is_rankable
from models import AuditEvent, CandidateStatus, EvidenceItem
from tests.marketplace.candidates.profiles import STATUS, consent, managed, profiled
from tests.people import People


def test_a_consent_is_given_and_taken_back(people: People) -> None:
    person, made = profiled(people)
    path = f"/candidates/{made['id']}/consents"
    given = person.send("PUT", f"{path}/matching", json={"basis": "I ticked it."}).json
    assert [(each["purpose"], each["basis"]) for each in given["consents"]] == [
        ("matching", "I ticked it.")
    ]
    both = person.send("PUT", f"{path}/contact").json
    assert [each["purpose"] for each in both["consents"]] == ["contact", "matching"]
    assert person.get(f"/candidates/{made['id']}").json == both
    again = person.send("PUT", f"{path}/contact", json={}).json
    assert again["consents"] == both["consents"]
    left = person.delete(f"{path}/matching").json
    assert [each["purpose"] for each in left["consents"]] == ["contact"]
    assert person.get(f"/candidates/{made['id']}").json == left
    kept = sa.select(AuditEvent.type, AuditEvent.detail).where(
        AuditEvent.type.startswith("consent.")
    )
    with people.database.session(write=False) as session:
        events = [(kind, detail["purpose"]) for kind, detail in session.execute(kept)]
    assert sorted(set(events)) == [
        ("consent.given", "contact"),
        ("consent.given", "matching"),
        ("consent.withdrawn", "matching"),
    ]


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_a_consent_has_a_known_purpose_and_a_tag(people: People, method: str) -> None:
    person, made = profiled(people)
    path = f"/candidates/{made['id']}/consents"
    assert person.send(method, f"{path}/everything", json={}).status_code == 404
    stale = {"If-Match": '"stale"'}
    assert person.send(method, f"{path}/matching", json={}, headers=stale).status_code == 412
    bare = person.client.open(
        f"/api/v1{path}/matching", method=method, headers=person.headers, json={}
    )
    assert bare.status_code == 428


def test_nobody_consents_for_another(people: People) -> None:
    integration, made = managed(people)
    path = f"/candidates/{made['id']}"
    assert consent(integration, made["id"], "matching").status_code == 403
    assert integration.delete(f"{path}/consents/matching").status_code == 403
    assert integration.get(f"{path}/access_log").status_code == 403
    assert integration.get(path).json["consents"] == []


def test_the_status_goes_with_its_consent(people: People) -> None:
    person, made = profiled(people)
    path = f"/candidates/{made['id']}"
    consent(person, made["id"], "sensitive_status")
    person.patch(path, {"status": STATUS})
    proof = {"section": "status", "proof": "page 3 of my passport"}
    assert person.post(f"{path}/evidence", proof).status_code == 201
    left = person.delete(f"{path}/consents/sensitive_status").json
    assert left["status"] is None
    for table in (CandidateStatus, EvidenceItem):
        assert people.scalar(sa.select(sa.func.count()).select_from(table)) == 0


def test_only_who_allows_it_is_ranked(people: People) -> None:
    person, made = profiled(people)

    def rankable() -> bool:
        with people.database.session(write=False) as session:
            [found] = candidates_by_ids(session, [UUID(made["id"])]).values()
            return is_rankable(found)

    assert not rankable()
    consent(person, made["id"], "matching")
    assert rankable()
    person.patch(f"/candidates/{made['id']}", {"visibility": "hidden"})
    assert not rankable()
