"""Keys on tables of people: they step, choose, open and shortlist, and can be switched off."""

import re
from itertools import product

import pytest
from playwright.sync_api import Page, expect

from tests.pages.conftest import Open
from tests.pages.test_employer import SignIn, first_role
from tests.pages.watching import check_access


@pytest.fixture
def page(open_page: Open, sign_in: SignIn) -> Page:
    page = open_page()
    sign_in(page, "employer")
    page.goto(f"{first_role(page)}/candidates")
    return page


def test_keys_step_choose_open_and_shortlist(page: Page) -> None:
    boxes = page.locator("input[name=who]")
    for key, place in (("j", 0), ("j", 1), ("j", 2), ("k", 1)):
        page.keyboard.press(key)
        expect(boxes.nth(place)).to_be_focused()
    page.keyboard.press("x")
    expect(boxes.nth(1)).to_be_checked()
    expect(page.locator("[data-chosen]")).to_have_text("1 chosen")
    page.keyboard.press("x")
    expect(boxes.nth(1)).not_to_be_checked()
    code = boxes.nth(1).get_attribute("value")
    page.keyboard.press("s")
    expect(page.locator(".notice.success")).to_contain_text("1 candidate added to")
    page.goto(page.url.replace("/candidates", "/shortlists"))
    page.locator("main li h2 a").first.click()
    expect(page.locator("main")).to_contain_text(code or "nobody")


def test_a_key_opens_who_is_in_focus(page: Page) -> None:
    page.keyboard.press("j")
    code = page.locator("input[name=who]").first.get_attribute("value")
    page.keyboard.press("o")
    page.wait_for_url(f"**/candidates/{code}")


def test_keys_are_listed_and_switched_off_for_good(page: Page) -> None:
    told = page.locator("[data-shortcuts]")
    page.keyboard.press("?")
    expect(told.locator("dl")).to_be_visible()
    expect(told.locator("summary")).to_be_focused()
    check_access(page)
    switch = told.get_by_role("checkbox")
    switch.uncheck()
    page.reload()
    page.keyboard.press("j")
    expect(page.locator("input[name=who]").first).not_to_be_focused()
    page.keyboard.press("?")
    expect(told.locator("dl")).to_be_hidden()
    told.locator("summary").click()
    expect(switch).not_to_be_checked()
    switch.check()
    page.keyboard.press("j")
    expect(page.locator("input[name=who]").first).to_be_focused()


def test_keys_work_after_the_table_was_swapped_and_leave_fields_alone(page: Page) -> None:
    filters = page.locator("#filters")
    filters.get_by_label("Weak fit").check()
    page.wait_for_url("**band=weak**")
    page.keyboard.press("j")
    expect(page.locator("input[name=who]").first).to_be_focused()
    page.keyboard.press("x")
    expect(page.locator("[data-chosen]")).to_have_text("1 chosen")
    page.locator("[data-choose-all]").check()
    count = page.locator("input[name=who]").count()
    expect(page.locator("[data-chosen]")).to_have_text(f"{count} chosen")
    page.locator(".bulk summary").click()
    page.locator("#bulk-tag").press_sequentially("jkxs?")
    expect(page.locator("#bulk-tag")).to_have_value("jkxs?")
    page.keyboard.press("Enter")
    expect(page.locator(".notice.success")).to_contain_text("tagged “jkxs?”")


def test_the_whole_page_is_chosen_and_a_template_is_filled_in(
    open_page: Open, sign_in: SignIn
) -> None:
    page = open_page()
    sign_in(page, "employer")
    page.goto("/employer/roles?status=open")
    rows = page.locator("tbody tr").filter(
        has=page.locator("td.number", has_text=re.compile("[1-9]"))
    )
    met = [
        row.get_by_role("link", name="Applications for").get_attribute("href") for row in rows.all()
    ]
    # Other tests move people meanwhile: whoever is anywhere under way will do.
    for stage, path in product(("interview", "screen", "applied", "offer"), met):
        page.goto(f"{path}?stage={stage}")
        if page.locator("[data-choosing]").count():
            break
    table = page.url
    write_to_all(page)
    page.locator("main a[href$='/letters']").first.click()  # of this role's employer
    page.get_by_label("For what").select_option("message")
    page.get_by_label("Name of the template").fill("A word to all")
    page.get_by_label("Text in English").fill("Dear {name},")
    page.get_by_role("button", name="Save the template").click()
    expect(page.locator("main")).to_contain_text("A word to all")
    page.goto(table)
    write_to_all(page)
    page.get_by_role("button", name="Fill in").click()
    expect(page.locator("#message")).to_have_value(re.compile(r"\{name\}"))
    check_access(page)


def write_to_all(page: Page) -> None:
    """Choose everybody in a table, and begin a message to them."""
    page.locator("[data-choose-all]").check()
    page.locator("button[value=message]").click()
    expect(page.locator("h1")).to_contain_text("Write to")
