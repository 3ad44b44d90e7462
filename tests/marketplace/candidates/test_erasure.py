import json

import sqlalchemy as sa

from models import Account, AuditEvent, Base, IdempotencyKey, IndexChange, OutboxMessage
from tests.marketplace.candidates.profiles import PROFILE, STATUS, consent, managed, profiled
from tests.people import People

CANARY = "zanzibarcanary"


def everything(people: People) -> str:
    """Return all that stands in the database, as text."""
    with people.database.session(write=False) as session:
        rows = [
            {column: str(value) for column, value in row.items()}
            for table in Base.metadata.sorted_tables
            for row in session.execute(sa.select(table)).mappings()
        ]
    return json.dumps(rows, ensure_ascii=False, default=str)


def test_erasing_leaves_nothing(people: People) -> None:
    person, made = profiled(
        people,
        headline=f"{CANARY} a",
        contact={**PROFILE["contact"], "name": CANARY},
        hidden_from=[f"{CANARY}.example"],
        patents=[{"title": CANARY}],
    )
    path = f"/candidates/{made['id']}"
    consent(person, made["id"], "sensitive_status")
    person.patch(path, {"status": STATUS | {"work_permit_employer": CANARY}})
    key = {"Idempotency-Key": "proof"}
    claim = {"section": "patents", "claim_id": made["patents"][0]["id"], "proof": CANARY}
    item = person.post(f"{path}/evidence", claim, headers=key).json
    verifier = people.person(is_verifier=True)
    decision = {"evidence": "verified", "reason": CANARY}
    verifier.post(f"/evidence/{item['id']}/decision", decision, headers=key)
    assert everything(people).count(CANARY) >= 6
    assert people.scalar(sa.select(sa.func.count()).select_from(IdempotencyKey)) == 2
    assert person.delete(path).status_code == 204
    assert CANARY not in everything(people)
    assert people.scalar(sa.select(sa.func.count()).select_from(IdempotencyKey)) == 0
    assert person.get(path).status_code == 404
    assert person.get("/account").json["candidate_id"] is None
    changes = sa.select(IndexChange.subject_id).order_by(IndexChange.id.desc()).limit(1)
    assert str(people.scalar(changes)) == made["id"]
    kept = sa.select(AuditEvent.detail).where(AuditEvent.type == "candidate.erased")
    assert people.scalar(kept) == {}
    told = sa.select(OutboxMessage.payload).where(OutboxMessage.type == "candidate.erased")
    assert people.scalar(told) == {"subject_id": made["id"]}


def test_an_integration_erases_what_it_made(people: People) -> None:
    integration = people.person()
    key = {"Idempotency-Key": "once"}
    body = {"contact": {"name": CANARY, "email": f"{CANARY}@there.example"}}
    made = integration.post("/candidates", body, headers=key).json
    assert CANARY in everything(people)
    assert integration.delete(f"/candidates/{made['id']}").status_code == 204
    assert CANARY not in everything(people)
    again = integration.post("/candidates", body, headers=key).json
    assert again["id"] != made["id"]


def test_erasing_leaves_other_peoples_mail(people: People) -> None:
    victim = people.person()
    integration, made = managed(people, victim.email)
    with people.database.session(write=True) as session:
        mail = {"to": victim.email, "subject": "Reset your password", "text": "link"}
        session.add(OutboxMessage(type="mail.send", payload=mail))
        session.commit()
    integration.delete(f"/candidates/{made['id']}")
    left = sa.select(OutboxMessage.payload).where(OutboxMessage.type == "mail.send")
    with people.database.session(write=False) as session:
        assert [payload["subject"] for payload in session.scalars(left)] == ["Reset your password"]


def test_erasing_needs_the_tag(people: People) -> None:
    person, made = profiled(people)
    path = f"/candidates/{made['id']}"
    stale = {"If-Match": '"stale"'}
    assert person.delete(path, headers=stale).status_code == 412
    tag = {"If-Match": person.get(path).headers["ETag"]}
    assert person.delete(path, headers=tag).status_code == 204
    assert person.delete(path).status_code == 404


def test_who_managed_may_go_and_the_profile_stays(people: People) -> None:
    integration, made = managed(people)
    assert integration.delete("/account").status_code == 204
    assert people.scalar(sa.select(sa.func.count()).select_from(Account)) == 0
    assert made["id"] in everything(people)
