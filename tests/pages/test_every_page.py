"""What holds on every page of the application, for everybody who may see it."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from marketplace import create_app
from tests.browsing import BROWSER
from tests.conftest import make_config
from tests.pages.addresses import Visit, page_rules
from tests.pages.conftest import Open
from tests.pages.showing import PHONE
from tests.pages.watching import (
    check_access,
    check_width,
    layout_shift,
    transferred,
    walk_by_keyboard,
)

FIRST_LOAD_BYTES = 100_000
NARROWEST = 320  # what WCAG 1.4.10 asks for
Visits = dict[str, list[Visit]]


def endpoints() -> list[str]:
    """Return the names of all pages."""
    app = create_app(make_config("sqlite://", Path()))
    return sorted({rule.endpoint for rule in page_rules(app)})


every_page = pytest.mark.parametrize("endpoint", endpoints())


@every_page
def test_a_desk_in_english(open_page: Open, visits: Visits, endpoint: str) -> None:
    """Where nobody visits, `tests/pages/addresses.py` lacks samples of what addresses name."""
    assert visits[endpoint]
    for visit in visits[endpoint]:
        page = open_page(visit.visitor)
        assert transferred(page, visit.path) <= FIRST_LOAD_BYTES, visit
        assert layout_shift(page) == 0, visit
        check_language(page, "en")
        check_access(page)
        walked = walk_by_keyboard(page)
        assert "#main" in walked[0], visit
        page.locator("a.skip").press("Enter")
        expect(page.locator("main#main")).to_be_focused()


@every_page
def test_a_phone_in_chinese_in_the_dark(open_page: Open, visits: Visits, endpoint: str) -> None:
    for visit in visits[endpoint]:
        page = open_page(visit.visitor, viewport=PHONE, scheme="dark", language="zh-CN")
        page.goto(visit.path)
        check_language(page, "zh-Hans")
        check_access(page)
        for width in (PHONE["width"], NARROWEST):
            page.set_viewport_size({"width": width, "height": PHONE["height"]})
            check_width(page)


@every_page
def test_a_browser_without_scripts(open_page: Open, visits: Visits, endpoint: str) -> None:
    for visit in visits[endpoint]:
        page = open_page(visit.visitor, javascript=False)
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
    for visitor in ("nobody", "candidate", "employer", "admin"):
        page, known = open_page(visitor), set[str]()
        for visit in (each for found in visits.values() for each in found):
            if visit.visitor == visitor:
                page.goto(visit.path)
                known |= set(links(page))
        for link in known:
            answer = page.request.get(link, max_redirects=3, headers=BROWSER)
            if answer.status >= 400:
                dead.add(f"{visitor}: {answer.status} {link}")
    assert dead == set()


def links(page: Page) -> list[str]:
    """Return the addresses of ours that a page leads to."""
    found: list[str] = page.evaluate(
        "() => [...document.querySelectorAll('a[href]')]"
        ".map((each) => new URL(each.getAttribute('href'), location).href.split('#')[0])"
        ".filter((each) => each.startsWith(location.origin + '/'))"
    )
    return found
