"""Pages on paper: what they say, without what only screens need, and with where links lead."""

from playwright.sync_api import Page, expect

from tests.pages.conftest import Open

NOT_ON_PAPER = "nav, .skip, .account-menu, form button, .actions"


def check_paper(page: Page, path: str) -> None:
    """See to it that a page can be printed and read."""
    page.emulate_media(media="print")
    page.goto(path)
    expect(page.locator("main h1")).to_be_visible()
    expect(page.locator(NOT_ON_PAPER).filter(visible=True)).to_have_count(0)
    for link in page.locator("main a[href^=http]:visible").all():
        told = link.evaluate("each => getComputedStyle(each, '::after').content")
        assert link.get_attribute("href") in told.replace("\\", ""), path
    assert page.pdf().startswith(b"%PDF")


def test_a_role_its_reasons_and_the_visa_routes(open_page: Open) -> None:
    page = open_page("candidate")
    page.goto("/me/matches")
    why = page.locator("#results article h2 a").first.get_attribute("href")
    page.goto("/roles")
    role = page.locator("article h2 a").first.get_attribute("href")
    assert why
    assert role
    for path in (role, why, "/me/eligibility", "/visa-routes"):
        check_paper(page, path)


def test_what_is_folded_on_screens_is_unfolded_on_paper(page: Page) -> None:
    page.emulate_media(media="print")
    page.goto("/visa-routes")
    hidden = "all => all.filter(one => one.getBoundingClientRect().height < 1).length"
    folded = page.locator("main details > :not(summary)")
    assert folded.count() > 0
    assert folded.evaluate_all(hidden) == 0
