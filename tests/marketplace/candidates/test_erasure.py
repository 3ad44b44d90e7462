import json
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from marketplace.candidates.drafts import save_draft
from marketplace.clock import now, today
from marketplace.evidence.documents import Document
from marketplace.evidence.services import submit_evidence
from marketplace.marks.services import mark_role
from marketplace.permissions import Caller
from marketplace.resumes.services import propose_resume
from marketplace.review_requests.services import request_review
from marketplace.searches.alert_mail import mail_news
from marketplace.searches.saving import save_search
from marketplace.webhooks.fanning import fan_out
from models import (
    Account,
    AuditEvent,
    Base,
    IdempotencyKey,
    IndexChange,
    OutboxMessage,
    Role,
    RoleMark,
    SavedSearch,
)
from tests.marketplace.candidates.profiles import PROFILE, STATUS, consent, managed, profiled
from tests.meetings import employing
from tests.people import People, Person

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


def fill_the_area(people: People, person: Person, made: dict[str, Any]) -> None:
    """Leave the word wherever a candidate can, beside the profile."""
    employer = employing(people)
    candidate_id = UUID(made["id"])
    caller = Caller(account_id=person.account_id, email=person.email, candidate_id=UUID(made["id"]))
    resume = json.dumps({"basics": {"label": CANARY}, "work": [{"position": CANARY}]}).encode()
    with people.app.test_request_context(), people.database.session(write=True) as session:
        save_draft(session, caller, "summary", {"headline": [CANARY]}, "tag")
        propose_resume(session, caller, resume)
        submit_evidence(
            session,
            caller,
            candidate_id,
            section="languages",
            claim_id=UUID(made["languages"][0]["id"]),
            proof=CANARY,
            document=Document(f"{CANARY}.pdf", f"%PDF-1.7 {CANARY}".encode()),
        )
        request_review(
            session,
            caller,
            employer.role_id,
            subject="rank",
            message=CANARY,
            shown={"headline": CANARY},
            day=today(),
        )
        mark_role(session, caller, employer.role_id, "saved")
        saved = save_search(
            session, caller, name=CANARY, query={"q": [CANARY]}, frequency="daily", language="en"
        )
        role = session.get_one(Role, employer.role_id, options=[joinedload(Role.employer)])
        mail_news(session, session.get_one(Account, person.account_id), saved, [role])
        session.commit()


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
    fill_the_area(people, person, made)
    assert everything(people).count(CANARY) >= 14
    assert people.scalar(sa.select(sa.func.count()).select_from(IdempotencyKey)) == 2
    assert person.delete(path).status_code == 204
    assert CANARY not in everything(people)
    assert people.scalar(sa.select(sa.func.count()).select_from(IdempotencyKey)) == 0
    for table in (RoleMark, SavedSearch):
        assert people.scalar(sa.select(sa.func.count()).select_from(table)) == 0
    assert person.get(path).status_code == 404
    assert person.get("/account").json["candidate_id"] is None
    changes = sa.select(IndexChange.subject_id).order_by(IndexChange.id.desc()).limit(1)
    assert str(people.scalar(changes)) == made["id"]
    kept = sa.select(AuditEvent.detail).where(AuditEvent.type == "candidate.erased")
    assert people.scalar(kept) == {}
    told = sa.select(OutboxMessage.payload).where(OutboxMessage.type == "candidate.erased")
    # Whose webhooks are to hear of it; that goes once they were found.
    assert people.scalar(told) == {
        "subject_id": made["id"],
        "reader_id": str(person.account_id),
    }
    with people.database.session(write=True) as session:
        fan_out(session, now())
        session.commit()
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
