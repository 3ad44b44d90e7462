"""What the demo's people do before anybody looks at the pages: no list is empty then."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import Flask

from marketplace.candidates.codes import code_of
from marketplace.clock import today
from marketplace.database import Database
from marketplace.demo.sign_ins import sign_ins
from marketplace.operator.previews import change_names
from marketplace.policies.installed import installed_packs
from models import Account, Candidate, Shortlist
from tests.browsing import Browser
from tests.people import BASE, Person

Say = Callable[[str], str]


class Market:
    """The demo's people, who call the API with their tokens and send forms.

    Args:
        say: what becomes of every text that somebody writes.
    """

    def __init__(self, app: Flask, say: Say) -> None:
        self.app, self.say = app, say
        self.settings = app.config["MARKETPLACE"]
        self.known = {each.part: each for each in sign_ins(self.settings)}
        self.me = str(self.call("candidate", "GET", "/account")["candidate_id"])
        path = f"/candidates/{self.me}/matches?limit=6"
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
        with self._session() as session:
            found = sa.select(Account.id).where(Account.email == self.known[part].email)
            account_id = session.scalars(found).one()
        person = Person(self.app.test_client(), account_id, "", {})
        answer = Browser(self.app, person).post(path, fields, follow=False)
        assert answer.status_code in {302, 303}, (path, answer.get_data(as_text=True))

    def code(self, role: Mapping[str, str]) -> str:
        """Return the code under which a role's employer knows the demo's candidate."""
        with self._session() as session:
            number = session.get_one(Candidate, UUID(self.me)).number
        return code_of(number, UUID(role["employer_id"]), self.settings.secret_key)

    def shortlist(self) -> UUID:
        """Return the id of the one shortlist that there is."""
        with self._session() as session:
            found: UUID = session.scalars(sa.select(Shortlist.id)).one()
            return found

    def _session(self) -> Any:
        database: Database = self.app.extensions["database"]
        return database.session(write=False)


def make_busy(app: Flask, say: Say = str) -> None:
    """Let candidates apply, employers answer, and the operator have work."""
    market = Market(app, say)
    _write_profile(market)
    _apply(market)
    _invite(market)
    _review(market)
    _keep(market)
    _preview(app)


def _write_profile(market: Market) -> None:
    """Let the candidate say who they are, as far as nobody matches by it."""
    say, path = market.say, f"/candidates/{market.me}"
    profile = market.call("candidate", "GET", path)
    contact = {**profile["contact"], "name": say("Noor Haddadin"), "phone": say("+962 7 1234")[:40]}
    body = {"contact": contact, "headline": say(profile["headline"]), "summary": say("Robots.")}
    market.call("candidate", "PATCH", path, body)
    for role in market.roles:
        stated = market.call("employer", "GET", f"/roles/{role['id']}")
        body = {name: say(stated[name] or "Ask us.") for name in ("title", "description")}
        market.call("employer", "PATCH", f"/roles/{role['id']}", body)


def _apply(market: Market) -> None:
    say = market.say
    for role, stages in zip(
        market.roles[:3], ([], ["screen"], ["screen", "interview"]), strict=True
    ):
        body = {"role_id": role["id"], "message": say("I would like to.")}
        application = market.call("candidate", "POST", "/applications", body)
        for stage in stages:
            path = f"/applications/{application['id']}/transitions"
            move = {"to": stage, "reason": say("Fits well.")}
            market.call("employer", "POST", path, move)


def _invite(market: Market) -> None:
    role, say = market.roles[3], market.say
    path = f"/roles/{role['id']}/matches?limit=3"
    found = [each["candidate"] for each in market.call("employer", "GET", path)["data"]]
    known = [each.get("code") or each["id"] for each in found if each.get("id") != market.me]
    for who in {*known, market.code(role)}:
        body = {"role_id": role["id"], "candidate": who, "message": say("Shall we talk?")}
        market.call("employer", "POST", "/invitations", body)


def _review(market: Market) -> None:
    """Let the employer write about an applicant, and list them."""
    role, say = market.roles[2], market.say
    place = f"/employer/roles/{role['id']}/candidates"
    one = f"{place}/{market.code(role)}"
    market.fill("employer", f"{one}/notes", {"text": say("Strong in control theory.")})
    tag = {"tag": say("Spring").replace(",", "")[:40]}
    market.fill("employer", f"{one}/tags", tag)
    letter = {"kind": "message", "name": say("A first word"), "text_en": say("Dear {name},")}
    letters = f"/employer/organisations/{role['employer_id']}/letters"
    market.fill("employer", letters, letter)
    market.fill("employer", f"{one}/messages", {"text": say("When can you talk?")})
    starts = f"{today() + timedelta(days=5)}T10:00"
    dates = {"starts_at": starts, "minutes": "45", "place": say("Room 4")}
    market.fill("employer", f"{one}/interviews", dates)
    listed = {"who": [market.code(role)], "act": "shortlist", "name": say("For the spring")}
    market.fill("employer", place, listed)
    market.fill("employer", f"/employer/shortlists/{market.shortlist()}", {"act": "share"})


def _keep(market: Market) -> None:
    """Let the candidate keep, report, prove and ask."""
    say, call, fill = market.say, market.call, market.fill
    report = {"role_id": market.roles[4]["id"], "reason": "other", "detail": say("Is it there?")}
    call("candidate", "POST", "/reports", report)
    proof = {"section": "status", "proof": say("A residence permit")}
    call("candidate", "POST", f"/candidates/{market.me}/evidence", proof)
    call("candidate", "POST", "/tokens", {"name": say("mine"), "scopes": ["roles:read"]})
    fill("candidate", "/me/saved", {"role_id": market.roles[5]["id"], "kind": "saved"})
    search = {"name": say("Robots in Shenzhen"), "frequency": "daily", "hub": "shenzhen"}
    fill("candidate", "/me/searches", search)
    asked = {"role_id": market.roles[0]["id"], "subject": "rank", "message": say("Why so low?")}
    fill("candidate", "/me/reviews", asked)


def _preview(app: Flask) -> None:
    """Let the operator see what a change of the rules would turn."""
    with app.app_context():
        name = change_names(installed_packs(), today())[0]
    previewed = app.test_cli_runner().invoke(args=["policy-impact", name])
    assert previewed.exit_code == 0, previewed.output
