"""Two operators at the same thing, and what proves that somebody speaks for an employer."""

import re
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from models import Employer, EvidenceItem, EvidenceState, VerificationStatus
from tests.browsing import Browser
from tests.marketplace.candidates.profiles import profiled
from tests.meetings import employing, seeking
from tests.people import People


def shown_version(browser: Browser, path: str) -> str:
    found = re.search(r'name="version" value="([^"]*)"', browser.get(path).text)
    assert found is not None
    return found[1]


def test_an_address_that_an_owner_names_proves_nothing(people: People) -> None:
    owner, employer = people.owner(verified=False, website="https://www.university.example")
    path = f"/operator/employers/{employer['id']}"
    browser = Browser(people.app, people.admin())
    for email in ("dean@university.example", people.person().email):
        added = {"email": email, "part": "owner"}
        assert owner.post(f"/employers/{employer['id']}/members", added).status_code == 201
    shown = browser.get(path).text
    assert "none is under the website’s domain" in shown
    assert re.search(r"Named by the owner only</dt><dd>university\.example<", shown)


def test_the_address_of_who_registered_an_employer_proves_its_domain(people: People) -> None:
    _, employer = people.owner(verified=False, website="https://jobs.example.org/")
    shown = Browser(people.app, people.admin()).get(f"/operator/employers/{employer['id']}").text
    assert re.search(r"Proved addresses</dt><dd>example\.org · ✓", shown)
    assert "Named by the owner only" not in shown


def test_a_decision_on_an_employer_that_somebody_overtook_waits(people: People) -> None:
    _, employer = people.owner(verified=False)
    path = f"/operator/employers/{employer['id']}"
    first, second = (Browser(people.app, people.admin()) for _ in range(2))
    version = shown_version(second, path)
    done = {"status": "verified", "reason": "Seen in the register.", "version": version}
    assert first.post(path, done, follow=False).status_code == 303
    late = second.post(path, {"status": "rejected", "reason": "No site.", "version": version})
    assert late.status_code == 409
    assert "No site." in late.text
    assert "Saved now:" in late.text
    assert "Seen in the register." in late.text
    status = sa.select(Employer.verification_status).where(Employer.id == UUID(employer["id"]))
    assert people.scalar(status) is VerificationStatus.VERIFIED
    again = {"status": "rejected", "reason": "No site.", "version": shown_version(second, path)}
    assert second.post(path, again, follow=False).status_code == 303
    assert people.scalar(status) is VerificationStatus.REJECTED


def waiting_proof(people: People) -> str:
    person, made = profiled(people)
    proof = {"section": "education", "claim_id": made["education"][0]["id"], "proof": "CHSI 123"}
    sent: dict[str, Any] = person.post(f"/candidates/{made['id']}/evidence", proof).json
    return str(sent["id"])


def test_a_decision_on_a_proof_that_somebody_overtook_waits(people: People) -> None:
    path = f"/operator/evidence/{waiting_proof(people)}"
    first, second = (Browser(people.app, people.person(is_verifier=True)) for _ in range(2))
    seen = shown_version(second, path)
    done = {"evidence": "verified", "reason": "In the register.", "version": seen}
    assert first.post(path, done, follow=False).status_code == 303
    late = second.post(path, {"evidence": "rejected", "reason": "A copy.", "version": seen})
    assert late.status_code == 409
    assert "A copy." in late.text
    assert "In the register." in late.text
    assert people.scalar(sa.select(EvidenceItem.state)) is EvidenceState.VERIFIED
    again = {"evidence": "rejected", "reason": "A copy.", "version": shown_version(second, path)}
    assert second.post(path, again, follow=False).status_code == 303
    assert people.scalar(sa.select(EvidenceItem.state)) is EvidenceState.REJECTED


def test_an_answer_to_a_request_that_somebody_answered_is_shown_again(people: People) -> None:
    asked = {"role_id": str(employing(people).role_id), "subject": "rank", "message": "Why?"}
    Browser(people.app, seeking(people).person).post("/me/reviews", asked)
    first, second = (Browser(people.app, people.admin()) for _ in range(2))
    found = re.search(r'action="(/operator/reviews/[^"?]+)', first.get("/operator/reviews").text)
    assert found is not None
    lacking = second.post(found[1], {"outcome": "corrected", "answer": ""})
    assert lacking.status_code == 422
    assert re.search(r'value="corrected" checked', lacking.text)
    assert 'id="answer-wrong"' in lacking.text
    answer = {"outcome": "confirmed", "answer": "We looked again."}
    assert first.post(found[1], answer, follow=False).status_code == 303
    late = second.post(found[1], {"outcome": "corrected", "answer": "Mine took an hour."})
    assert late.status_code == 422
    assert "The request was answered already." in late.text
    assert "Mine took an hour." in late.text
