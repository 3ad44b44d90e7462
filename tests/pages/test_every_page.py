"""What holds on every page of the application, for everybody who may see it."""

import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin

import pytest
from playwright.sync_api import BrowserContext, Page, ViewportSize, expect

from marketplace import create_app
from tests.browsing import BROWSER
from tests.conftest import make_config
from tests.pages.addresses import VISITORS, Visit, page_rules
from tests.pages.conftest import Open
from tests.pages.showing import DESK, PHONE
from tests.pages.watching import (
    SPACED,
    Watch,
    check_access,
    check_targets,
    check_width,
    layout_shift,
    transferred,
    unfold,
    walk_by_keyboard,
)

FIRST_LOAD_BYTES = 100_000
NARROWEST = ViewportSize(width=320, height=640)  # what WCAG 1.4.10 asks for
Visits = dict[str, list[Visit]]


def endpoints() -> list[str]:
    """Return the names of all pages."""
    app = create_app(make_config("sqlite://", Path()))
    return sorted({rule.endpoint for rule in page_rules(app)})


every_page = pytest.mark.parametrize("endpoint", endpoints())


@pytest.fixture(scope="module")
def kept_pages() -> dict[str, Page]:
    """The pages that stay open from test to test: to open one takes longer than to look at it."""
    return {}


@pytest.fixture
def page_of(
    open_context: Callable[..., BrowserContext], kept_pages: dict[str, Page], watch: Watch
) -> Iterator[Open]:
    """Gives the open page of a visitor with such a browser."""
    used: set[str] = set()

    def page_of_one(visitor: str, **looks: Any) -> Page:
        name = f"{visitor} {looks}"
        if name not in kept_pages:
            kept_pages[name] = open_context(visitor, **looks).new_page()
        if name not in used:
            used.add(name)
            watch.follow(kept_pages[name])
        return kept_pages[name]

    yield page_of_one
    for name in used:
        watch.leave(kept_pages[name])


@every_page
def test_a_desk_in_english(page_of: Open, visits: Visits, endpoint: str) -> None:
    """Where nobody visits, `tests/pages/addresses.py` lacks samples of what addresses name."""
    assert visits[endpoint]
    for visit in visits[endpoint]:
        page = page_of(visit.visitor)
        page.set_viewport_size(DESK)
        assert transferred(page, visit.path) <= FIRST_LOAD_BYTES, visit
        assert layout_shift(page) == 0, visit
        check_language(page, "en")
        check_access(page)
        check_targets(page)
        walked = walk_by_keyboard(page)
        assert "#main" in walked[0], visit
        page.locator("a.skip").press("Enter")
        expect(page.locator("main#main")).to_be_focused()
        page.set_viewport_size(NARROWEST)
        check_width(page)


@every_page
def test_a_phone_in_chinese_in_the_dark(page_of: Open, visits: Visits, endpoint: str) -> None:
    for visit in visits[endpoint]:
        page = page_of(visit.visitor, viewport=PHONE, scheme="dark", language="zh-CN")
        page.set_viewport_size(PHONE)
        page.goto(visit.path)
        check_language(page, "zh-Hans")
        unfold(page)
        check_access(page)
        check_targets(page)
        check_width(page)
        page.set_viewport_size(NARROWEST)
        check_width(page)
        page.evaluate(SPACED)
        check_width(page)


@every_page
def test_a_browser_without_scripts(page_of: Open, visits: Visits, endpoint: str) -> None:
    for visit in visits[endpoint]:
        page = page_of(visit.visitor, javascript=False)
        page.goto(visit.path)
        expect(page.locator("main h1")).to_be_visible()
        idle = page.locator("main button:visible:not([form]):not(form button)")
        assert idle.all_inner_texts() == [], visit


def check_language(page: Page, language: str) -> None:
    """See to it that a page says in which language it is, and has one heading."""
    assert page.locator("html").get_attribute("lang") == language
    expect(page.locator("h1")).to_have_count(1)


def test_no_link_leads_nowhere(open_page: Open, visits: Visits) -> None:
    dead: set[str] = set()
    seen = {(visit.visitor, visit.path) for found in visits.values() for visit in found}
    for visitor in VISITORS:
        page = open_page(visitor)
        known = {path for who, path in seen if who == visitor}
        for path in sorted(known):
            known |= links_of(page, path)
        for path in known - {path for who, path in seen if who == visitor}:
            answer = page.request.get(path, max_redirects=3, headers=BROWSER)
            if answer.status >= 400:
                dead.add(f"{visitor}: {answer.status} {path}")
    assert dead == set()


def links_of(page: Page, path: str) -> set[str]:
    """Return the addresses of ours that a page leads to."""
    answer = page.request.get(path, headers=BROWSER)
    assert answer.ok, path
    targets = re.findall(r'<a\b[^>]*?\shref="([^"]+)"', answer.text())
    found = (urldefrag(urljoin(path, unescape(target))).url for target in targets)
    return {each for each in found if each.startswith("/")}
