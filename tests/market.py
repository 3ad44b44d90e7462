"""A small market for tests: one verified employer, its roles, and candidates."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from marketplace.clock import today
from tests.people import People, Person

PROFILE = {
    "contact": {"name": "Ines Falk"},
    "headline": "Physicist: quantum error correction",
    "summary": "Surface codes and their decoders in Python.",
    "skills": [{"name": "surface codes", "years": 4}, {"name": "Python", "years": 9}],
    "hubs": ["hangzhou"],
    "salary_min": {"amount": 400000, "currency": "CNY", "period": "year"},
}


@dataclass
class Applicant:
    """A candidate and who they are."""

    person: Person
    id: str


class Market:
    """Makes roles of one employer and candidates."""

    def __init__(self, people: People) -> None:
        self.people = people
        self.owner, self.employer = people.owner()
        self.admin = people.admin()

    def role(self, **fields: Any) -> str:
        """Make a draft that could be opened; return its id."""
        skills = fields.pop("skills", ["surface codes"])
        body = {
            "employer_id": self.employer["id"],
            "title": "Researcher",
            "description": "Work with us on hard problems.",
            "sectors": ["quantum_computing"],
            "city": "Hangzhou",
            "province": "CN-ZJ",
            "work_mode": "on_site",
            "headcount": 1,
            "salary": {"min": 400000, "max": 600000, "currency": "CNY", "period": "year"},
            "valid_through": (today() + timedelta(days=30)).isoformat(),
            "skills": [{"name": name, "required": True} for name in skills],
            **fields,
        }
        made = self.owner.post("/roles", body)
        assert made.status_code == 201, made.json
        role_id: str = made.json["id"]
        return role_id

    def open_role(self, **fields: Any) -> str:
        """Make an open role; return its id."""
        role_id = self.role(**fields)
        moved = self.owner.post(f"/roles/{role_id}/transitions", {"to": "open"})
        assert moved.status_code == 200, moved.json
        return role_id

    def candidate(
        self,
        *,
        visibility: str = "anonymous",
        consents: tuple[str, ...] | list[str] = ("matching",),
        **fields: Any,
    ) -> Applicant:
        """Make a candidate with a profile; return who they are."""
        person = self.people.person("candidate")
        status = fields.pop("status", None)
        made = person.post("/candidates", {**PROFILE, **fields})
        assert made.status_code == 201, made.json
        path = f"/candidates/{made.json['id']}"
        for purpose in consents:
            given = person.send("PUT", f"{path}/consents/{purpose}", json={})
            assert given.status_code == 200, given.json
        change = {"visibility": visibility} | ({"status": status} if status else {})
        changed = person.patch(path, change)
        assert changed.status_code == 200, changed.json
        return Applicant(person, made.json["id"])


@pytest.fixture
def market(people: People) -> Market:
    """A market with one employer and nothing else."""
    return Market(people)
