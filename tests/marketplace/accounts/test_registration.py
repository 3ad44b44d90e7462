"""From a stranger to somebody with a token, and out again."""

import re
from typing import Any

import sqlalchemy as sa
from flask.testing import FlaskClient

from models import Account, ApiToken, AuditEvent, Candidate, OutboxMessage
from tests.people import People

PASSWORD = "the harbour is quiet at dawn"
JSON = {"Accept": "application/json"}


def register(people: People, address: str) -> str:
    """Register an address; return the path that the mail asks to open."""
    answer = people.anyone().post("/accounts", {"email": address, "password": PASSWORD})
    assert answer.status_code == 202
    waiting = sa.select(OutboxMessage.payload).order_by(OutboxMessage.id.desc())
    text = people.scalar(waiting.limit(1))["text"]
    found = re.search(r"https://market\.example(/account/confirm/\S+)", text)
    assert found is not None
    return found[1]


def csrf_token(client: FlaskClient) -> str:
    """Return the token of a program's session."""
    form: Any = client.get("/account/login", headers=JSON).json
    token: str = form["response"]["csrf_token"]
    return token


def sign_in(client: FlaskClient, address: str, password: str = PASSWORD) -> tuple[int, str]:
    """Sign in as a program does; return the status and the CSRF token from then on."""
    csrf = csrf_token(client)
    body = {"email": address, "password": password}
    answer = client.post("/account/login", json=body, headers={**JSON, "X-CSRFToken": csrf})
    told = (answer.json or {}).get("response", {})
    return answer.status_code, told.get("csrf_token", csrf)


def test_an_account_is_good_once_its_address_is_confirmed(people: People) -> None:
    path = register(people, "Lin@Example.org")
    client = people.app.test_client()
    assert sign_in(client, "lin@example.org")[0] == 400
    assert client.get(path).status_code == 302
    status, csrf = sign_in(client, "lin@example.org")
    assert status == 200
    wanted = {"name": "mine", "scopes": ["candidates:write"]}
    assert client.post("/api/v1/tokens", json=wanted).status_code == 403
    made = client.post("/api/v1/tokens", json=wanted, headers={"X-CSRFToken": csrf})
    assert made.status_code == 201
    secret = (made.json or {})["secret"]
    bearer = {"Authorization": f"Bearer {secret}"}
    assert people.app.test_client().get("/api/v1/account", headers=bearer).status_code == 200
    assert secret not in str(people.scalar(sa.select(ApiToken.digest)))


def test_known_and_unknown_addresses_get_the_same_answer(people: People) -> None:
    register(people, "known@example.org")
    body = {"email": "known@example.org", "password": PASSWORD}
    again = people.anyone().post("/accounts", body)
    assert again.status_code == 202
    assert again.json["next"] == "Open the link in the mail that we sent."
    count = sa.select(sa.func.count()).select_from(Account)
    assert people.scalar(count) == 1


def test_a_revoked_token_is_refused_at_once(people: People) -> None:
    person = people.person()
    made = person.post("/tokens", {"name": "second", "scopes": ["roles:read"]}).json
    bearer = {"Authorization": f"Bearer {made['secret']}"}
    assert person.client.get("/api/v1/account", headers=bearer).status_code == 200
    assert person.delete(f"/tokens/{made['id']}").status_code == 204
    assert person.client.get("/api/v1/account", headers=bearer).status_code == 401


def test_a_token_gives_no_more_than_it_has(people: People) -> None:
    narrow = people.person(scopes=("roles:read",))
    wider = {"name": "wider", "scopes": ["roles:write"]}
    assert narrow.post("/tokens", wider).json["errors"][0]["pointer"] == "#/scopes/0"
    operator = {"name": "operator", "scopes": ["admin"]}
    assert people.person().post("/tokens", operator).status_code == 422


def test_a_membership_waits_for_its_address(people: People) -> None:
    owner, employer = people.owner()
    path = f"/employers/{employer['id']}/members"
    member = {"email": "later@example.org", "part": "recruiter"}
    assert owner.post(path, member).status_code == 201
    link = register(people, "later@example.org")
    client = people.app.test_client()
    client.get(link)
    sign_in(client, "later@example.org")
    account = client.get("/api/v1/account").json or {}
    assert account["employers"] == [{"id": employer["id"], "part": "recruiter"}]


def test_deleting_an_account_takes_everything_along(people: People) -> None:
    person = people.person()
    person.post("/candidates", {"headline": "Physicist", "contact": {"name": "Canary"}})
    assert person.delete("/account").status_code == 204
    assert person.get("/account").status_code == 401
    erased = sa.select(sa.func.count()).where(AuditEvent.type == "candidate.erased")
    assert people.scalar(erased) == 1
    for table in (Candidate, ApiToken):
        assert people.scalar(sa.select(sa.func.count()).select_from(table)) == 0


def test_the_last_owner_cannot_delete_the_account(people: People) -> None:
    owner, _ = people.owner()
    assert owner.delete("/account").status_code == 409
