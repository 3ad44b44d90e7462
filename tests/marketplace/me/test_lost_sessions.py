"""A session that ended while somebody wrote: after signing in, what was typed is back."""

import re
from html import unescape

from tests.browsing import BROWSER, Browser
from tests.marketplace.accounts.test_pages import PASSWORD, known
from tests.meetings import employing
from tests.people import People


def hidden_fields(page: str) -> dict[str, str]:
    """Return what the page would send again."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    return {name: unescape(value) for name, value in found}


def test_what_was_typed_comes_back_after_signing_in(people: People) -> None:
    person, employer = known(people), employing(people)
    browser = Browser(people.app, person)
    browser.post("/me/profile")
    editor = browser.get("/me/profile/summary").text
    tag = hidden_fields(editor)["tag"]
    typed = {
        "/me/profile/summary": {"headline": "Half a <day>'s work", "tag": tag, "act": "keep"},
        f"/roles/{employer.role_id}/apply": {"message": "Two\nlines"},
    }
    for path, fields in typed.items():
        browser.client.delete_cookie("session")
        lost = browser.client.post(path, headers=BROWSER, data={**fields, "csrf_token": "old"})
        assert lost.status_code == 403
        assert "nothing is lost" in lost.text
        sent = hidden_fields(lost.text)
        browser.post("/account/login", {"email": person.email, "password": PASSWORD})
        back = browser.client.post(path, headers=BROWSER, data=sent)
        assert "What you wrote is back" in back.text
        shown = back.text.partition("<dl>")[2]
        assert "csrf_token" not in shown
        assert "<code>tag</code>" not in shown
        again = hidden_fields(back.text)
        done = browser.client.post(path, headers=BROWSER, data=again, follow_redirects=True)
        assert done.status_code == 200
        assert "Kept." in done.text or "You have applied." in done.text
    assert unescape(field_value(browser.get("/me/profile/summary").text, "headline")) == (
        "Half a <day>'s work"
    )


def field_value(page: str, name: str) -> str:
    found = re.search(rf'<input id="{name}"[^>]* value="([^"]*)"', page)
    assert found is not None
    return found[1]
