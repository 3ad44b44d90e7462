import re
import time
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask_security import user_confirmed
from itsdangerous import TimestampSigner

from marketplace import database
from models import Account, Candidate, OutboxMessage, now
from tests.marketplace.candidates.profiles import consent, managed
from tests.people import People

INVALID_LINK = "/profiles/confirm/bm90aGluZw.aaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbb"


def links(people: People) -> list[tuple[str, str]]:
    """Return whom links were sent to, and the links' paths, oldest first."""
    mails = sa.select(OutboxMessage.payload).where(OutboxMessage.type == "mail.send")
    with people.database.session(write=False) as session:
        payloads: list[dict[str, Any]] = list(session.scalars(mails.order_by(OutboxMessage.id)))
    return [
        (payload["to"], re.findall(r"https://market.example(/profiles/\S+)", payload["text"])[0])
        for payload in payloads
    ]


def test_a_profile_for_another_is_hidden_and_asks_them(people: People) -> None:
    integration, made = managed(people, "Bo@There.example")
    assert made["visibility"] == "hidden"
    assert made["consents"] == []
    assert made["contact"]["email"] == "bo@there.example"
    assert integration.get("/account").json["candidate_id"] is None
    assert integration.get(f"/candidates/{made['id']}").json == made
    [(address, link)] = links(people)
    assert address == "bo@there.example"
    assert "there.example" not in link


@pytest.mark.parametrize("visibility", ["anonymous", "open"])
def test_it_stays_hidden_until_they_confirm(people: People, visibility: str) -> None:
    integration, made = managed(people)
    path = f"/candidates/{made['id']}"
    wanted = {"visibility": visibility, "headline": "new"}
    refused = integration.patch(path, wanted)
    assert refused.status_code == 403
    assert refused.json["errors"][0]["pointer"] == "#/visibility"
    body = {"contact": {"email": "cy@there.example"}} | wanted
    assert integration.post("/candidates", body).status_code == 403
    assert integration.get(path).json == made
    [(_, link)] = links(people)
    assert people.anyone().client.post(link).status_code == 200
    assert integration.patch(path, wanted).json["visibility"] == visibility


def test_the_person_takes_it_over(people: People) -> None:
    person = people.person()
    integration, made = managed(people, person.email)
    path = f"/candidates/{made['id']}"
    assert person.get(path).status_code == 404
    [(_, link)] = links(people)
    page = people.anyone().client.get(link)
    assert page.status_code == 200
    assert "<form" in page.text
    assert people.scalar(sa.select(Candidate.confirmed_at)) is None
    assert "your account now" in people.anyone().client.post(link).text
    assert person.get("/account").json["candidate_id"] == made["id"]
    assert consent(person, made["id"], "matching").status_code == 200
    assert consent(integration, made["id"], "contact").status_code == 404
    assert integration.get(path).status_code == 404
    assert person.patch(path, {"visibility": "open"}).status_code == 200
    assert "your account now" in people.anyone().client.post(link).text
    assert person.delete(path).status_code == 204
    assert people.anyone().client.get(link).status_code == 404


def test_somebody_signed_in_takes_it_over_by_the_form(people: People) -> None:
    person = people.person()
    _, made = managed(people, person.email)
    [(_, link)] = links(people)
    browser = people.app.test_client()
    uniquifier = people.scalar(
        sa.select(Account.fs_uniquifier).where(Account.id == person.account_id)
    )
    with browser.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = uniquifier, True
    assert browser.post(link).status_code == 403
    page = browser.get(link).text
    token, *_ = re.findall(r'name="csrf_token" value="([^"]+)"', page)
    assert browser.post(link, data={"csrf_token": token}).status_code == 200
    assert person.get("/account").json["candidate_id"] == made["id"]


def test_who_has_a_profile_gets_no_second(people: People) -> None:
    person = people.person()
    own = person.post("/candidates", {}).json
    managed(people, person.email)
    [(_, link)] = links(people)
    assert "Register" in people.anyone().client.post(link).text
    assert person.get("/account").json["candidate_id"] == own["id"]


def test_it_waits_for_an_account_with_the_address(people: People) -> None:
    _, made = managed(people, "later@there.example")
    with people.database.session(write=True) as session:
        session.add(Account(email="later@there.example", password="-"))
        session.commit()
    [(_, link)] = links(people)
    assert "Register" in people.anyone().client.post(link).text
    assert people.scalar(sa.select(Candidate.account_id)) is None
    with people.app.test_request_context():
        wanted = sa.select(Account).where(Account.email == "later@there.example")
        account = database.session().scalars(wanted).one()
        account.confirmed_at = now()
        database.session().flush()
        user_confirmed.send(people.app, user=account)
        database.commit(database.session())
    linked = sa.select(Candidate.account_id).where(Candidate.id == UUID(made["id"]))
    assert people.scalar(linked) == account.id


def test_a_new_address_has_to_be_confirmed_again(people: People) -> None:
    integration, made = managed(people)
    path = f"/candidates/{made['id']}"
    anyone = people.anyone().client
    [(_, first)] = links(people)
    anyone.post(first)
    integration.patch(path, {"visibility": "open"})
    changed = integration.patch(path, {"contact": {"email": "di@there.example"}}).json
    assert changed["visibility"] == "hidden"
    assert anyone.post(first).status_code == 404
    assert people.scalar(sa.select(Candidate.confirmed_at)) is None
    [_, (address, second)] = links(people)
    assert address == "di@there.example"
    assert anyone.post(second).status_code == 200


def test_links_are_ours_and_end(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    managed(people)
    anyone = people.anyone().client
    [(_, link)] = links(people)
    assert anyone.get(INVALID_LINK).status_code == 404
    assert anyone.post(link[:-3] + "AAA").status_code == 404
    later = int(time.time()) + 31 * 86_400
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda _: later)
    assert anyone.post(link).status_code == 410
    assert people.scalar(sa.select(Candidate.confirmed_at)) is None
