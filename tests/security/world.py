"""A built world: two tenants with something to hide, and every kind of stranger.

What nobody else may read holds a canary, ``canaryx<owner>x<what>``: one word, so that it would
also be seen as the term of a ranking.
"""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa

from marketplace.auth import digest_of
from marketplace.candidates.codes import code_of
from marketplace.candidates.confirmation import confirmation_link
from marketplace.clock import today
from marketplace.conversations.interviews import set_interview
from marketplace.form_letters.services import create_letter
from marketplace.notifications.links import stop_link
from marketplace.permissions import SCOPES
from marketplace.reviews.notes import write_note
from marketplace.reviews.people import reviewed
from marketplace.shortlists.services import add_entries, create_shortlist
from marketplace.shortlists.sharing import link_word, share_shortlist
from marketplace.tags.services import put_tag
from models import (
    Account,
    ApiToken,
    Base,
    Candidate,
    GreenhouseAccount,
    GreenhousePush,
    PushStatus,
    RoleStatus,
    now,
)
from tests.acting import acting
from tests.meetings import add_role
from tests.people import People, Person

SECRET = "a secret of the tests"
# Notes of looks, kept answers, and what became of imports.
UNWATCHED = {"candidate_view", "idempotency_key", "role_visit", "import_run"}
ROWS_OF = {
    table.name: sa.select(sa.text("*")).select_from(table)  # untyped: as the driver reads them
    for table in Base.metadata.sorted_tables
    if table.name not in UNWATCHED
}
CANARY = re.compile(r"canaryx([a-wyz]+)x([a-wyz]+)", re.IGNORECASE)
CONSENTS = ("matching", "sensitive_status", "share_status", "contact")


def canary(owner: str, what: str) -> str:
    """Return the word that only some may read."""
    return f"canaryx{owner}x{what}"


def role_body(employer_id: str, **fields: Any) -> dict[str, Any]:
    """Return a role that could be opened."""
    return {
        "employer_id": employer_id,
        "title": "Quantum researcher",
        "description": "Decoders for surface codes.",
        "skills": [{"name": "surface codes", "required": True}],
        "sectors": ["quantum_computing"],
        "city": "Hangzhou",
        "province": "CN-ZJ",
        "headcount": 1,
        "salary": {"min": 400000, "max": 600000, "currency": "CNY", "period": "year"},
        "valid_through": (today() + timedelta(days=30)).isoformat(),
        **fields,
    }


def profile_body(owner: str, **contact: Any) -> dict[str, Any]:
    """Return a profile whose every private word is a canary of its owner."""
    return {
        "contact": {
            "name": f"Ines {canary(owner, 'name')}",
            "phone": canary(owner, "phone"),
            "links": [f"https://{canary(owner, 'link')}.example/me"],
            **contact,
        },
        "headline": "Physicist: surface codes",
        "summary": f"Surface codes in Python. {canary(owner, 'summary')}",
        "skills": [{"name": "surface codes", "years": 4}],
        "experience": [
            {
                "title": "Researcher",
                "organisation": canary(owner, "organisation"),
                "sector": "quantum_computing",
                "start": "2019-04",
            }
        ],
        "education": [{"institution": canary(owner, "institution"), "degree": "doctor"}],
        "hubs": ["hangzhou"],
    }


