"""The operator's pages: what waits, who may look, and what a decision does."""

import re
from datetime import timedelta
from html import unescape
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from models import (
    AuditEvent,
    Candidate,
    CandidateView,
    Membership,
    OutboxMessage,
    Report,
    Role,
    RoleStatus,
    Webhook,
    WebhookDelivery,
    now,
)
from tests.browsing import Browser
from tests.marketplace.candidates.profiles import profiled
from tests.meetings import add_role, employing, seeking
from tests.people import People

PAGES = (
    "",
    "/evidence",
    "/employers",
    "/reviews",
    "/reports",
    "/postings",
    "/trail",
    "/policies",
    "/health",
)


def waiting_proof(people: People) -> tuple[dict[str, Any], str]:
    person, made = profiled(people)
    proof = {"section": "education", "claim_id": made["education"][0]["id"], "proof": "CHSI 123"}
    return made, person.post(f"/candidates/{made['id']}/evidence", proof).json["id"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_page_opens_to_the_operator(people: People, language: str) -> None:
    browser = Browser(people.app, people.admin(), language=language)
    for path in PAGES:
        assert browser.get(f"/operator{path}").status_code == 200


def test_a_verifier_sees_proofs_and_nothing_else(people: People) -> None:
    browser = Browser(people.app, people.person(is_verifier=True))
    opened = [path for path in PAGES if browser.get(f"/operator{path}").status_code == 200]
    assert opened == ["", "/evidence"]
    assert "/operator/trail" not in browser.get("/operator").text


def test_an_employer_is_verified_with_a_reason(people: People) -> None:
    _, employer = people.owner(verified=False, website="https://www.example.org")
    browser = Browser(people.app, people.admin())
    assert employer["name"] in browser.get("/operator/employers").text
    path = f"/operator/employers/{employer['id']}"
    assert "one is under the website’s domain" in browser.get(path).text
    refused = browser.post(path, {"status": "verified"})
    assert refused.status_code == 422
    assert 'id="reason-wrong"' in refused.text
    done = browser.post(path, {"status": "verified", "reason": "seen in the register"})
    assert employer["name"] in done.text  # the notice names it
    assert f'href="{path}"' not in done.text
    assert f'href="{path}"' in browser.get("/operator/employers?status=verified").text


def test_a_proof_is_decided_on_and_the_look_is_seen(people: People) -> None:
    made, evidence_id = waiting_proof(people)
    browser = Browser(people.app, people.person(is_verifier=True))
    listed = browser.get("/operator/evidence").text
    assert evidence_id in listed
    assert "CHSI 123" not in listed
    path = f"/operator/evidence/{evidence_id}"
    assert "CHSI 123" in browser.get(path).text
    looks = sa.select(sa.func.count()).where(CandidateView.candidate_id == UUID(made["id"]))
    assert people.scalar(looks) == 1
    decision = {"evidence": "verified", "reason": "the register says so", "expires_on": ""}
    assert "The decision is kept" in browser.post(path, decision).text
    assert evidence_id not in browser.get("/operator/evidence").text
    entries = people.scalar(sa.select(Candidate.education))
    assert entries[0]["evidence"] == "verified"


def reported(people: People) -> tuple[UUID, str]:
    _, employer = people.owner()
    role_id = add_role(people, UUID(employer["id"]), status=RoleStatus.OPEN)
    body = {"role_id": str(role_id), "reason": "fee", "detail": "They ask for a deposit."}
    return role_id, people.anyone().post("/reports", body).json["id"]


def test_a_reported_role_is_taken_down_and_its_applicants_are_told(people: People) -> None:
    role_id, report_id = reported(people)
    person, _ = profiled(people)
    applied = person.post("/applications", {"role_id": str(role_id), "message": "Hello"})
    assert applied.status_code == 201, applied.json
    browser = Browser(people.app, people.admin())
    assert "They ask for a deposit." in browser.get("/operator/reports").text
    path = f"/operator/reports/{report_id}"
    assert browser.post(path, {"outcome": "dismissed", "takes_down": "true"}).status_code == 409
    refused = browser.post(path, {"outcome": ""})
    assert refused.status_code == 422
    assert report_id in refused.text
    browser.post(path, {"outcome": "resolved", "takes_down": "true"})
    assert people.scalar(sa.select(Role.status).where(Role.id == role_id)) is RoleStatus.CLOSED
    letters = sa.select(OutboxMessage.payload).order_by(OutboxMessage.id.desc()).limit(1)
    assert people.scalar(letters)["to"] == person.email
    assert browser.post(path, {"outcome": "resolved"}).status_code == 409
    assert report_id in browser.get("/operator/reports?status=resolved").text


def test_the_owners_of_a_role_that_is_taken_down_are_told_once(people: People) -> None:
    role_id, report_id = reported(people)
    browser = Browser(people.app, people.admin())
    browser.post(f"/operator/reports/{report_id}", {"outcome": "resolved", "takes_down": "true"})
    with people.database.session(write=False) as session:
        owners = session.scalars(
            sa.select(Membership.email)
            .join(Role, Role.employer_id == Membership.employer_id)
            .where(Role.id == role_id)
        ).all()
        mails = [each.payload for each in session.scalars(sa.select(OutboxMessage))]
    told = [mail["to"] for mail in mails if "was removed" in mail.get("subject", "")]
    assert told == list(owners)
    assert len(told) == 1


def test_requests_for_a_person_are_paged(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("marketplace.operator.pages.reviews.ON_A_PAGE", 2)
    boss = employing(people)
    for number in range(5):
        seeker = seeking(people)
        body = {"subject": "rank", "message": f"Why {number}?"}
        Browser(people.app, seeker.person).post(
            "/me/reviews", {**body, "role_id": str(boss.role_id)}
        )
    browser, path = Browser(people.app, people.admin()), "/operator/reviews"
    seen: list[str] = []
    for page in range(3):
        shown = browser.get(path).text
        assert "5 requests wait." in shown
        seen += re.findall(r"Why (\d)\?", shown)
        following = re.search(r'href="(/operator/reviews\?after=[^"]+)" rel="next"', shown)
        assert (following is None) is (page == 2)
        path = unescape(following[1]) if following else path
    assert sorted(seen) == ["0", "1", "2", "3", "4"]
    assert "5 requests wait." in browser.get("/operator/reviews?after=nonsense").text
    action = re.search(r'action="(/operator/reviews/[^"]+)"', browser.get(path).text)
    assert action is not None
    answered = browser.post(unescape(action[1]), {"outcome": "confirmed", "answer": ""})
    assert answered.status_code == 422
    assert "Why 4?" in answered.text


def test_a_dismissed_report_leaves_the_role(people: People) -> None:
    role_id, report_id = reported(people)
    browser = Browser(people.app, people.admin())
    browser.post(f"/operator/reports/{report_id}", {"outcome": "dismissed"})
    assert people.scalar(sa.select(Role.status).where(Role.id == role_id)) is RoleStatus.OPEN
    assert str(people.scalar(sa.select(Report.status))) == "dismissed"


def test_the_trail_is_narrowed_and_paged(people: People) -> None:
    for number in range(25):
        people.person().post("/employers", {"name": f"Lab {number}", "kind": "university"})
    browser = Browser(people.app, people.admin())
    seen: list[str] = []
    path: str | None = "/operator/trail?type=employer.created"
    while path is not None:
        page = browser.get(path).text
        seen += re.findall(r"subject=([0-9a-f-]{36})", page)
        onward = re.search(r'href="([^"]+)" rel="next"', page)
        path = onward[1].replace("&amp;", "&") if onward else None
    assert len(set(seen)) == 25
    event = people.scalar(sa.select(AuditEvent.actor_id).order_by(AuditEvent.id).limit(1))
    assert str(event) in browser.get(f"/operator/trail?actor={event}").text
    nothing = browser.get("/operator/trail?day=2001-01-01&type=employer.created").text
    assert "nothing of this kind" in nothing


def test_health_tells_what_waits_and_what_failed(people: People) -> None:
    with people.database.session(write=True) as session:
        failed = {"attempts": 3, "failure": "ConnectionRefusedError 111"}
        session.add(OutboxMessage(type="mail.send", payload={}, **failed))
        owner, url = people.person().account_id, "https://hooks.example/"
        hook = Webhook(account_id=owner, url=url, events=[], secret=b"", failing_since=now())
        session.add(hook)
        session.flush()
        of_hook = {
            "webhook_id": hook.id,
            "type": "role.closed",
            "payload": {},
            "happened_at": now(),
        }
        for due in (now(), now() + timedelta(hours=1), now() + timedelta(hours=2)):
            session.add(WebhookDelivery(**of_hook, event_id=uuid4(), due_at=due))
        session.commit()
    page = Browser(people.app, people.admin()).get("/operator/health").text
    assert "ConnectionRefusedError 111" in page
    told = re.sub(r"\s*<[^>]+>\s*", " ", page)
    said = " ".join(told.split())
    assert "Due now 1 " in said
    assert "Enabled 1 Last attempt failed 1 Disabled by us 0 " in said
    assert re.search("Deliveries due now 1 Due since .* Deliveries due later 2 Deliveries", said)


def test_a_change_of_policy_is_previewed_within_a_bound(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    profiled(people)
    browser = Browser(people.app, people.admin())
    page = browser.get("/operator/policies").text
    names = re.findall(r'<option value="([^"]+)"', page)
    refused = browser.post("/operator/policies", {"name": "no-such-pack"})
    assert refused.status_code == 422
    shown = browser.post("/operator/policies", {"name": names[0]})
    assert shown.status_code == 200
    assert "would change" in shown.text
    monkeypatch.setattr("marketplace.operator.previews.MOST_PEOPLE", -1)
    bounded = browser.post("/operator/policies", {"name": names[0]})
    assert bounded.status_code == 422
    assert "flask policy-impact" in bounded.text
