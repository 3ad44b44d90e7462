"""Codes at sign-in and the codes that stand in for them."""

import re

import pytest
import sqlalchemy as sa
from flask import Flask
from passlib.totp import TOTP

from models import Account
from tests.browsing import Browser
from tests.marketplace.accounts.test_pages import (
    PASSWORD,
    is_signed_in,
    known,
    newest_letter,
)
from tests.people import People, Person


def code_of(key: str, *, later: int = 0) -> str:
    """Return what an authenticator shows, or will show some steps of half a minute later."""
    app = TOTP(key=key.replace("-", ""))
    return str(app.generate(app.now() + 30 * later).token)


def with_codes(people: People, person: Person) -> str:
    """Switch codes on for somebody, as an authenticator does; return its key."""
    browser = Browser(people.app, person)
    page = browser.post("/account/tf-setup", {"setup": "authenticator"}).text
    key, path = keys_in(page)
    done = browser.post(path, {"code": code_of(key)})
    assert "From now on a code is asked for" in done.text
    return key


def first_step(people: People, person: Person, **fields: str) -> Browser:
    """Give the password; the code is to come."""
    browser = Browser(people.app)
    page = browser.post("/account/login", {"email": person.email, "password": PASSWORD, **fields})
    assert "Type the six digits" in page.text
    assert not is_signed_in(browser)
    return browser


def test_a_code_is_asked_for_beside_the_password(people: People) -> None:
    person = known(people)
    key = with_codes(people, person)
    assert newest_letter(people)["subject"] == "How your account is opened was changed"
    browser = first_step(people, person, next="/account/tokens")
    wrong = browser.post("/account/tf-validate", {"code": "000000"})
    assert "The code is wrong" in wrong.text
    assert not is_signed_in(browser)
    path = "/account/tf-validate?next=/account/tokens"
    right = browser.post(path, {"code": code_of(key, later=1)})
    assert right.request.path == "/account/tokens"


def test_a_wrong_code_at_the_setup_leaves_the_key_and_the_form(people: People) -> None:
    person = known(people)
    browser = Browser(people.app, person)
    page = browser.post("/account/tf-setup", {"setup": "authenticator"}).text
    for _ in range(2):
        key, path = keys_in(page)
        page = browser.post(path, {"code": "000000"}).text
        assert keys_in(page)[0] == key
        assert "The code is wrong" in page
        assert 'id="code-wrong"' in page
    _, path = keys_in(page)
    assert "<code>" not in browser.get("/account/tf-setup").text  # "Not now" starts anew
    done = browser.post(path, {"code": code_of(key)})
    assert "From now on a code is asked for" in done.text
    assert "000000" not in browser.get("/account/tf-setup").text


def keys_in(page: str) -> tuple[str, str]:
    """Return the key that a page of the setup shows, and where its form goes."""
    key = re.search(r"<code>([A-Z2-7-]+)</code>", page)
    path = re.search(r'action="(/account/tf-setup/[^"]+)"', page)
    assert key is not None
    assert path is not None
    return key[1], path[1]


def test_a_code_opens_once(people: People) -> None:
    person = known(people)
    key = with_codes(people, person)
    code = code_of(key, later=1)
    opened = [
        is_signed_in_with(first_step(people, person), "/account/tf-validate", code)
        for _ in range(2)
    ]
    assert opened == [True, False]


def is_signed_in_with(browser: Browser, path: str, code: str) -> bool:
    browser.post(path, {"code": code})
    return is_signed_in(browser)


def test_a_recovery_code_opens_once(people: People) -> None:
    person = known(people)
    with_codes(people, person)
    browser = Browser(people.app, person)
    assert "You have no recovery codes" in browser.get("/account").text
    codes = re.findall(r"<code>([0-9a-f-]{14})</code>", browser.post(RECOVERY_CODES).text)
    assert len(codes) == 8
    assert codes[0] not in browser.get(f"{RECOVERY_CODES}?show_codes=1").text
    kept = people.scalar(sa.select(Account.mf_recovery_codes))
    assert codes[0] not in str(kept)
    opened = [
        is_signed_in_with(first_step(people, person), "/account/mf-recovery", code)
        for code in (codes[0], codes[0], codes[1])
    ]
    assert opened == [True, False, True]
    assert "6 recovery codes are left" in Browser(people.app, person).get("/account").text


RECOVERY_CODES = "/account/mf-recovery-codes"


def test_the_key_is_kept_encrypted(people: People) -> None:
    person = known(people)
    key = with_codes(people, person)
    kept = people.scalar(sa.select(Account.tf_totp_secret))
    assert key.replace("-", "") not in kept
    assert "enckey" in kept


def test_codes_are_switched_off(people: People) -> None:
    person = known(people)
    with_codes(people, person)
    browser = Browser(people.app, person)
    browser.post(RECOVERY_CODES)
    assert "no longer asked" in browser.post("/account/tf-setup", {"setup": "disable"}).text
    columns = (Account.tf_totp_secret, Account.tf_primary_method, Account.mf_recovery_codes)
    assert [people.scalar(sa.select(column)) for column in columns] == [None] * 3
    signing_in = Browser(people.app)
    signing_in.post("/account/login", {"email": person.email, "password": PASSWORD})
    assert is_signed_in(signing_in)


def test_switching_on_takes_a_fresh_sign_in(people: People) -> None:
    browser = Browser(people.app, known(people))
    with browser.client.session_transaction() as kept:
        kept["fs_paa"] = 0
    assert "Confirm it is you" in browser.get("/account/tf-setup").text
    assert "Confirm it is you" in browser.get("/account/wan-register").text
    assert "Confirm it is you" in browser.get(RECOVERY_CODES).text


@pytest.mark.parametrize("path", ["tf-validate", "mf-recovery"])
def test_nobody_guesses_codes(people: People, path: str) -> None:
    person = known(people)
    with_codes(people, person)
    statuses = []
    for number in range(12):
        if number % 4 == 0:  # the password anew does not give more tries
            browser = first_step(people, person)
        answer = browser.post(f"/account/{path}", {"code": f"{number:06}"})
        statuses.append(answer.status_code)
    assert statuses == [200] * 10 + [429] * 2


def test_nobody_mails_the_operator_from_the_rescue_form(people: People) -> None:
    person = known(people)
    with_codes(people, person)
    before = newest_letter(people)
    browser = first_step(people, person)
    browser.post("/account/tf-rescue", {"help_setup": "help"})
    browser.post("/account/tf-rescue", {"help_setup": "email"})
    assert newest_letter(people) == before


def test_the_operator_lets_in_who_lost_everything(app: Flask, people: People) -> None:
    person = known(people)
    with_codes(people, person)
    runner = app.test_cli_runner()
    told = runner.invoke(args=["drop-second-factor", person.email])
    assert told.exit_code == 0, told.output
    browser = Browser(app)
    browser.post("/account/login", {"email": person.email, "password": PASSWORD})
    assert is_signed_in(browser)
    assert runner.invoke(args=["drop-second-factor", "nobody@example.org"]).exit_code == 1


def test_asking_for_a_passkey_tells_not_who_has_one(people: People) -> None:
    person = known(people)
    told = []
    for identity in (person.email, "nobody@example.org"):
        page = Browser(people.app).post("/account/wan-signin", {"identity": identity}).text
        options = re.search(r'data-options="([^"]+)"', page)
        assert options is not None
        told.append(re.sub(r"challenge&#34;: &#34;[^&]+", "", options[1]))
    assert told[0] == told[1]
    assert "required" in told[0]
