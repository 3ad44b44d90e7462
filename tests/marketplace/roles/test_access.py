from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from marketplace.permissions import SCOPES
from models import ApiToken, now
from tests.marketplace.roles.postings import drafted, opened, posting
from tests.people import People, Person

CHANGES = [
    ("PATCH", "", {"headcount": 3}),
    ("DELETE", "", None),
    ("POST", "/transitions", {"to": "open"}),
]
STRANGERS = {
    "anyone": 401,
    "expired": 401,
    "narrow": 403,
    "reader": 403,
    "viewer": 403,
    "stranger": 404,
    "candidate": 404,
    "admin": 404,
    "former": 404,
}

NARROW = {"narrow": ("candidates:write",), "reader": ("roles:read",)}


def stranger(people: People, who: str, owner: Person, employer: dict[str, Any]) -> Person:
    """Return somebody who may not write the owner's roles."""
    if who in {"anyone", "admin"}:
        return people.anyone() if who == "anyone" else people.admin()
    if who == "stranger":
        return people.owner()[0]
    person = people.person(who, scopes=NARROW.get(who, SCOPES))
    if who in {"narrow", "reader", "expired", "viewer", "former"}:
        part = "viewer" if who == "viewer" else "recruiter"
        members = f"/employers/{employer['id']}/members"
        member = owner.post(members, {"email": person.email, "part": part}).json
        if who == "former":
            assert owner.delete(f"{members}/{member['id']}").status_code == 204
    if who == "expired":
        expire(people, person)
    return person


def expire(people: People, person: Person) -> None:
    past = now() - timedelta(seconds=1)
    with people.database.session(write=True) as session:
        session.execute(
            sa.update(ApiToken)
            .where(ApiToken.account_id == person.account_id)
            .values(expires_at=past)
        )
        session.commit()


@pytest.mark.parametrize(("who", "status"), STRANGERS.items())
def test_only_members_change_a_role(people: People, who: str, status: int) -> None:
    owner, employer = people.owner()
    person = stranger(people, who, owner, employer)
    draft, live = drafted(owner, employer), opened(owner, employer)
    for role in (draft, live):
        for method, place, body in CHANGES:
            answer = person.send(method, f"/roles/{role['id']}{place}", json=body)
            assert answer.status_code == status, (method, place, answer.json)
        assert owner.get(f"/roles/{role['id']}").json == role


@pytest.mark.parametrize(("who", "status"), STRANGERS.items())
def test_only_members_post_a_role(people: People, who: str, status: int) -> None:
    owner, employer = people.owner()
    person = stranger(people, who, owner, employer)
    answer = person.post("/roles", posting(employer))
    # an employer is public, so that a stranger is told what is lacking
    assert answer.status_code == (403 if status == 404 else status)


@pytest.mark.parametrize(
    ("who", "status"),
    {**STRANGERS, "narrow": 404, "anyone": 404, "reader": 200, "viewer": 200}.items(),
)
def test_a_draft_is_its_members_alone(people: People, who: str, status: int) -> None:
    owner, employer = people.owner()
    person = stranger(people, who, owner, employer)
    answer = person.get(f"/roles/{drafted(owner, employer)['id']}")
    assert answer.status_code == status
    if status == 404:
        missing = person.get("/roles/01920000-0000-7000-8000-000000000001")
        same = {"type", "title", "status", "detail"}
        assert {name: answer.json[name] for name in same} == {
            name: missing.json[name] for name in same
        }
        assert answer.json.keys() == missing.json.keys()


def test_what_is_live_is_public_and_what_has_ended_is_gone(people: People) -> None:
    owner, employer = people.owner()
    role = opened(owner, employer)
    path, public = f"/roles/{role['id']}", people.anyone()
    assert public.get(path).json == role
    paused = owner.post(f"{path}/transitions", {"to": "paused"}).json
    assert public.get(path).json == paused
    closed = owner.post(f"{path}/transitions", {"to": "closed"}).json
    gone = public.get(path)
    assert gone.status_code == 410
    assert gone.content_type == "application/problem+json"
    assert gone.json["role_title"] == role["title"]
    assert gone.json["ended_on"] == closed["updated_at"][:10]
    assert owner.get(path).json == closed


def test_an_employer_that_is_not_there_has_no_roles(people: People) -> None:
    owner, employer = people.owner()
    body = {**posting(employer), "employer_id": "01920000-0000-7000-8000-000000000001"}
    assert owner.post("/roles", body).status_code == 404


def test_a_recruiter_posts(people: People) -> None:
    owner, employer = people.owner()
    recruiter = people.person("recruiter")
    member = {"email": recruiter.email, "part": "recruiter"}
    assert owner.post(f"/employers/{employer['id']}/members", member).status_code == 201
    assert opened(recruiter, employer)["status"] == "open"
