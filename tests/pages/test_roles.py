"""Searching and reading roles in a real browser."""

import json
import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.pages.conftest import Open
from tests.pages.watching import Watch, check_access, check_width

COUNT = "#count"


def test_a_filter_swaps_in_and_the_focus_stays(page: Page) -> None:
    page.goto("/roles")
    page.evaluate("window.same = true")
    before = page.locator(COUNT).inner_text()
    page.locator("#hub-shanghai").check()
    expect(page.locator(COUNT)).not_to_have_text(before)
    expect(page).to_have_url(re.compile(r"/roles\?hub=shanghai"))
    expect(page.locator("#hub-shanghai")).to_be_focused()
    announced = "each => !!each.closest('[aria-live], [role=status]')"
    assert page.locator(COUNT).evaluate(announced)
    assert page.evaluate("window.same") is True
    check_access(page)
    page.get_by_role("link", name="Remove filter: Shanghai").click()
    expect(page.locator(COUNT)).to_have_text(before)
    page.go_back()
    expect(page.locator("#hub-shanghai")).to_be_checked()


def test_a_value_is_left_out_and_its_list_stays_open(page: Page) -> None:
    page.goto("/roles")
    page.locator("#not_hub summary").click()
    page.get_by_label("Leave out Beijing").check()
    expect(page.get_by_role("link", name="Remove filter: Without: Beijing")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/roles\?not_hub=beijing"))
    expect(page.locator("#not_hub-beijing")).to_be_focused()
    expect(page.locator("#hub-beijing")).to_be_disabled()
    check_access(page)


def test_words_are_searched_while_they_are_typed(page: Page) -> None:
    page.goto("/roles")
    before = page.locator(COUNT).inner_text()
    page.locator("#q").press_sequentially("quantum")
    expect(page.locator(COUNT)).not_to_have_text(before)
    expect(page.locator("#q")).to_have_value("quantum")
    expect(page.locator("#q")).to_be_focused()


def test_without_scripts_the_form_does_the_same(page_without_javascript: Page) -> None:
    page = page_without_javascript
    page.goto("/roles")
    page.locator("#hub-beijing").check()
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("link", name="Remove filter: Beijing")).to_be_visible()


def test_a_phone_shows_filters_on_their_own(phone: Page) -> None:
    phone.goto("/roles")
    expect(phone.locator("#hub-beijing")).to_be_hidden()
    phone.get_by_role("link", name="Filters").click()
    check_access(phone)
    check_width(phone)
    phone.locator("#hub-beijing").check()
    phone.get_by_role("link", name=re.compile(r"^Show \d+ roles?$")).click()
    expect(phone.get_by_role("link", name="Remove filter: Beijing")).to_be_visible()


def test_a_role_is_read_from_the_search(
    open_page: Open, sign_in: Callable[[Page, str], None], watch: Watch
) -> None:
    page = open_page(language="zh-CN", scheme="dark")
    sign_in(page, "candidate")
    page.goto("/roles")
    expect(page.locator(COUNT)).to_contain_text("初步符合条件")
    page.locator("article h2 a").first.click()
    page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    check_access(page)
    told = page.locator("script[type='application/ld+json']").inner_text()
    assert json.loads(told)["@type"] == "JobPosting"  # data, which the policy lets stand
    assert watch.faults == []
    page.get_by_role("link", name="举报该职位").click()
    check_access(page)
