"""Whole stories by keyboard alone: no step needs a pointer."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.pages.conftest import Open
from tests.pages.test_candidate import PASSWORD, begin, register
from tests.pages.watching import UNSEEN_FOCUS, loaded
from tests.serving import Served

MOST = 120  # keys to a thing on a page


def tab_to(page: Page, condition: str, *, key: str = "Tab") -> None:
    """Press a key until what has the focus is what is meant, and shows it."""
    for _ in range(MOST):
        page.keyboard.press(key)
        if loaded(page).evaluate(
            f"(() => {{ const here = document.activeElement; return {condition} }})()"
        ):
            assert page.evaluate(UNSEEN_FOCUS)["fault"] == ""
            return
    raise AssertionError(f"{page.url}: no key leads to {condition}")


def press(page: Page, text: str) -> None:
    """Press a link or a button by its words."""
    tab_to(page, f"here.innerText?.trim() === {text!r}")
    page.keyboard.press("Enter")


def write(page: Page, name: str, text: str) -> None:
    """Write into a field."""
    tab_to(page, f"here.name === {name!r}")
    page.keyboard.type(text)


def test_from_the_front_page_to_an_application_and_back(page: Page, served: Served) -> None:
    email = register(page, served)
    begin(page)
    page.context.clear_cookies()
    page.goto("/")
    tab_to(page, "here.matches('.skip')")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    tab_to(page, "here.name === 'q'")
    page.keyboard.type("quantum")
    page.keyboard.press("Enter")
    page.wait_for_url("**/roles?*q=quantum*")
    tab_to(page, "here.name === 'hub'")
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile("hub="))
    tab_to(page, "here.closest('#results article h2')")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/roles/[0-9a-f-]{36}"))
    press(page, "Apply")
    page.wait_for_url(re.compile("/account/login"))
    write(page, "email", email)
    write(page, "password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/account/" not in url)
    page.wait_for_selector("[name=message]")
    write(page, "message", "I would like to.")
    press(page, "Apply")
    expect(page.get_by_text("You have applied.")).to_be_visible()
    press(page, "I want to withdraw")
    press(page, "Withdraw my application")
    expect(page.get_by_text("You withdrew the application")).to_be_visible()


def test_a_rejection_and_its_undoing(open_page: Open, sign_in: Callable[[Page, str], None]) -> None:
    page = open_page()
    sign_in(page, "employer")
    page.goto("/employer")
    tab_to(page, "here.getAttribute('href') === '/employer/roles'")
    page.keyboard.press("Enter")
    page.wait_for_url("**/employer/roles")
    applied = "[...here.closest('tr').querySelectorAll('.number')].some(each => +each.innerText)"
    tab_to(page, f"here.getAttribute('href')?.endsWith('/pipeline') && {applied}")
    page.keyboard.press("Enter")
    page.wait_for_url("**/pipeline")
    tab_to(page, "here.matches('article.card select')")
    page.keyboard.type("Rejected")
    press(page, "Move")
    page.wait_for_selector("[name=reason]")
    write(page, "reason", "Not enough experience")
    write(page, "message", "Thank you, but not this time.")
    press(page, "Reject")
    expect(page.get_by_text("1 application moved.")).to_be_visible()
    press(page, "Undo")
    expect(page.get_by_text("1 application moved.")).to_be_visible()
    expect(page.get_by_role("button", name="Undo")).to_have_count(0)
