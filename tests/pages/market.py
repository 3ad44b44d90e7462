"""What the demo's people do before anybody looks at the pages: no list is empty then."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import Flask

from marketplace.candidates.codes import code_of
from marketplace.clock import today
from marketplace.database import Database
from marketplace.demo.sign_ins import sign_ins
from marketplace.greenhouse.sending import Ask, Installation, send_next
from models import Account, Base, Candidate, ReviewRequest, Role, Shortlist, now
from tests.browsing import Browser
from tests.marketplace.greenhouse.house import NOBODY, stub
from tests.people import BASE, Person

DRAFT = "x-test-draft"  # below DRAFTS of tests/pages/showing.py


class Market:
    """The demo's people, who call the API with their tokens and send forms."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.settings = app.config["MARKETPLACE"]
        self.known = {each.part: each for each in sign_ins(self.settings)}
        self.me = str(self.call("candidate", "GET", "/account")["candidate_id"])
        path = f"/candidates/{self.me}/matches?limit=7"
        self.roles = [each["role"] for each in self.call("candidate", "GET", path)["data"]]

    def call(self, part: str, method: str, path: str, body: object = None) -> Any:
        """Return the JSON of an answer that is no refusal."""
        headers = {"Authorization": f"Bearer {self.known[part].token}", "If-Match": "*"}
        sent: dict[str, Any] = {} if method == "GET" else {"json": body or {}}
        answer = self.app.test_client().open(BASE + path, method=method, headers=headers, **sent)
        assert answer.status_code < 300, (path, answer.get_data(as_text=True))
        return answer.json

    def fill(self, part: str, path: str, fields: Mapping[str, str | Sequence[str]]) -> None:
        """Send a form that is not refused."""
        with self.session() as session:
            found = sa.select(Account.id).where(Account.email == self.known[part].email)
            account_id = session.scalars(found).one()
        person = Person(self.app.test_client(), account_id, "", {})
        answer = Browser(self.app, person).post(path, fields, follow=False)
        assert answer.status_code in {302, 303}, (path, answer.get_data(as_text=True))

    def code(self, role: Mapping[str, str]) -> str:
        """Return the code under which a role's employer knows the demo's candidate."""
        with self.session() as session:
            number = session.get_one(Candidate, UUID(self.me)).number
        return code_of(number, UUID(role["employer_id"]), self.settings.secret_key)

    def ask(self, ask: Ask) -> None:
        """Make one attempt to send somebody to Greenhouse."""
        settings = self.settings
        here = Installation(url=NOBODY, public_url="", secret=settings.secret_key)
        assert send_next(self.app.extensions["database"], ask, here, at=now())

    def first(self, table: type[Base]) -> UUID:
        """Return the id of the first row of a table."""
        with self.session() as session:
            found: UUID = session.scalars(sa.select(table.__table__.c.id)).first()
            return found

    def session(self) -> Any:
        """Return a session that reads."""
        database: Database = self.app.extensions["database"]
        return database.session(write=False)


def make_busy(app: Flask) -> None:
    """Let candidates apply, employers answer, and the operator have work."""
    market = Market(app)
    _write_profile(market)
    _write_roles(market)
    _copy(market)
    _import(market)
    _unblind(market)
    _apply(market)
    _invite(market)
    _review(market)
    _send_on(market)
    _keep(market)
    _decide(market)
    _preview(app)


def _write_profile(market: Market) -> None:
    """Let the candidate say everything that a profile has room for; few match by what is new."""
    path = f"/candidates/{market.me}"
    profile = market.call("candidate", "GET", path)
    links = ["https://example.org/noor"]
    new = {
        "contact": {**profile["contact"], "phone": "+962 7 1234", "links": links},
        "patents": [{"title": "A cache", "number": "CN1"}],
        "publications": [{"title": "On caches", "doi": "10.1000/182"}],
        "notice_weeks": 4,
        "awards": [{"title": "Best poster", "issuer": "A society"}],
        "hidden_from": ["rival.example"],
    }
    market.call("candidate", "PATCH", path, {**profile, **new})
    market.call("candidate", "PUT", f"{path}/consents/contact", {"basis": "I said so."})


