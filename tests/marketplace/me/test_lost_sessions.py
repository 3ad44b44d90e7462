"""A session that ended while somebody wrote: after signing in, the form has what was typed."""

import re
from html import unescape

import pytest
from werkzeug.test import TestResponse

from tests.browsing import BROWSER, Browser
from tests.marketplace.accounts.test_pages import PASSWORD, known
from tests.meetings import employing
from tests.people import People, Person

HEADLINE = 'Half a <day>\'s "work" & more'


def hidden_fields(page: str) -> dict[str, str]:
    """Return what the first form of the page's content would send again."""
    content = page.partition("<main")[2]
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', content)
    return {name: unescape(value) for name, value in reversed(found)}


def lose_session(browser: Browser, page: str, path: str, typed: dict[str, str]) -> dict[str, str]:
    """Send a form without the session; return what the answer would send again."""
    origin = hidden_fields(browser.get(page).text)["form_origin"]
    browser.client.delete_cookie("session")
    fields = {**typed, "csrf_token": "old", "form_origin": origin}
    lost = browser.client.post(path, headers=BROWSER, data=fields)
    assert lost.status_code == 403
    assert "nothing is lost" in lost.text
    return hidden_fields(lost.text)


def go_on(browser: Browser, person: Person, path: str, kept: dict[str, str]) -> TestResponse:
    """Sign in, and send again what was kept."""
    browser.post("/account/login", {"email": person.email, "password": PASSWORD})
    return browser.client.post(path, headers=BROWSER, data=kept)


@pytest.fixture
def candidate(people: People) -> Person:
    person = known(people)
    Browser(people.app, person).post("/me/profile")
    return person


def field_value(page: str, name: str) -> str:
    found = re.search(rf'<input id="{re.escape(name)}"[^>]* value="([^"]*)"', page)
    assert found is not None
    return unescape(found[1])


def test_what_was_typed_comes_back_into_its_fields(people: People, candidate: Person) -> None:
    browser, path = Browser(people.app, candidate), "/me/profile/summary"
    tag = hidden_fields(browser.get(path).text)["tag"]
    typed = {"headline": HEADLINE, "summary": "\nTwo\nlines", "tag": tag, "act": "keep"}
    back = go_on(browser, candidate, path, lose_session(browser, path, path, typed))
    assert back.status_code == 403
    assert "What you wrote is back" in back.text
    assert field_value(back.text, "headline") == HEADLINE
    sent = hidden_fields(back.text) | {"headline": HEADLINE, "act": "keep"}
    assert sent["tag"] == tag
    assert '<textarea id="summary"' in back.text
    assert "\n\nTwo\nlines</textarea>" in back.text
    done = browser.client.post(path, headers=BROWSER, data=sent, follow_redirects=True)
    assert "Saved." in done.text
    assert field_value(browser.get(path).text, "headline") == HEADLINE


def test_a_form_comes_back_on_the_page_that_it_stood_on(people: People, candidate: Person) -> None:
    employer = employing(people)
    browser, path = Browser(people.app, candidate), f"/roles/{employer.role_id}/apply"
    back = go_on(browser, candidate, path, lose_session(browser, path, path, {"message": "Hello"}))
    assert "\nHello</textarea>" in back.text
    path = "/me/privacy"
    typed = {"visibility": "hidden", "hidden_from": "one.example"}
    back = go_on(browser, candidate, path, lose_session(browser, path, path, typed))
    assert "\none.example</textarea>" in back.text
    assert re.search(r'value="hidden"[^>]* checked', back.text)


def test_nobody_else_gets_what_was_typed(people: People, candidate: Person) -> None:
    browser, path = Browser(people.app, candidate), "/me/profile/summary"
    kept = lose_session(browser, path, path, {"headline": HEADLINE})
    other = known(people)
    Browser(people.app, other).post("/me/profile")
    refused = go_on(browser, other, path, kept)
    assert refused.status_code == 403
    assert "Another account began this" in refused.text
    assert "Half a" not in refused.text


def test_what_has_no_field_any_more_is_shown_and_sent_along(
    people: People, candidate: Person
) -> None:
    browser, path = Browser(people.app, candidate), "/me/profile/skills"
    typed = {"skills.0.name": "Rust", "skills.0.years": "3"}
    back = go_on(browser, candidate, path, lose_session(browser, path, path, typed))
    assert "<li>Rust</li>" in back.text
    assert hidden_fields(back.text)["skills.0.name"] == "Rust"


def test_without_a_page_of_ours_the_text_is_given_back_as_it_is(
    people: People, candidate: Person
) -> None:
    browser, path = Browser(people.app, candidate), "/me/profile/summary"
    kept = lose_session(browser, path, path, {"headline": HEADLINE}) | {"form_origin": "forged"}
    back = go_on(browser, candidate, path, kept)
    assert "<h1>What you wrote is back</h1>" in back.text
    assert unescape(back.text).count(HEADLINE) == 2
    foreign = {**BROWSER, "Sec-Fetch-Site": "cross-site"}
    cross = browser.client.post(path, headers=foreign, data=kept)
    assert "Half a" not in cross.text
