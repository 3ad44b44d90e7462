"""A webhook that is enabled again hears of what it missed, where its owner wants that."""

from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask

from marketplace.database import commit
from marketplace.webhooks.catching_up import catch_up, is_catching_up
from models import DeliveryStatus, now
from tests.browsing import Browser
from tests.marketplace.webhooks.sinks import (
    change,
    deliver_all,
    deliveries,
    fan,
    hook,
    webhook,
)
from tests.marketplace.webhooks.test_delivering import OK, Stub, happen
from tests.people import People, Person

URL = "https://hooks.example/"


@pytest.fixture
def owner(people: People) -> Person:
    """Somebody with an employer, whose events nobody has heard yet."""
    person, _ = people.owner()
    fan(people.database)
    return person


def catch_all(people: People) -> int:
    """Do what the courier does; return how many turns it took."""
    turns = 0
    while True:
        with people.database.session(write=True) as session:
            if not is_catching_up(session):
                return turns
            catch_up(session, now())
            commit(session)
            turns += 1


def disabled(people: People, owner: Person) -> UUID:
    """Return a webhook that heard of one event and missed three."""
    id_, _ = hook(people, owner, URL, "role.published")
    happen(people)
    assert deliver_all(people, Stub(OK)) == 1
    assert owner.patch(f"/webhooks/{id_}", {"enabled": False}).json["disabled_at"] is not None
    happen(people, 3)
    assert deliver_all(people, Stub(OK)) == 0
    return id_


def test_what_was_missed_is_sent_once(people: People, owner: Person) -> None:
    id_ = disabled(people, owner)
    enabled = {"enabled": True, "send_missed": True}
    answer = owner.patch(f"/webhooks/{id_}", enabled)
    assert answer.json["disabled_at"] is None
    assert catch_all(people) == 2  # one that finds them, one that finds no more
    happen(people)
    assert deliver_all(people, Stub(OK)) == 4
    rows = deliveries(people, id_)
    assert len({each.event_id for each in rows}) == len(rows) == 5
    assert {each.status for each in rows} == {DeliveryStatus.DELIVERED}
    assert catch_all(people) == 0


def test_without_a_wish_what_was_missed_stays_so(people: People, owner: Person) -> None:
    id_ = disabled(people, owner)
    change(people, id_, resend_after=UUID(int=0))  # of an earlier wish, not done yet
    assert owner.patch(f"/webhooks/{id_}", {"enabled": True}).status_code == 200
    assert catch_all(people) == 0
    assert len(deliveries(people, id_)) == 1


def test_an_earlier_wish_is_kept_to(people: People, owner: Person) -> None:
    id_ = disabled(people, owner)
    path, wish = f"/webhooks/{id_}", {"enabled": True, "send_missed": True}
    change(people, id_, disabled_at=now() - timedelta(days=2))
    owner.patch(path, wish)
    first = webhook(people, id_).resend_after
    owner.patch(path, {"enabled": False})
    owner.patch(path, wish)
    assert webhook(people, id_).resend_after == first


def test_a_webhook_that_is_disabled_waits(people: People, owner: Person) -> None:
    id_ = disabled(people, owner)
    change(people, id_, resend_after=UUID(int=0))
    assert catch_all(people) == 0


def test_only_its_own_events_are_sent(people: People, owner: Person) -> None:
    stranger = people.person()
    id_, _ = hook(people, stranger, URL, "role.published")
    stranger.patch(f"/webhooks/{id_}", {"enabled": False})
    happen(people, 2)
    fan(people.database)
    stranger.patch(f"/webhooks/{id_}", {"enabled": True, "send_missed": True})
    assert catch_all(people) == 2
    assert deliveries(people, id_) == []
    assert owner.get(f"/webhooks/{id_}").status_code == 404


def test_only_what_is_enabled_can_hear_of_it(people: People, owner: Person) -> None:
    id_ = disabled(people, owner)
    for body in ({"send_missed": True}, {"send_missed": True, "enabled": False}):
        answer = owner.patch(f"/webhooks/{id_}", body)
        assert answer.status_code == 422
        assert [each["pointer"] for each in answer.json["errors"]] == ["#/send_missed"]


def test_the_page_offers_both(app: Flask, people: People, owner: Person) -> None:
    id_ = disabled(people, owner)
    pages, path = Browser(app, owner), f"/employer/webhooks/{id_}"
    shown = pages.get(path).text
    assert "Nothing has been sent since" in shown
    assert "Enable from now on" in shown
    enabled = pages.post(f"{path}/switch", {"enabled": "true", "missed": "true"})
    assert "What it missed is being put into the queue." in enabled.text
    assert catch_all(people) == 2
    assert "being put into the queue" not in pages.get(path).text
    assert len(deliveries(people, id_)) == 4
