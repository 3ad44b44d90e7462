from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from marketplace import create_app
from models import Webhook, WebhookDelivery, now
from tests.conftest import make_config
from tests.people import People


def test_a_good_service_is_alive_and_ready(client: FlaskClient) -> None:
    assert client.get("/healthz").json == {"status": "ok"}
    ready = client.get("/readyz")
    assert ready.json == {
        "status": "ok",
        "database": "ok",
        "index": {"roles": 0, "candidates": 0},
    }


def test_without_a_database_it_is_alive_and_not_ready(tmp_path: Path) -> None:
    app: Flask = create_app(make_config(f"sqlite:///{tmp_path / 'none' / 'x.db'}", tmp_path))
    assert app.test_client().get("/healthz").status_code == 200
    refused = app.test_client().get("/readyz")
    assert refused.status_code == 503
    assert refused.headers["Retry-After"] == "5"
    app.extensions["database"].engine.dispose()


def test_every_answer_carries_the_security_headers(client: FlaskClient) -> None:
    for path in ("/", "/api/v1/roles", "/nowhere", "/api/v1/docs", "/api/v1/roles?limit=0"):
        headers = client.get(path).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert "unsafe-inline" not in headers["Content-Security-Policy"].split("style-src")[0]
        assert headers["X-Request-Id"]


def figures(client: FlaskClient, headers: dict[str, str]) -> dict[tuple[str, ...], float]:
    answer = client.get("/metrics", headers=headers)
    assert answer.status_code == 200
    assert answer.content_type.startswith("text/plain; version=")
    return {
        (sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def test_figures_count_what_was_answered_and_what_waits(
    client: FlaskClient, people: People
) -> None:
    admin = people.admin()
    before = figures(client, admin.headers)
    client.get("/api/v1/roles?limit=0")
    client.get("/api/v1/roles/no-such-role")
    client.get("/nowhere")
    client.open("/nowhere", method="BREW")
    client.post("/api/v1/accounts", json={"email": "a@example.org", "password": "quite a long one"})
    after = figures(client, admin.headers)

    def more(name: str, *labels: str) -> float:
        return after[name, *labels] - before.get((name, *labels), 0)

    assert more("kvisa_http_answers_total", "GET", "/api/v1/roles", "422") == 1
    assert more("kvisa_http_answers_total", "GET", "none", "404") == 2
    assert more("kvisa_http_answers_total", "other", "none", "404") == 1
    assert more("kvisa_http_duration_seconds_count", "none") == 3
    assert more("kvisa_mail_due") == 1  # asks for the confirmation of the address
    assert after[("kvisa_index_roles",)] == 0
    assert not any("no-such-role" in label for key in after for label in key)


def test_figures_count_deliveries_that_somebody_could_make(
    client: FlaskClient, people: People
) -> None:
    at = now()
    of_one: dict[str, Any] = {"account_id": people.person().account_id, "events": [], "secret": b""}
    with people.database.session(write=True) as session:
        for changes in ({}, {"enabled": False}, {"held_until": at + timedelta(hours=1)}):
            hook = Webhook(**of_one, url="https://hooks.example/", **changes)
            session.add(hook)
            session.flush()
            told = {"type": "role.closed", "payload": {}, "happened_at": at}
            due = at - timedelta(minutes=30)
            session.add(WebhookDelivery(webhook_id=hook.id, event_id=uuid4(), due_at=due, **told))
        session.commit()
    told_now = figures(client, people.admin().headers)
    assert told_now[("kvisa_webhook_due",)] == 1
    assert told_now[("kvisa_webhook_later",)] == 2
    assert told_now[("kvisa_webhook_due_oldest_seconds",)] >= 30 * 60
    assert told_now[("kvisa_webhook_given_up",)] == 0
    assert told_now[("kvisa_webhooks_failing",)] == told_now[("kvisa_webhooks_disabled",)] == 0
