"""The pages of an account, as a browser without scripts meets them."""

import re
import time
from urllib.parse import quote, urljoin, urlsplit

import pytest
import sqlalchemy as sa
from flask import Flask

from marketplace.accounts.identity import hash_password
from models import Account, Membership, OutboxMessage
from tests.browsing import Browser
from tests.people import People, Person

PASSWORD = "the harbour is quiet at dawn"


def newest_letter(people: People) -> dict[str, str]:
    waiting = sa.select(OutboxMessage.payload).order_by(OutboxMessage.id.desc()).limit(1)
    letter: dict[str, str] = people.scalar(waiting)
    return letter


def link_in(letter: dict[str, str]) -> str:
    found = re.search(r"https://market\.example(/account/\S+)", letter["text"])
    assert found is not None
    return found[1]


def known(people: People, name: str = "lin") -> Person:
    """Return somebody with a password."""
    person = people.person(name)
    with people.app.test_request_context():
        change = sa.update(Account).where(Account.id == person.account_id)
        hashed = hash_password(PASSWORD)
    with people.database.session(write=True) as session:
        session.execute(change.values(password=hashed))
        session.commit()
    return person


def signed_in(people: People, person: Person, **fields: str) -> Browser:
    browser = Browser(people.app)
    sent = {"email": person.email, "password": PASSWORD, **fields}
    assert browser.post("/account/login", sent, follow=False).status_code == 302
    return browser


def is_signed_in(browser: Browser) -> bool:
    return "Sign out" in browser.get("/").text


def test_a_letter_is_in_one_language_whoever_asks_for_it(people: People) -> None:
    person = known(people)
    english = sa.update(Account).where(Account.id == person.account_id).values(language="en")
    with people.database.session(write=True) as session:
        session.execute(english)
        session.commit()
    Browser(people.app, language="zh-CN").post("/account/reset", {"email": person.email})
    told = newest_letter(people)["text"]
    assert "The link is good for 1 day." in told
    Browser(people.app, language="zh-CN").post(
        "/account/register", {"email": "zhao@example.org", "password": PASSWORD}
    )
    assert "链接有效期为 2 天。" in newest_letter(people)["text"]


def test_from_registering_to_the_first_step(app: Flask, people: People) -> None:
    browser = Browser(app)
    sent = {"email": "Lin@Example.org", "password": PASSWORD}
    assert "Check your email" in browser.post("/account/register", sent).text
    letter = newest_letter(people)
    assert (letter["to"], letter["subject"]) == ("lin@example.org", "Confirm your address")
    page = browser.get(link_in(letter)).text
    assert "Your address is confirmed" in page
    welcome = browser.post("/account/login", sent)
    assert welcome.request.path in ("/account/welcome", "/account")
    assert "What are you here for?" in browser.get("/account/welcome").text
    assert "lin@example.org" in browser.get("/account").text


def test_registering_says_at_the_field_what_is_wrong(app: Flask) -> None:
    browser = Browser(app, language="zh")
    page = browser.post("/account/register", {"email": "nobody", "password": "short"})
    assert page.status_code == 422
    assert 'id="email-wrong"' in page.text
    assert 'id="password-wrong"' in page.text
    assert 'value="nobody"' in page.text
    easy = browser.post("/account/register", {"email": "a@b.example", "password": "password1234"})
    assert "类似的密码用的人太多" in easy.text


def test_a_letter_is_in_the_language_of_who_asks(app: Flask, people: People) -> None:
    sent = {"email": "li@example.org", "password": PASSWORD}
    Browser(app, language="zh").post("/account/register", sent)
    letter = newest_letter(people)
    assert letter["subject"] == "请确认您的邮箱"
    assert "链接有效期为 2 天" in letter["text"]


def test_a_form_of_another_site_signs_nobody_in(app: Flask, people: People) -> None:
    person = known(people)
    client = app.test_client()
    sent = {"email": person.email, "password": PASSWORD}
    assert client.post("/account/login", data=sent).status_code == 403
    assert client.post("/account/login", json=sent).status_code == 403
    assert client.get("/api/v1/account").status_code == 401


