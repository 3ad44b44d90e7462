from collections.abc import Hashable

import pytest
from flask import Flask
from jinja2 import DictLoader, TemplateSyntaxError

from marketplace.html.compiling import Templates
from marketplace.html.once import Once
from tests.browsing import Browser
from tests.people import People

MACRO = "{% macro said(key, word) %}{% once key %}[{{ word }}]{% endonce %}{% endmacro %}"
KEEPING = "{% once 1 %}{{ word }}{% endonce %}"
PAGE = '{% from "macros/m.html" import said %}{{ said(key, word) }}'


def templates_of(app: Flask) -> Templates:
    loader = DictLoader({"macros/m.html": MACRO, "page.html": KEEPING})
    return Templates(app, loader=loader, extensions=[Once], autoescape=True)


def test_what_has_a_key_is_written_once(app: Flask) -> None:
    with app.test_request_context():
        page = templates_of(app).from_string(PAGE)
        assert page.render(key="a", word="<one>") == "[&lt;one&gt;]"
        assert page.render(key="a", word="two") == "[&lt;one&gt;]"
        assert page.render(key="b", word="two") == "[two]"
        assert page.render(key=None, word="three") == "[three]"
        assert page.render(key=["a"], word="four") == "[four]"  # a list may change
        assert page.render(key=["a"], word="five") == "[five]"


def test_what_concerns_somebody_is_kept_beside_them_and_bounded(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("marketplace.html.once.MOST_WITHIN", 1)
    macro = MACRO.replace("word)", "word, store)").replace("once key", "once key within store")
    loader = DictLoader({"macros/m.html": macro})
    templates = Templates(app, loader=loader, extensions=[Once], autoescape=True)
    one: dict[Hashable, str] = {}
    with app.test_request_context():
        page = templates.from_string(PAGE.replace("word)", "word, store)"))
        assert page.render(key="a", word="one", store=one) == "[one]"
        assert page.render(key="a", word="two", store=one) == "[one]"
        assert page.render(key="a", word="two", store={}) == "[two]"
        assert page.render(key="b", word="three", store=one) == "[three]"
        assert list(one.values()) == ["[three]"]


def test_each_language_has_its_own(app: Flask) -> None:
    templates = templates_of(app)
    written = []
    for language in ("en", "zh-CN"):
        with app.test_request_context(headers={"Accept-Language": language}):
            page = templates.from_string(PAGE)
            written.append(page.render(key="language", word=language))
    assert written == ["[en]", "[zh-CN]"]


def test_a_page_may_not_keep_what_it_writes(app: Flask) -> None:
    with app.test_request_context(), pytest.raises(TemplateSyntaxError, match="macros"):
        templates_of(app).get_template("page.html")


def test_what_somebody_typed_is_shown_to_nobody_else(app: Flask, people: People) -> None:
    blank = Browser(app).get("/visa-routes").text
    typed = Browser(app, people.person()).get("/qualify?candidate.age=39").text
    assert 'value="39"' in typed
    assert 'value="39"' not in Browser(app).get("/qualify").text
    assert Browser(app).get("/visa-routes").text.count("source-1") == blank.count("source-1") > 1
