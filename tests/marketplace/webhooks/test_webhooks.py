import base64
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from marketplace.webhooks.services import MOST
from models import Webhook
from tests.conftest import make_config
from tests.marketplace.webhooks.sinks import deliver_all, deliveries, fan, hook, webhook
from tests.marketplace.webhooks.test_delivering import OK, Stub, failed
from tests.people import People, Person

BODY: dict[str, Any] = {"url": "https://hooks.example/in?key=1", "events": ["role.created"]}


@pytest.fixture
def person(people: People) -> Person:
    return people.person()


def test_a_webhook_is_made_and_its_secret_shown_once(people: People, person: Person) -> None:
    made = person.post("/webhooks", BODY | {"description": "Ours"})
    assert made.status_code == 201
    secret = made.json.pop("secret")
    assert secret.startswith("whsec_")
    assert len(base64.b64decode(secret.removeprefix("whsec_"))) == 32
    shown = person.get(f"/webhooks/{made.json['id']}")
    assert shown.json == {name: value for name, value in made.json.items() if name != "secret"}
    assert shown.json["employer_id"] is None
    assert (shown.json["enabled"], shown.json["disabled_because"]) == (True, None)
    assert secret not in person.get("/webhooks").text
    kept = people.scalar(sa.select(Webhook.secret))
    assert secret.encode() not in kept


def test_a_repeated_creation_makes_one(person: Person) -> None:
    first, again = (
        person.post("/webhooks", BODY, headers={"Idempotency-Key": "one"}) for _ in range(2)
    )
    assert first.json == again.json
    assert person.get("/webhooks").json["page"]["total"] == 1


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"url": "http://hooks.example/"}, "#/url"),
        ({"url": "https://127.0.0.1/"}, "#/url"),
        ({"url": "https://localhost/"}, "#/url"),
        ({"url": "https://me:secret@hooks.example/"}, "#/url"),
        ({"url": "https://hooks.example/" + "x" * 500}, "#/url"),
        ({"url": "https://hooks.example:99999/"}, "#/url"),
        ({"url": None}, "#/url"),
        ({"events": []}, "#/events"),
        ({"events": ["role.exploded"]}, "#/events/0"),
        ({"events": ["role.created", "webhook.test"]}, "#/events/1"),
        ({"events": "role.created"}, "#/events"),
        ({"description": "x" * 201}, "#/description"),
        ({"employer_id": "mine"}, "#/employer_id"),
        ({"enabled": True}, "#/enabled"),
        ({"secret": "whsec_mine"}, "#/secret"),
    ],
)
def test_bad_input_is_refused_at_its_field(
    person: Person, change: dict[str, Any], pointer: str
) -> None:
    answer = person.post("/webhooks", BODY | change)
    assert answer.status_code == 422
    assert [each["pointer"] for each in answer.json["errors"]] == [pointer]
    assert person.get("/webhooks").json["page"]["total"] == 0


def test_an_employers_webhook_hears_of_no_candidate(people: People) -> None:
    owner, employer = people.owner()
    body = {**BODY, "employer_id": employer["id"]}
    answer = owner.post("/webhooks", body | {"events": ["role.created", "candidate.updated"]})
    assert answer.status_code == 422
    assert [each["pointer"] for each in answer.json["errors"]] == ["#/events/1"]
    made = owner.post("/webhooks", body).json
    path = f"/webhooks/{made['id']}"
    assert owner.patch(path, {"events": ["match.flag_changed"]}).status_code == 422


def test_an_owner_has_so_many_and_no_more(people: People, person: Person) -> None:
    for _ in range(MOST):
        assert person.post("/webhooks", BODY).status_code == 201
    refused = person.post("/webhooks", BODY)
    assert refused.status_code == 409
    assert refused.json["detail"] == "There are 10 webhooks already; delete one first."
    owner, employer = people.owner()
    assert owner.post("/webhooks", BODY | {"employer_id": employer["id"]}).status_code == 201
    last = person.get("/webhooks").json["data"][0]["id"]
    assert person.delete(f"/webhooks/{last}").status_code == 204
    assert person.post("/webhooks", BODY).status_code == 201


def test_a_change_needs_the_state_that_it_changes(person: Person) -> None:
    made = person.post("/webhooks", BODY).json
    path = f"/webhooks/{made['id']}"
    seen = person.get(path).headers["ETag"]
    missing = person.send("PATCH", path, json={"enabled": False}, headers={"If-Match": ""})
    assert missing.status_code == 428
    changed = person.patch(path, {"events": ["role.closed"]}, headers={"If-Match": seen})
    assert changed.status_code == 200
    assert changed.json["events"] == ["role.closed"]
    assert "secret" not in changed.json
    assert person.patch(path, {"enabled": False}, headers={"If-Match": seen}).status_code == 412
    assert person.get(path).headers["ETag"] == changed.headers["ETag"]
    assert person.delete(path, headers={"If-Match": seen}).status_code == 412
    assert person.delete(path).status_code == 204
    assert person.get(path).status_code == 404


def test_a_change_is_refused_like_a_creation(person: Person) -> None:
    path = f"/webhooks/{person.post('/webhooks', BODY).json['id']}"
    before = person.get(path).json
    changes: list[dict[str, Any]] = [
        {"url": "https://10.0.0.1/"},
        {"events": []},
        {"employer_id": None},
    ]
    for change in changes:
        assert person.patch(path, change).status_code == 422
    assert person.get(path).json == before


