"""Members hear how many new candidates fit a role that they watch, and never who they are."""

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from marketplace.database import commit
from marketplace.matches.catalogue import Catalogue
from marketplace.notifications.services import choose_topics
from marketplace.watches.telling import tell_watches
from models import Account, Candidate, Membership, OutboxMessage, RoleWatch, now
from tests.acting import SECRET, acting
from tests.browsing import Browser
from tests.market import Market, market

__all__ = ["market"]

TOMORROW = timedelta(days=1, minutes=11)


def watched(market: Market, role_id: str, frequency: str = "daily", band: str = "weak") -> None:
    page = Browser(market.people.app, market.owner)
    sent = {"frequency": frequency, "least_band": band}
    page.post(f"/employer/roles/{role_id}/watch", sent)


def told(market: Market, at: datetime | None = None) -> list[dict[str, Any]]:
    """Return the mails that a round of the worker writes a day later."""
    app, database = market.people.app, market.people.database
    catalogue = Catalogue(app.config["MARKETPLACE"].index_folder)
    before = set(_mails(market))
    with app.app_context():
        count = tell_watches(database, catalogue, SECRET, at=at or now() + TOMORROW)
    written = [payload for id_, payload in _mails(market).items() if id_ not in before]
    assert len(written) == count
    return written


def _mails(market: Market) -> dict[UUID, dict[str, Any]]:
    wanted = sa.select(OutboxMessage.id, OutboxMessage.payload)
    with market.people.database.session(write=False) as session:
        rows = session.execute(wanted.where(OutboxMessage.type == "mail.send"))
        return dict(rows.all())


def test_how_many_are_new_is_told_once_and_who_they_are_never(market: Market) -> None:
    role_id = market.open_role(title="Decoders")
    market.candidate(headline="Surface codes, old")
    watched(market, role_id)
    assert told(market, now()) == []  # a day has not passed
    new = market.candidate(headline="Surface codes, new")
    [mail] = told(market)
    assert mail["to"] == market.owner.email
    assert mail["subject"] == "New candidates for “Decoders”: 1"
    assert f"/employer/roles/{role_id}/candidates?sort=newest&band=" in mail["text"]
    assert mail["unsubscribe"] in mail["text"]
    assert not any(each in mail["text"] for each in ("Surface", new.id, "C-"))
    assert told(market, now() + 2 * TOMORROW) == []


@pytest.fixture
def role_id(market: Market) -> str:
    role_id = market.open_role(title="Decoders")
    watched(market, role_id)
    return role_id


def test_who_was_shown_is_no_news(market: Market, role_id: str) -> None:
    market.candidate()
    assert market.owner.get(f"/roles/{role_id}/matches").json["data"]
    assert told(market) == []


@pytest.mark.usefixtures("role_id")
def test_who_hides_or_does_not_consent_is_not_counted(market: Market) -> None:
    market.candidate(visibility="hidden")
    market.candidate(consents=[])
    shy = market.candidate()
    hidden = {"hidden_from": [market.employer["id"]]}
    assert shy.person.patch(f"/candidates/{shy.id}", hidden).status_code == 200
    assert told(market) == []


@pytest.mark.usefixtures("role_id")
def test_a_consent_given_later_is_news(market: Market) -> None:
    late = market.candidate(consents=[])
    with market.people.database.session(write=True) as session:
        session.execute(sa.update(Candidate).values(updated_at=now() - timedelta(days=3)))
        session.commit()
    late.person.send("PUT", f"/candidates/{late.id}/consents/matching", json={})
    assert len(told(market)) == 1


def test_weaker_fits_than_wanted_are_no_news(market: Market, role_id: str) -> None:
    watched(market, role_id, band="strong")
    market.candidate(headline="Gardener", summary="Roses and hard soil.", skills=[])
    assert told(market) == []


def test_a_weekly_watch_waits_and_one_that_ended_is_silent(market: Market, role_id: str) -> None:
    watched(market, role_id, "weekly")
    market.candidate()
    assert told(market) == []
    watched(market, role_id, "off")
    assert told(market, now() + timedelta(days=8)) == []
    watched(market, role_id, "weekly")
    market.candidate()
    assert len(told(market, now() + timedelta(days=8))) == 1


def test_closed_roles_and_unwanted_mail(market: Market, role_id: str) -> None:
    market.candidate()
    with acting(market.people, market.owner) as (session, caller):
        choose_topics(session, caller, ["applications"])
    assert told(market) == []
    with acting(market.people, market.owner) as (session, caller):
        choose_topics(session, caller, ["candidates"])
    market.candidate()
    market.owner.post(f"/roles/{role_id}/transitions", {"to": "paused"})
    assert told(market, now() + 2 * TOMORROW) == []


@pytest.mark.usefixtures("role_id")
def test_who_left_the_employer_hears_nothing(market: Market) -> None:
    market.candidate()
    with market.people.database.session(write=True) as session:
        mine = Membership.account_id == market.owner.account_id
        session.execute(sa.delete(Membership).where(mine))
        commit(session)
    assert told(market) == []


@pytest.mark.usefixtures("role_id")
def test_a_mail_is_in_the_language_of_its_account(market: Market) -> None:
    market.candidate()
    with market.people.database.session(write=True) as session:
        session.execute(sa.update(Account).values(language="zh-Hans"))
        commit(session)
    [mail] = told(market)
    assert mail["subject"] == "“Decoders”有新候选人：1 位"


def test_the_page_keeps_one_watch_for_each_member(market: Market, role_id: str) -> None:
    page = Browser(market.people.app, market.owner)
    path = f"/employer/roles/{role_id}/watch"
    assert path in page.get(f"/employer/roles/{role_id}/candidates").text
    for name, value in (("frequency", "hourly"), ("least_band", "")):
        refused = page.post(path, {"frequency": "daily", "least_band": "fair", name: value})
        assert refused.status_code == 422
        assert refused.text.count("is-wrong") == 1
    for _ in range(2):
        watched(market, role_id, "weekly", "strong")
    with market.people.database.session(write=False) as session:
        kept = session.execute(sa.select(RoleWatch.frequency, RoleWatch.least_band)).all()
    assert kept == [("weekly", "strong")]
    shown = page.get(path).text
    assert 'value="weekly" checked' in shown
    assert 'value="strong" checked' in shown
    assert path in page.get("/me/notifications").text
    lines = market.owner.get("/exports/candidates.ndjson").text.splitlines()
    [held] = [line["data"] for line in map(json.loads, lines) if line["type"] == "watched_role"]
    assert (held["role_id"], held["frequency"], held["least_band"]) == (role_id, "weekly", "strong")
    market.owner.post(f"/roles/{role_id}/transitions", {"to": "closed"})
    assert path not in page.get("/me/notifications").text