def test_signing_in_gives_a_new_csrf_token(people: People) -> None:
    person = known(people)
    browser = Browser(people.app)
    form = browser.get("/account/login").text
    [planted, *_] = re.findall(r'name="csrf_token" value="([^"]+)"', form)
    browser.post("/account/login", {"email": person.email, "password": PASSWORD})
    wanted = {"name": "planted", "scopes": "roles:read", "csrf_token": planted}
    assert browser.client.post("/account/tokens", data=wanted).status_code == 403


ELSEWHERE = (
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example",
    "///evil.example",
    "\\\\evil.example",
    " //evil.example",
    "https:evil.example",
    "javascript:alert(1)",
)


@pytest.mark.parametrize("there", ELSEWHERE)
def test_nobody_is_led_elsewhere(people: People, there: str) -> None:
    person = known(people)
    for fields, query in (({"next": there}, ""), ({}, f"?next={quote(there)}")):
        browser = Browser(people.app)
        sent = {"email": person.email, "password": PASSWORD, **fields}
        answer = browser.post(f"/account/login{query}", sent, follow=False)
        led = answer.headers.get("Location", "/")
        assert "\\" not in led
        assert urlsplit(urljoin("https://market.example/", led)).netloc == "market.example"


def test_who_was_sent_to_sign_in_comes_back(people: People) -> None:
    person = known(people)
    browser = Browser(people.app)
    page = browser.get("/account/tokens").text
    assert 'name="next" value="/account/tokens"' in page
    sent = {"email": person.email, "password": PASSWORD, "next": "/account/tokens"}
    assert browser.post("/account/login", sent).request.path == "/account/tokens"


def test_signing_out_ends_a_copied_session(people: People) -> None:
    person = known(people)
    browser = signed_in(people, person)
    copied = Browser(people.app)
    with browser.client.session_transaction() as kept:
        stolen = dict(kept)
    with copied.client.session_transaction() as kept:
        kept.update(stolen)
    assert is_signed_in(copied)
    browser.post("/account/logout")
    assert not is_signed_in(browser)
    assert not is_signed_in(copied)


def test_a_new_password_ends_the_other_sessions(people: People) -> None:
    person = known(people)
    here, there = Browser(people.app, person), Browser(people.app, person)
    new = "another sentence that is mine"
    sent = {"password": PASSWORD, "new_password": new, "new_password_confirm": new}
    assert "Your password is changed" in here.post("/account/change", sent).text
    assert is_signed_in(here)
    assert not is_signed_in(there)
    assert newest_letter(people)["subject"] == "Your password was changed"


def test_a_reset_ends_every_session(people: People) -> None:
    person = known(people)
    there, browser = Browser(people.app, person), Browser(people.app)
    browser.post("/account/reset", {"email": person.email.upper()})
    link = link_in(newest_letter(people))
    new = "another sentence that is mine"
    sent = {"password": new, "password_confirm": new}
    assert "Your new password is set" in browser.post(link, sent).text
    assert not is_signed_in(there)
    again = browser.post(link, sent).text
    assert "This link is not good" in again


def test_an_address_changes_when_the_new_one_is_proved(people: People) -> None:
    owner, employer = people.owner()
    person = known(people)
    for address in (person.email, "new@example.org"):
        path = f"/employers/{employer['id']}/members"
        assert owner.post(path, {"email": address, "part": "viewer"}).status_code == 201
    browser = Browser(people.app, person)
    browser.post("/account/change-email", {"email": "New@Example.org"})
    letter = newest_letter(people)
    assert letter["to"] == "new@example.org"
    assert person.email in browser.get("/account").text
    assert "new@example.org" in browser.get(link_in(letter)).text
    told = newest_letter(people)
    assert (told["to"], "new@example.org" in told["text"]) == (person.email, True)
    parts = sa.select(Membership.email).where(Membership.account_id == person.account_id)
    assert people.scalar(parts) == "new@example.org"


def test_a_known_address_can_not_be_taken(people: People) -> None:
    person, other = known(people), known(people, "other")
    told = []
    for address in (other.email, "free@example.org"):
        page = Browser(people.app, person).post("/account/change-email", {"email": address})
        told.append(re.sub(r'value="[^"]{20,}"', "", page.text).replace(address, "…"))
    assert told[0] == told[1]
    assert newest_letter(people)["to"] == "free@example.org"


