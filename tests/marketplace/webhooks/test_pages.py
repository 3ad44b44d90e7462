"""Webhooks as pages."""

import re
from datetime import timedelta
from html import unescape
from typing import Any, NamedTuple
from uuid import UUID

import pytest
from flask import Flask

from marketplace.taxonomies.labels import labels
from marketplace.webhooks.catalogue import EVENTS, TEST
from marketplace.webhooks.failures import failure_of
from marketplace.webhooks.requesting import Answer
from models import DeliveryStatus, DisabledBecause, now
from tests.browsing import Browser
from tests.marketplace.webhooks.sinks import change, deliver_all, deliveries, hook, webhook
from tests.marketplace.webhooks.test_delivering import OK, Stub, failed
from tests.people import People, Person

HERE = "/employer/webhooks"
FIELDS = {"url": "https://hooks.example/in", "events": ["role.created", "role.closed"]}


@pytest.fixture
def owned(people: People) -> tuple[Person, str]:
    """The owner of an employer, and its id."""
    owner, employer = people.owner()
    return owner, employer["id"]


class Hooked(NamedTuple):
    """A webhook of the owner's, and the owner's browser."""

    owner: Person
    pages: Browser
    id: UUID
    path: str
    secret: str


@pytest.fixture
def hooked(app: Flask, people: People, owned: tuple[Person, str]) -> Hooked:
    """A webhook to which nothing was sent yet."""
    owner, _ = owned
    id_, secret = hook(people, owner, "https://hooks.example/")
    return Hooked(owner, Browser(app, owner), id_, f"{HERE}/{id_}", secret)


def words(answer: Any) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def test_a_webhook_is_made_watched_and_deleted(
    app: Flask, people: People, owned: tuple[Person, str]
) -> None:
    owner, employer_id = owned
    pages = Browser(app, owner)
    assert "You have no webhooks." in pages.get(HERE).text
    made = pages.post(HERE, {**FIELDS, "employer_id": employer_id, "description": "Ours"})
    secret = re.search(r'value="(whsec_[^"]+)"', made.text)
    assert secret is not None
    listed = pages.get(HERE)
    assert secret[1] not in listed.text
    assert "On; nothing delivered lately" in words(listed)
    [stored] = owner.get("/webhooks").json["data"]
    assert (stored["events"], stored["employer_id"]) == (FIELDS["events"], employer_id)
    path = f"{HERE}/{stored['id']}"
    assert "Nothing has been sent yet." in pages.get(path).text
    assert "A test event is on its way" in pages.post(f"{path}/test").text
    assert deliver_all(people, Stub(OK)) == 1
    shown = words(pages.get(path))
    assert "Working 1 delivered" in shown
    assert "A test webhook.test" in shown
    assert "Nothing." in pages.get(f"{path}?status=failed").text
    assert "Delete the webhook?" in pages.get(f"{path}/delete").text
    assert "The webhook is deleted." in pages.post(f"{path}/delete").text
    assert pages.get(path).status_code == 404


def test_the_log_says_what_failed_and_when_it_is_tried_again(
    app: Flask, people: People, hooked: Hooked
) -> None:
    owner, pages, id_, path, _ = hooked
    pages.post(f"{path}/test")
    silent = Stub(Answer(status=None, failure="no connection (ConnectionRefusedError)"))
    assert deliver_all(people, silent) == 1
    shown = words(pages.get(path))
    assert "Failing since" in shown
    assert "no connection" in shown
    assert "无法连接" in Browser(app, owner, language="zh").get(path).text
    [row] = deliveries(people, id_)
    assert deliver_all(people, Stub(failed(503)), at=row.due_at) == 1
    assert "503" in words(pages.get(path))
    again = pages.post(f"{path}/deliveries/{row.id}/redeliver")
    assert "The event is sent once more" in again.text
    [row] = deliveries(people, id_)
    assert (row.status, row.attempts) == (DeliveryStatus.PENDING, 0)


