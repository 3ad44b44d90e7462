"""A form of the editor that is sent as it is shown changes nothing."""

from html.parser import HTMLParser
from typing import Any

import pytest

from marketplace.candidates.drafts import STEPS
from marketplace.html.formats import FORMATS
from marketplace.taxonomies.codes import LANGUAGE_LEVELS
from models import Purpose
from tests.browsing import Browser
from tests.marketplace.candidates.profiles import PROFILE, STATUS
from tests.meetings import seeking
from tests.people import People


class Fields(HTMLParser):
    """What a browser would send of the form that holds the entity tag of a step."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: dict[str, list[str]] = {}
        self._forms: list[dict[str, list[str]]] = []
        self._select = self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a field."""
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._forms.append({})
        elif tag == "input" and given.get("type") in ("checkbox", "radio"):
            self._note(given.get("name", ""), given["value"] if "checked" in given else None)
        elif tag == "input":
            self._note(given.get("name", ""), given.get("value", ""))
        elif tag == "select":
            self._select = given["name"]
            self._note(self._select, "")
        elif tag == "option" and "selected" in given:
            self._forms[-1][self._select] = [given["value"]]
        elif tag == "textarea":
            self._text = given["name"]
            self._note(self._text, "")

    def handle_data(self, data: str) -> None:
        """Note the text of a field; its first line end is the form's."""
        if self._text:
            self._forms[-1][self._text][-1] += data

    def handle_endtag(self, tag: str) -> None:
        """End a field, or the form."""
        if tag == "textarea" and self._text:
            told = self._forms[-1][self._text]
            told[-1] = told[-1].removeprefix("\n")
            self._text = ""
        elif tag == "form" and "tag" in self._forms[-1]:
            self.sent = self._forms[-1]

    def _note(self, name: str, value: str | None) -> None:
        if name and value is not None and self._forms:
            self._forms[-1].setdefault(name, []).append(value)


def shown(browser: Browser, step: str) -> dict[str, Any]:
    page = Fields()
    page.feed(browser.get(f"/me/profile/{step}").text)
    return {name: value for name, value in page.sent.items() if name != "csrf_token"}


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_a_step_sent_as_it_is_shown_changes_nothing(people: People, language: str) -> None:
    seeker = seeking(people, consents=(Purpose.SENSITIVE_STATUS,))
    path = f"/candidates/{seeker.candidate_id}"
    tongues = [{"language": "en", "level": "C1"}, {"language": "de", "level": "A2"}]
    full = {**PROFILE, "languages": [*PROFILE["languages"], *tongues], "status": STATUS}
    assert seeker.person.patch(path, full).status_code == 200
    browser = Browser(people.app, seeker.person, language=language)
    for step in STEPS:
        before = seeker.person.get(path).json
        answer = browser.post(f"/me/profile/{step}", shown(browser, step) | {"act": "keep"})
        assert answer.status_code == 200, step
        after = seeker.person.get(path).json
        changed = [name for name in before if name != "updated_at" and before[name] != after[name]]
        assert changed == [], step


@pytest.mark.parametrize("formats", FORMATS.values(), ids=FORMATS)
def test_every_level_of_a_language_can_be_chosen(formats: Any) -> None:
    assert [code for code, _ in formats.options("language_level")] == [*LANGUAGE_LEVELS]
