"""Roles and candidates that meet in tests, put into the database as they stand."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from threading import Barrier, Thread
from typing import Any
from uuid import UUID

from marketplace.candidates.codes import code_of
from marketplace.clock import today
from marketplace.permissions import Caller
from models import Candidate, Consent, Purpose, Role, RoleStatus, Visibility, now
from tests.people import Answer, People, Person

_numbers = count(1)


@dataclass
class Employing:
    """An employer's owner with an open role."""

    owner: Person
    employer_id: UUID
    role_id: UUID

    def member(self, people: People, part: str) -> Person:
        """Return a new member of the employer."""
        member = people.person(part)
        invited = {"email": member.email, "part": part}
        answer = self.owner.post(f"/employers/{self.employer_id}/members", invited)
        assert answer.status_code == 201
        return member


@dataclass
class Seeking:
    """A candidate who can call."""

    person: Person
    candidate_id: UUID
    number: int

    @property
    def caller(self) -> Caller:
        """The candidate, as use cases are told of them."""
        return Caller(
            account_id=self.person.account_id,
            email=self.person.email,
            candidate_id=self.candidate_id,
        )

    def code_for(self, employing: Employing) -> str:
        """Return the code under which an employer of the tests knows the candidate."""
        return code_of(self.number, employing.employer_id, "a secret of the tests")


def employing(people: People, **fields: Any) -> Employing:
    """Return a verified employer with an open role."""
    owner, employer = people.owner()
    employer_id = UUID(employer["id"])
    return Employing(owner, employer_id, add_role(people, employer_id, **fields))


def add_role(people: People, employer_id: UUID, **fields: Any) -> UUID:
    """Put a role into the database, open unless told otherwise."""
    stated: dict[str, Any] = {
        "employer_id": employer_id,
        "title": f"Role {next(_numbers)}",
        "skills": [],
        "sectors": ["ai"],
        "support": {},
        "terms": {},
        "facilities": [],
        "status": RoleStatus.OPEN,
        "posted_at": now(),
        "valid_through": today() + timedelta(days=30),
    }
    with people.database.session(write=True) as session:
        role = Role(**(stated | fields))
        session.add(role)
        session.commit()
        return role.id


def seeking(people: People, *, consents: tuple[Purpose, ...] = (), **fields: Any) -> Seeking:
    """Return somebody with a profile that allows matching."""
    person = people.person("seeker")
    stated: dict[str, Any] = {
        "account_id": person.account_id,
        "name": "Ada Moreau",
        "email": "ada@moreau.example",
        "phone": "+33 1 23 45 67 89",
        "links": [],
        "headline": "Builds decoders",
        "hidden_from": [],
        "hidden_keys": [],
        "visibility": Visibility.ANONYMOUS,
        "confirmed_at": now(),
    }
    with people.database.session(write=True) as session:
        candidate = Candidate(**(stated | fields))
        session.add(candidate)
        session.flush()
        for purpose in {Purpose.MATCHING, *consents}:
            session.add(Consent(candidate_id=candidate.id, purpose=purpose, basis="said so"))
        session.commit()
        return Seeking(person, candidate.id, candidate.number)


def applied(seeker: Seeking, employer: Employing) -> dict[str, Any]:
    """Return an application that was just made."""
    body = {"role_id": str(employer.role_id), "message": "I would like to."}
    answer = seeker.person.post("/applications", body)
    assert answer.status_code == 201, answer.json
    made: dict[str, Any] = answer.json
    return made


def at_once(*calls: Any) -> list[Answer]:
    """Return the answers of calls that were sent at the same moment."""
    barrier = Barrier(len(calls))
    answers: list[Answer] = []

    def send(call: Any) -> None:
        barrier.wait()
        answers.append(call())

    threads = [Thread(target=send, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
