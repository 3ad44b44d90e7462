from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.browsing import Browser
from tests.meetings import employing, seeking
from tests.people import People

Make = Callable[..., FlaskClient]


def test_the_limit_is_said_and_kept(client_of: Make) -> None:
    client = client_of(rate_limit="3/minute")
    first = client.get("/api/v1/policies")
    assert first.headers["RateLimit-Policy"] == '"default";q=3;w=60'
    assert first.headers["RateLimit"].startswith('"default";r=2;t=')
    answers = [client.get("/api/v1/policies") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    refused = answers[-1]
    assert refused.content_type == "application/problem+json"
    assert 1 <= int(refused.headers["Retry-After"]) <= 61


@pytest.mark.parametrize("path", ["/account/reset", "/account/confirm"])
def test_nobody_is_flooded_with_mails(client_of: Make, path: str) -> None:
    client = client_of(sign_in_limit="3/minute")
    accept = {"Accept": "application/json"}
    form: Any = client.get("/account/login", headers=accept).json
    headers = {**accept, "X-CSRFToken": form["response"]["csrf_token"]}
    body = {"email": "victim@example.org"}
    answers = [client.post(path, json=body, headers=headers) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200] * 3 + [429] * 2


def test_registering_one_address_again_and_again_ends_soon(client_of: Make) -> None:
    client = client_of(sign_in_limit="3/minute")
    body = {"email": "victim@example.org", "password": "a long enough phrase"}
    answers = [client.post("/api/v1/accounts", json=body) for _ in range(5)]
    assert len({answer.status_code for answer in answers[:3]}) == 1
    assert [answer.status_code for answer in answers[3:]] == [429] * 2
    other = client.post("/api/v1/accounts", json={**body, "email": "other@example.org"})
    assert other.status_code == answers[0].status_code


@pytest.mark.parametrize("same_address", [True, False])
def test_guessing_passwords_ends_soon(client_of: Make, *, same_address: bool) -> None:
    client = client_of(sign_in_limit="5/minute")
    accept = {"Accept": "application/json"}
    form: Any = client.get("/account/login", headers=accept).json
    headers = {**accept, "X-CSRFToken": form["response"]["csrf_token"]}
    statuses = []
    for attempt in range(7):
        email = "victim@example.org" if same_address else f"victim-{attempt}@example.org"
        place = {"X-Forwarded-For": f"203.0.113.{attempt}"}  # nobody trusted says so
        body = {"email": email, "password": f"guess number {attempt}"}
        answer = client.post("/account/login", json=body, headers={**headers, **place})
        statuses.append(answer.status_code)
    assert statuses == [400] * 5 + [429] * 2


def test_reading_one_candidate_after_the_other_ends_soon(client_of: Make, people: People) -> None:
    boss = employing(people)
    one, two = (seeking(people).code_for(boss) for _ in range(2))
    base = f"/employer/roles/{boss.role_id}"
    refused = (f"{base}/candidates/{one}/notes", {"text": ""})
    for path, times in (
        (f"{base}/candidates/{one}", 4),
        (f"{base}/compare?who={one}&who={two}", 2),
    ):
        pages = Browser(client_of(profile_limit="4/hour").application, boss.owner)
        assert {pages.get(path).status_code for _ in range(times)} == {200}
        assert pages.get(path).status_code == 429
        assert {pages.post(*refused).status_code for _ in range(4)} == {422}
        assert pages.post(*refused).status_code == 429


def test_guessing_tokens_ends_soon(client_of: Make) -> None:
    client = client_of(rate_limit="3/minute")
    guesses = [{"Authorization": f"Bearer kvm_{guess}"} for guess in range(5)]
    answers = [client.get("/api/v1/tokens", headers=guess) for guess in guesses]
    assert [answer.status_code for answer in answers] == [401] * 3 + [429] * 2
    assert answers[-1].json is not None
    assert answers[-1].json["detail"] == "At most 3 requests in 60 seconds."
