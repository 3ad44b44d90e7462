from typing import Any

import pytest

from tests.people import People, Person


@pytest.fixture
def person(people: People) -> Person:
    return people.person()


def made(person: Person, *scopes: str) -> dict[str, Any]:
    """Return a new token of a person, with its secret."""
    answer = person.post("/tokens", {"name": "made", "scopes": list(scopes)})
    assert answer.status_code == 201, answer.json
    token: dict[str, Any] = answer.json
    return token


def holding(person: Person, token: dict[str, Any]) -> Person:
    """Return the person with another token."""
    headers = {"Authorization": f"Bearer {token['secret']}"}
    return Person(person.client, person.account_id, person.email, headers)


def test_a_token_ends_those_that_reach_no_further(person: Person) -> None:
    narrow = made(person, "roles:write", "matches:read")
    for scopes in (("roles:read",), ("roles:write",), ("matches:read", "roles:read")):
        other = made(person, *scopes)
        assert holding(person, narrow).delete(f"/tokens/{other['id']}").status_code == 204
        assert holding(person, other).get("/account").status_code == 401


def test_a_token_ends_none_that_reaches_further(person: Person) -> None:
    narrow = made(person, "roles:write", "matches:read")
    for scopes in (("matches:write",), ("roles:read", "candidates:read")):
        other = made(person, *scopes)
        assert holding(person, narrow).delete(f"/tokens/{other['id']}").status_code == 403
        assert holding(person, other).get("/account").status_code == 200
    assert holding(person, narrow).delete(f"/tokens/{narrow['id']}").status_code == 204


def test_a_whole_token_ends_any(person: Person) -> None:
    other = made(person, "webhooks:write", "searches:write")
    assert person.delete(f"/tokens/{other['id']}").status_code == 204