def test_a_webhook_is_paused_and_enabled(people: People, hooked: Hooked) -> None:
    _, pages, id_, path, _ = hooked
    pages.post(f"{path}/test")
    assert "Paused" in words(pages.post(f"{path}/switch", {"enabled": "false"}))
    assert not webhook(people, id_).enabled
    assert "enable it first" in pages.post(f"{path}/test").text
    [row] = deliveries(people, id_)
    assert "enable it first" in pages.post(f"{path}/deliveries/{row.id}/redeliver").text
    assert "Events are sent there again." in pages.post(f"{path}/switch", {"enabled": "true"}).text
    for because, told in (
        (DisabledBecause.GONE, "the receiver said that the address is gone"),
        (DisabledBecause.FAILING, "nothing got through for three days"),
    ):
        change(people, id_, enabled=False, disabled_because=because)
        assert f"Disabled: {told}" in words(pages.get(path))
        assert f"Disabled: {told}" in words(pages.get(HERE))


def test_a_new_secret_is_shown_once_and_the_old_one_signs_for_a_day(
    people: People, hooked: Hooked
) -> None:
    _, pages, id_, path, first = hooked
    made = pages.post(f"{path}/secret")
    assert "whsec_" in made.text
    assert first not in made.text
    shown = pages.get(path)
    assert "the old secret signs too" in shown.text
    assert "whsec_" not in shown.text
    change(people, id_, old_secret_until=now() - timedelta(seconds=1))
    assert "the old secret signs too" not in pages.get(path).text


def test_what_is_refused_is_said_at_its_field(app: Flask, owned: tuple[Person, str]) -> None:
    owner, employer_id = owned
    pages = Browser(app, owner, language="zh")
    refused = pages.post(HERE, {**FIELDS, "url": "https://10.0.0.1/"})
    assert refused.status_code == 422
    assert "不能推送到该网址：不是公网地址。" in refused.text
    ours = {"employer_id": employer_id, "events": ["role.created", "candidate.updated"]}
    refused = pages.post(HERE, FIELDS | ours)
    assert refused.status_code == 422
    assert 'id="events-wrong"' in refused.text
    assert "此事件：资料有更新。" in refused.text
    assert pages.post(HERE, {"url": ""}).status_code == 422


def test_a_stale_form_shows_both_versions(hooked: Hooked) -> None:
    owner, pages, id_, path, _ = hooked
    found = re.search(r'name="version" value="([^"]+)"', pages.get(path).text)
    assert found is not None
    owner.patch(f"/webhooks/{id_}", {"description": "Theirs"})
    mine = {**FIELDS, "description": "Mine", "version": unescape(found[1])}
    stale = pages.post(path, mine)
    assert stale.status_code == 409
    assert "Saved now: Theirs" in words(stale)
    refused = pages.post(path, {"url": "", "events": "role.created"})
    assert refused.status_code == 422
    fresh = re.search(r'name="version" value="([^"]+)"', stale.text)
    assert fresh is not None
    saved = pages.post(path, {**mine, "version": unescape(fresh[1])})
    assert "Saved." in saved.text
    assert owner.get(f"/webhooks/{id_}").json["description"] == "Mine"


def test_only_owners_are_led_to_an_employers_webhooks(
    app: Flask, people: People, owned: tuple[Person, str]
) -> None:
    owner, employer_id = owned
    id_, _ = hook(people, owner, "https://hooks.example/", employer_id=employer_id)
    assert f'href="{HERE}"' in Browser(app, owner).get("/employer").text
    recruiter = people.person()
    member = {"email": recruiter.email, "part": "recruiter"}
    assert owner.post(f"/employers/{employer_id}/members", member).status_code == 201
    pages = Browser(app, recruiter)
    assert f'href="{HERE}"' not in pages.get("/employer").text
    assert "You have no webhooks." in pages.get(HERE).text
    assert pages.get(f"{HERE}/{id_}").status_code == 403
    assert Browser(app, people.person()).get(f"{HERE}/{id_}").status_code == 404


def test_events_and_failures_have_words() -> None:
    assert labels("webhook_event").keys() == {*EVENTS, TEST}
    assert labels("delivery_status").keys() == {each.value for each in DeliveryStatus}
    assert failure_of("answered 500") == "answered 500"