class World:
    """Who is in the world, by the names of the matrix's columns, and what is in it, by id.

    Attributes:
        persons: who sends requests.
        things: what the matrix's paths and bodies name.
    """

    def __init__(self, people: People) -> None:
        self.people = people
        self.persons: dict[str, Person] = {"nobody": people.anyone()}
        self.things: dict[str, str] = {}
        self._without: dict[tuple[str, str], Person] = {}
        self._add_employers()
        self._add_roles()
        self._add_candidates()
        self._let_them_meet()
        self._review_ana()
        self._send_ana()
        self._add_operators()
        self._add_dead_tokens()
        self._add_narrow_tokens()
        self.persons["owner"].get(f"/roles/{self.things['open']}/matches")  # builds the index
        self._seen = self.digest()

    def changed(self) -> list[str]:
        """Return the tables whose rows are others than when this was asked the last time."""
        before, self._seen = self._seen, self.digest()
        return [name for name, digest in self._seen.items() if digest != before[name]]

    def digest(self) -> dict[str, int]:
        """Return what tells a table's rows from others, for every table."""
        with self.people.database.engine.connect() as connection:
            return {
                name: hash(frozenset(map(repr, connection.execute(rows).cursor.fetchall())))
                for name, rows in ROWS_OF.items()
            }

    def narrowed(self, who: str, scope: str) -> Person:
        """Return a person as their token without a scope lets them be."""
        return self._without[who, scope]

    def nowhere(self) -> dict[str, str]:
        """Return the names of things with ids and codes that nothing has."""
        return {
            name: "C-00000000" if name.endswith("code") else str(uuid4()) for name in self.things
        }

    def _person(self, name: str, **rights: Any) -> Person:
        made = self.people.person(canary(name, "address"), **rights)
        self.persons[name] = made
        return made

    def _member(self, part: str, name: str) -> str:
        person = self._person(name)
        path = f"/employers/{self.things['aurora']}/members"
        return made(self.persons["owner"].post(path, {"email": person.email, "part": part}))

    def _add_employers(self) -> None:
        admin = self.people.admin()
        for name, employer in (("owner", "aurora"), ("employer", "boreal")):
            body = {"name": f"{employer} laboratory", "kind": "tech_company"}
            id_ = made(self._person(name).post("/employers", body))
            decision = {"status": "verified", "reason": canary("admin", "reason")}
            assert admin.post(f"/employers/{id_}/verification", decision).status_code == 200
            self.things[employer] = id_
        self._member("recruiter", "recruiter")
        self.things["membership"] = self._member("viewer", "viewer")
        left = self._member("recruiter", "former")
        path = f"/employers/{self.things['aurora']}/members/{left}"
        assert self.persons["owner"].delete(path).status_code == 204

    def _add_roles(self) -> None:
        owner, aurora = self.persons["owner"], self.things["aurora"]
        secret = {"title": f"Secret {canary('owner', 'draft')}"}
        self.things["draft"] = made(owner.post("/roles", role_body(aurora, **secret)))
        for name in ("open", "second"):
            self.things[name] = made(owner.post("/roles", role_body(aurora)))
            moved = owner.post(f"/roles/{self.things[name]}/transitions", {"to": "open"})
            assert moved.status_code == 200, moved.json
        ended = {"status": RoleStatus.CLOSED, "ended_at": now()}
        self.things["ended"] = str(add_role(self.people, UUID(aurora), **ended))
        other = self.persons["employer"]
        hidden = {"title": f"Secret {canary('employer', 'draft')}"}
        made(other.post("/roles", role_body(self.things["boreal"], **hidden)))
        self.things["boreal_open"] = made(other.post("/roles", role_body(self.things["boreal"])))
        path = f"/roles/{self.things['boreal_open']}/transitions"
        assert other.post(path, {"to": "open"}).status_code == 200

    def _add_candidates(self) -> None:
        integration = self._person("integration")
        ana, candidate, ben = (self._person(name) for name in ("ana", "candidate", "ben"))
        body = profile_body("ana", email=ana.email)
        self.things["ana_address"] = ana.email
        self.things["ana"] = made(integration.post("/candidates", body))
        self._claim(self.things["ana"])
        self._find(ana, self.things["ana"], "anonymous")
        for name, person in (("candidate", candidate), ("ben", ben)):
            self.things[name] = made(person.post("/candidates", profile_body(name)))
            self._find(person, self.things[name], "anonymous")
        else_ = profile_body("integration", email="someone@else.example")
        self.things["managed"] = made(integration.post("/candidates", else_))
        self.things["link"] = self._link(self.things["managed"])
        with self.people.app.test_request_context():
            link = stop_link(self.persons["ana"].account_id, "searches")
        self.things["stop"] = link.rpartition("/")[2]
        for name in ("ana", "ben"):
            code = code_of(self._number(name), UUID(self.things["aurora"]), SECRET)
            self.things[f"{name}_code"] = code

    def _claim(self, candidate_id: str) -> None:
        link = f"/profiles/confirm/{self._link(candidate_id)}"
        assert self.people.app.test_client().post(link).status_code == 200

    def _link(self, candidate_id: str) -> str:
        found = sa.select(Candidate.email).where(Candidate.id == UUID(candidate_id))
        email: str = self.people.scalar(found)
        with self.people.app.test_request_context():
            return confirmation_link(UUID(candidate_id), email).rpartition("/")[2]

    def _number(self, name: str) -> int:
        found = sa.select(Candidate.number).where(Candidate.id == UUID(self.things[name]))
        number: int = self.people.scalar(found)
        return number

    def _find(self, person: Person, candidate_id: str, visibility: str) -> None:
        """Let a candidate be found."""
        for purpose in CONSENTS:
            path = f"/candidates/{candidate_id}/consents/{purpose}"
            assert person.send("PUT", path, json={}).status_code == 200
        owner = person.email.split("x")[1]
        status = {"visa": "K", "work_permit_employer": canary(owner, "permit"), "birth_year": 1991}
        body = {"visibility": visibility, "status": status}
        assert person.patch(f"/candidates/{candidate_id}", body).status_code == 200

    def _let_them_meet(self) -> None:
        ana, owner = self.persons["ana"], self.persons["owner"]
        applied = {"role_id": self.things["open"], "message": canary("ana", "letter")}
        self.things["application"] = made(ana.post("/applications", applied))
        invited = {
            "role_id": self.things["second"],
            "candidate": self.things["ana_code"],
            "message": canary("owner", "invitation"),
        }
        self.things["invitation"] = made(owner.post("/invitations", invited))
        proof = {"section": "status", "proof": canary("ana", "proof")}
        path = f"/candidates/{self.things['ana']}/evidence"
        self.things["evidence"] = made(ana.post(path, proof))
        wanted = {"name": canary("ana", "token"), "scopes": ["roles:read"]}
        self.things["token"] = made(ana.post("/tokens", wanted))
        hook = {"url": f"https://{canary('ana', 'hook')}.example/", "events": ["candidate.updated"]}
        self.things["ana_hook"] = made(ana.post("/webhooks", hook))
        ours = {"employer_id": self.things["aurora"], "events": ["application.created"]}
        address = {"url": f"https://{canary('owner', 'hook')}.example/"}
        self.things["hook"] = made(owner.post("/webhooks", ours | address))
        self.things["delivery"] = made(owner.post(f"/webhooks/{self.things['hook']}/test"))
        kept = {"name": canary("ana", "search"), "query": {"q": "decoders"}}
        self.things["search"] = made(ana.post("/saved_searches", kept))

    def _review_ana(self) -> None:
        """Let the owner write about the applicant what only members read, and share a list."""
        role_id = UUID(self.things["open"])
        hidden = {"blind_review": True, "status": RoleStatus.DRAFT, "posted_at": None}
        self.things["blind"] = str(add_role(self.people, UUID(self.things["aurora"]), **hidden))
        code = self.things["ana_code"]
        with acting(self.people, self.persons["owner"]) as (session, caller):
            person = reviewed(session, caller, role_id, code, SECRET)
            text = canary("owner", "note")
            note = write_note(session, caller, person, text=text, is_shareable=False)
            put_tag(session, caller, person.role, [person], canary("owner", "tag"))
            stated = {"kind": "message", "name": canary("owner", "template"), "text_en": text}
            letter = create_letter(session, caller, person.role.employer_id, stated)
            self.things["letter"] = str(letter.id)
            start = now() + timedelta(days=3)
            place = canary("owner", "place")
            date = set_interview(session, caller, person, starts_at=start, minutes=30, place=place)
            listed = create_shortlist(session, caller, role_id, name=canary("owner", "list"))
            add_entries(session, caller, listed, person.role, [code], SECRET)
            shared = create_shortlist(session, caller, role_id, name="Shared")
            share_shortlist(session, caller, shared, person.role, SECRET)
            self.things |= {"note": str(note.id), "interview": str(date.id)}
            self.things |= {"shortlist": str(listed.id), "shared": str(shared.id)}
            self.things["word"] = link_word(shared, SECRET) or ""

    def _send_ana(self) -> None:
        """Let the owner's Greenhouse have refused the applicant."""
        employer_id = UUID(self.things["aurora"])
        kept = {
            "key": b"sealed",
            "key_end": "tail",
            "user_email": f"{canary('owner', 'user')}@e.example",
        }
        account = GreenhouseAccount(employer_id=employer_id, is_to_check=False, **kept)
        push = GreenhousePush(
            employer_id=employer_id,
            role_id=UUID(self.things["open"]),
            candidate_id=UUID(self.things["ana"]),
            status=PushStatus.FAILED,
            detail=canary("owner", "detail"),
            due_at=now(),
        )
        with self.people.database.session(write=True) as session:
            session.add_all([account, push])
            session.commit()
            self.things["push"] = str(push.id)

    def _add_operators(self) -> None:
        self._person("verifier", is_verifier=True)
        self._person("admin", is_admin=True)

    def _add_dead_tokens(self) -> None:
        """Let the owner and the applicant hold tokens that ended, and let an owner leave."""
        self._member("owner", "deleted")
        assert self.persons["deleted"].delete("/account").status_code == 204
        for name in ("owner", "ana"):
            past = {"expires_at": now() - timedelta(seconds=1)}
            self.persons[f"expired {name}"] = self._token(name, SCOPES, **past)
            self.persons[f"revoked {name}"] = self._token(name, SCOPES, revoked_at=now())
        locked = self._person("locked")
        lock = sa.update(Account).where(Account.id == locked.account_id).values(active=False)
        with self.people.database.session(write=True) as session:
            session.execute(lock)
            session.commit()

    def _add_narrow_tokens(self) -> None:
        """Make tokens that lack one scope; without reading there is no writing either."""
        for name in ("owner", "ana", "verifier", "admin"):
            for scope in SCOPES:
                lost = {scope, scope.replace(":read", ":write")}
                kept = tuple(each for each in SCOPES if each not in lost)
                self._without[name, scope] = self._token(name, kept)

    def _token(self, name: str, scopes: tuple[str, ...], **columns: Any) -> Person:
        person, secret = self.persons[name], f"kvm_{uuid4()}"
        with self.people.database.session(write=True) as session:
            token = ApiToken(
                account_id=person.account_id,
                name="test",
                prefix="kvm_test",
                digest=digest_of(secret),
                scopes=list(scopes),
                **columns,
            )
            session.add(token)
            session.commit()
        return replace(person, headers={"Authorization": f"Bearer {secret}"})


def made(answer: Any) -> str:
    """Return the id of what was made."""
    assert answer.status_code == 201, answer.json
    id_: str = answer.json["id"]
    return id_