def test_another_secret_is_shown_once(people: People, person: Person) -> None:
    id_, old = hook(people, person, "https://hooks.example/", "role.created")
    answer = person.patch(f"/webhooks/{id_}", {"rotate_secret": True})
    assert answer.json["secret"].startswith("whsec_")
    assert answer.json["secret"] != old
    assert "secret" not in person.get(f"/webhooks/{id_}").json
    assert webhook(people, id_).old_secret is not None
    kept = person.patch(f"/webhooks/{id_}", {"rotate_secret": False})
    assert "secret" not in kept.json


def test_a_test_is_sent(people: People, person: Person) -> None:
    id_, _ = hook(people, person, "https://hooks.example/", "role.created")
    answer = person.post(f"/webhooks/{id_}/test")
    assert answer.status_code == 201
    assert (answer.json["type"], answer.json["status"]) == ("webhook.test", "pending")
    stub = Stub(OK)
    deliver_all(people, stub)
    [attempt] = stub.attempts
    assert f'"webhook_id":"{id_}"' in attempt.body.decode()
    [row] = person.get(f"/webhooks/{id_}/deliveries").json["data"]
    assert (row["status"], row["attempts"], row["response_status"]) == ("delivered", 1, 200)
    assert row["event_id"] == answer.json["event_id"] == str(attempt.event_id)
    assert row["next_attempt_at"] is None


def test_deliveries_are_listed_in_pages(people: People, person: Person) -> None:
    id_, _ = hook(people, person, "https://hooks.example/", "role.created")
    made = [person.post(f"/webhooks/{id_}/test").json["id"] for _ in range(5)]
    deliver_all(people, Stub(OK, OK, failed()))
    path, seen = f"/webhooks/{id_}/deliveries?limit=2", []
    cursor: str | None = ""
    while cursor is not None:
        answer = person.get(path + cursor)
        seen += [row["id"] for row in answer.json["data"]]
        found = answer.json["page"]["next_cursor"]
        cursor = None if found is None else f"&cursor={found}"
    assert seen == made[::-1]
    answer = person.get(f"/webhooks/{id_}/deliveries?status=pending")
    assert answer.json["page"]["total"] == 3
    waiting = answer.json["data"][0]
    assert waiting["next_attempt_at"] is not None
    assert waiting["failure"] == "answered 500"
    assert person.get(f"/webhooks/{id_}/deliveries?status=lost").status_code == 422


def test_an_event_is_sent_once_more_under_its_id(people: People, person: Person) -> None:
    id_, _ = hook(people, person, "https://hooks.example/", "role.created")
    person.post(f"/webhooks/{id_}/test")
    stub = Stub(OK)
    deliver_all(people, stub)
    [row] = deliveries(people, id_)
    answer = person.post(f"/webhooks/{id_}/deliveries/{row.id}/redeliver")
    assert (answer.status_code, answer.json["status"]) == (200, "pending")
    deliver_all(people, stub)
    first, second = stub.attempts
    assert first.event_id == second.event_id
    other, _ = hook(people, person, "https://hooks.example/", "role.created")
    mixed = person.post(f"/webhooks/{other}/deliveries/{row.id}/redeliver")
    assert mixed.status_code == 404


def test_a_disabled_webhook_is_sent_nothing(people: People, person: Person) -> None:
    id_, _ = hook(people, person, "https://hooks.example/", "role.created")
    made = person.post(f"/webhooks/{id_}/test").json
    assert person.patch(f"/webhooks/{id_}", {"enabled": False}).status_code == 200
    for path in ("test", f"deliveries/{made['id']}/redeliver"):
        answer = person.post(f"/webhooks/{id_}/{path}")
        assert answer.status_code == 409
        assert answer.json["detail"] == "The webhook is disabled: enable it first."
    assert deliver_all(people, Stub(OK)) == 0
    assert person.patch(f"/webhooks/{id_}", {"enabled": True}).status_code == 200
    assert deliver_all(people, Stub(OK)) == 1


def test_who_is_enabled_again_has_no_past(people: People, person: Person) -> None:
    id_, _ = hook(people, person, "https://hooks.example/", "role.created")
    person.post(f"/webhooks/{id_}/test")
    deliver_all(people, Stub(failed(seconds=15.0)))
    assert webhook(people, id_).failing_since is not None
    for enabled in (False, True):
        person.patch(f"/webhooks/{id_}", {"enabled": enabled})
    again = webhook(people, id_)
    assert (again.failing_since, again.held_until, again.enabled) == (None, None, True)


def test_in_development_this_machine_may_be_told(
    app: Flask, database_url: str, tmp_path: Any, person: Person
) -> None:
    local = {**BODY, "url": "http://127.0.0.1:9999/hooks"}
    assert person.post("/webhooks", local).status_code == 422
    app.config["MARKETPLACE"] = make_config(database_url, tmp_path, webhook_local_addresses=True)
    assert person.post("/webhooks", local).status_code == 201


def test_the_trail_says_what_was_done_and_no_secret(people: People) -> None:
    owner, employer = people.owner()
    fan(people.database)
    made = owner.post("/webhooks", BODY | {"employer_id": employer["id"]}).json
    path = f"/webhooks/{made['id']}"
    owner.patch(path, {"rotate_secret": True})
    owner.delete(path)
    with people.database.session(write=False) as session:
        rows = session.execute(
            sa.text("SELECT type, detail FROM audit_event WHERE type LIKE 'webhook.%' ORDER BY id")
        ).all()
    assert [row[0] for row in rows] == [
        "webhook.created", "webhook.updated", "webhook.secret_changed", "webhook.deleted",
    ]  # fmt: skip
    assert all(employer["id"] in str(row[1]) and "whsec" not in str(row[1]) for row in rows)
    assert fan(people.database) == 0