def test_what_changes_the_sign_in_asks_for_the_password_again(people: People) -> None:
    person = known(people)
    for path in ("/account/tokens", "/account/delete", "/account/change-email"):
        browser = Browser(people.app, person)
        with browser.client.session_transaction() as kept:
            kept["fs_paa"] = 0
        asked = browser.get(path)
        assert "Confirm it is you" in asked.text
        proved = browser.post("/account/verify", {"password": PASSWORD, "next": path})
        assert proved.request.path == path


def test_a_token_is_made_shown_once_and_ended(people: People) -> None:
    person = known(people)
    browser = Browser(people.app, person)
    wrong = browser.post("/account/tokens", {"name": "nightly", "expires_in_days": "0"})
    assert wrong.status_code == 422
    assert 'value="nightly"' in wrong.text
    sent = {"name": "nightly", "expires_in_days": "30", "scopes": ["roles:read"]}
    found = re.search(r"kvm_[\w-]{30,}", browser.post("/account/tokens", sent).text)
    assert found is not None
    bearer = {"Authorization": f"Bearer {found[0]}"}
    assert people.app.test_client().get("/api/v1/account", headers=bearer).status_code == 200
    page = browser.get("/account/tokens").text
    assert "nightly" in page
    assert found[0] not in page
    ends = re.findall(r'action="(/account/tokens/[^"]+/revoke)"', page)
    for end in ends:
        browser.post(end)
    assert people.app.test_client().get("/api/v1/account", headers=bearer).status_code == 401


def test_only_the_operator_is_offered_the_operators_scope(people: People) -> None:
    assert 'value="admin"' not in Browser(people.app, known(people)).get("/account/tokens").text
    assert 'value="admin"' in Browser(people.app, people.admin()).get("/account/tokens").text


def test_leaving_takes_the_password_and_ends_every_session(people: People) -> None:
    person = known(people)
    here, there = Browser(people.app, person), Browser(people.app, person)
    refused = here.post("/account/delete", {"password": "not mine at all"})
    assert refused.status_code == 422
    assert "This is not your password" in refused.text
    assert "Your account is deleted" in here.post("/account/delete", {"password": PASSWORD}).text
    assert not is_signed_in(there)
    gone = sa.select(sa.func.count()).where(Account.id == person.account_id)
    assert people.scalar(gone) == 0


def test_the_last_owner_is_told_why_they_cannot_leave(people: People) -> None:
    owner, employer = people.owner()
    with people.app.test_request_context():
        hashed = hash_password(PASSWORD)
    change = sa.update(Account).where(Account.id == owner.account_id).values(password=hashed)
    with people.database.session(write=True) as session:
        session.execute(change)
        session.commit()
    browser = Browser(people.app, owner, language="zh")
    page = browser.post("/account/delete", {"password": PASSWORD})
    assert page.status_code == 422
    assert f"您是“{employer['name']}”的最后一位所有者" in page.text


def test_forms_work_behind_https(people: People) -> None:
    """Pages send no Referer, which Flask-WTF would ask for."""
    person = known(people)
    browser = Browser(people.app)
    secure = "https://localhost"
    browser.get("/account/login", base_url=secure)
    sent = {"email": person.email, "password": PASSWORD}
    answer = browser.post("/account/login", sent, follow=False, base_url=secure)
    assert answer.status_code == 302


@pytest.mark.parametrize(("age", "whose", "status"), [(1, 0, 303), (301, 0, 422), (1, 1, 422)])
def test_a_passkey_of_just_now_deletes_an_account_too(
    people: People, age: int, whose: int, status: int
) -> None:
    browser = Browser(people.app, known(people))
    with browser.client.session_transaction() as kept:
        proved_at = time.time() - age
        kept["passkey_at"] = [proved_at, (kept["_user_id"], "somebody else")[whose]]
    assert browser.post("/account/delete", follow=False).status_code == status


def test_a_notice_that_nobody_read_is_not_for_who_signs_in_next(people: People) -> None:
    first, next_one = known(people), known(people)
    browser = Browser(people.app, first)
    browser.post("/me/profile")
    browser.post("/me/consents/matching", {"give": "true"}, follow=False)
    browser.post("/account/logout", follow=False)
    come = browser.post("/account/login", {"email": next_one.email, "password": PASSWORD})
    assert come.request.path == "/account/welcome"
    assert "consent" not in come.text