def _write_roles(market: Market) -> None:
    """Let employers say everything that a role and an employer have room for."""
    for role in market.roles:
        path = f"/roles/{role['id']}"
        stated = market.call("employer", "GET", path)
        new = {
            "seniority": "senior",
            "facilities": ["A cluster of 64 accelerators"],
            "terms": {"ip": "Yours", "data": "Ours", "publication_allowed": True},
            "questions": [
                {"text": "Which project are you proudest of?", "required": True},
                {"text": "Could you start in the spring?", "kind": "yes_no"},
                {"text": "Where?", "kind": "choice", "choices": ["On site", "At home"]},
            ],
        }
        market.call("employer", "PATCH", path, {**stated, **new})
    for employer_id in {role["employer_id"] for role in market.roles}:
        path = f"/employers/{employer_id}"
        market.call("employer", "PATCH", path, market.call("employer", "GET", path))
        decision = {"status": "verified", "reason": "Seen in the register."}
        market.call("admin", "POST", f"{path}/verification", decision)


def _copy(market: Market) -> None:
    """Let an employer post a role twice."""
    market.fill("employer", f"/employer/roles/{market.roles[0]['id']}/copy", {})
    with market.session() as session:
        copy_id = session.scalars(sa.select(Role.id).order_by(Role.created_at.desc())).first()
    path = f"/roles/{copy_id}"
    stated = market.call("employer", "GET", path)
    ends = (today() + timedelta(days=30)).isoformat()
    market.call("employer", "PATCH", path, {**stated, "valid_through": ends})
    market.call("employer", "POST", f"{path}/transitions", {"to": "open"})


def _import(market: Market) -> None:
    """Let an employer send two lines, one of which is no posting."""
    headers = {
        "Authorization": f"Bearer {market.known['employer'].token}",
        "Content-Type": "application/x-ndjson",
    }
    lines = '{"title": "No more than a title"}\n{"title": 7}\n'
    client = market.app.test_client()
    answer = client.post(f"{BASE}/imports/roles?dry_run=false", headers=headers, data=lines)
    assert answer.status_code == 200, answer.get_data(as_text=True)


def _unblind(market: Market) -> None:
    """Let the employer of a role look at one candidate before anybody applies."""
    place = f"/employer/roles/{market.roles[2]['id']}"
    market.fill("employer", f"{place}/blind", {"blind": "true"})
    why = {"reason": "Somebody knows them."}
    market.fill("employer", f"{place}/candidates/{market.code(market.roles[2])}/unblind", why)
    market.fill("employer", f"{place}/blind", {"blind": ""})


def _apply(market: Market) -> None:
    for role, stages in zip(
        [market.roles[6], *market.roles[:3]],
        (["rejected"], [], ["screen"], ["screen", "interview"]),
        strict=True,
    ):
        proudest, *_ = market.call("employer", "GET", f"/roles/{role['id']}")["questions"]
        answers = {proudest["id"]: "A flight controller."}
        body = {"role_id": role["id"], "message": "I would like to.", "answers": answers}
        application = market.call("candidate", "POST", "/applications", body)
        for stage in stages:
            path = f"/applications/{application['id']}/transitions"
            words = {"reason": "As we talked.", "message": "Thank you for your time."}
            market.call("employer", "POST", path, {"to": stage, **words})


def _invite(market: Market) -> None:
    role = market.roles[3]
    path = f"/roles/{role['id']}/matches?limit=3"
    found = [each["candidate"] for each in market.call("employer", "GET", path)["data"]]
    known = [each.get("code") or each["id"] for each in found if each.get("id") != market.me]
    for who in {*known, market.code(role)}:
        body = {"role_id": role["id"], "candidate": who, "message": "Shall we talk?"}
        market.call("employer", "POST", "/invitations", body)


