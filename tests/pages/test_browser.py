"""The browser itself, and what holds on every public page in it."""

import pytest
from playwright.sync_api import Page, expect

from tests.pages.conftest import Open
from tests.pages.showing import PHONE
from tests.pages.watching import Watch
from tests.serving import Served


def test_a_page_is_there_without_scripts(page_without_javascript: Page) -> None:
    page_without_javascript.goto("/")
    expect(page_without_javascript.locator("main h1")).to_have_count(1)


@pytest.mark.parametrize("visitor", ["candidate", "employer", "admin"])
def test_people_are_signed_in(open_page: Open, visitor: str) -> None:
    page = open_page(visitor)
    page.goto("/")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def test_chinese_is_drawn(page: Page) -> None:
    page.set_content("<p>签证签证</p>")
    first = page.locator("p").screenshot()
    page.set_content("<p>薪资薪资</p>")
    assert page.locator("p").screenshot() != first  # without a font both are the same boxes


def test_what_goes_wrong_is_noted(page: Page, watch: Watch, served: Served) -> None:
    page.goto("/no-such-page")
    page.evaluate("console.error('a fault')")
    page.evaluate("setTimeout(() => { throw new Error('a broken script') })")
    page.evaluate(
        "() => { const picture = new Image(); picture.src = 'http://elsewhere.invalid/x.png'; }"
    )
    page.evaluate(
        "() => { const s = document.createElement('script'); s.textContent = 'window.evil = 1';"
        " document.head.append(s); }"
    )
    expect(page.locator("body")).to_be_visible()
    page.wait_for_timeout(200)
    found = "\n".join(watch.faults)
    watch.faults.clear()
    assert f"404: GET {served.url}/no-such-page" in found
    assert "console: a fault" in found
    assert "script: a broken script" in found
    assert "elsewhere.invalid" in found
    assert "Content Security Policy" in found


def test_a_test_may_expect_a_refusal(open_page: Open, watch: Watch) -> None:
    watch.expected.add(404)
    open_page(viewport=PHONE).goto("/no-such-page")
    assert watch.faults == []