def _review(market: Market) -> None:
    """Let the employer write about an applicant, and list them."""
    role = market.roles[2]
    place = f"/employer/roles/{role['id']}/candidates"
    one = f"{place}/{market.code(role)}"
    market.fill("employer", f"{one}/notes", {"text": "Strong in control theory."})
    market.fill("employer", f"{one}/scorecard", {"overall": "4", "text": "Thinks before coding."})
    market.fill("employer", f"{one}/tags", {"tag": "Spring"})
    letter = {"kind": "message", "name": "A first word", "text_en": "Dear {name},"}
    letter |= {"text_zh": "{name}，您好："}
    market.fill("employer", f"/employer/organisations/{role['employer_id']}/letters", letter)
    market.fill("employer", f"{one}/messages", {"text": "When can you talk?"})
    starts = f"{today() + timedelta(days=5)}T10:00"
    dates = {"starts_at": starts, "minutes": "45", "place": "Room 4"}
    market.fill("employer", f"{one}/interviews", dates)
    listed = {"who": [market.code(role)], "act": "shortlist", "name": "Good"}
    market.fill("employer", place, listed)
    shortlist = f"/employer/shortlists/{market.first(Shortlist)}"
    market.fill("employer", shortlist, {"act": "rename", "name": "For the spring"})
    market.fill("employer", shortlist, {"act": "share"})
    why = {"act": "explain", "rationale": "Knows both languages."}
    market.fill("employer", f"{shortlist}/entries/{market.code(role)}", why)


def _send_on(market: Market) -> None:
    """Let employers send an applicant each to their Greenhouse, which takes one of them."""
    key = {"api_key": "f06b2b153e016f8e7c3632627af56b1d-3", "user_email": "hiring@example.org"}
    refusal = {"errors": [{"field": "job_id", "message": "is no job of yours"}]}
    for role, answers in ((market.roles[1], stub(422, refusal)), (market.roles[2], stub(201))):
        ours = f"/employer/organisations/{role['employer_id']}/greenhouse"
        market.fill("employer", ours, key)
        market.ask(stub(200, {"full_name": "Jia Hiring"}))
        who = {"who": market.code(role), "job_id": "4711"}
        market.fill("employer", f"/employer/roles/{role['id']}/greenhouse", who)
        market.ask(answers)


def _keep(market: Market) -> None:
    """Let the candidate keep, report, prove and ask."""
    call, fill = market.call, market.fill
    report = {"role_id": market.roles[4]["id"], "reason": "other", "detail": "Is it there?"}
    call("candidate", "POST", "/reports", report)
    call("candidate", "POST", "/tokens", {"name": "mine", "scopes": ["roles:read"]})
    hook = {"url": "https://hooks.example/", "events": ["match.flag_changed"]}
    call("candidate", "POST", "/webhooks", {**hook, "description": "My tracker"})
    ours = {"events": ["role.published"], "employer_id": market.roles[0]["employer_id"]}
    made = call("employer", "POST", "/webhooks", {**hook, **ours, "description": "Our tracker"})
    call("employer", "POST", f"/webhooks/{made['id']}/test")
    fill("candidate", "/me/saved", {"role_id": market.roles[5]["id"], "kind": "saved"})
    search = {"name": "Robots in Shenzhen", "frequency": "daily", "hub": "shenzhen"}
    fill("candidate", "/me/searches", search)
    for role, message in zip(market.roles[:2], ("Why so low?", "And this one?"), strict=True):
        asked = {"role_id": role["id"], "subject": "rank", "message": message}
        fill("candidate", "/me/reviews", asked)


def _decide(market: Market) -> None:
    """Let the operator decide on one proof and one review; another of each waits."""
    path = f"/candidates/{market.me}/evidence"
    for proof in ("A residence permit", "A work permit"):
        item = market.call("candidate", "POST", path, {"section": "status", "proof": proof})
        if "work" in proof:
            decision = {"evidence": "verified", "reason": "Seen."}
            market.call("admin", "POST", f"/evidence/{item['id']}/decision", decision)
    answer = {"outcome": "confirmed", "answer": "We looked again."}
    market.fill("admin", f"/operator/reviews/{market.first(ReviewRequest)}", answer)


def _preview(app: Flask) -> None:
    """Let the operator see what a draft would turn."""
    previewed = app.test_cli_runner().invoke(args=["policy-impact", DRAFT])
    assert previewed.exit_code == 0, previewed.output
    assert "k_switch" in previewed.output, previewed.output
