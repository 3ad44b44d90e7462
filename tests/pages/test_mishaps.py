"""What goes wrong between people and pages: nothing is lost, and nothing is done twice."""

from collections.abc import Callable, Iterator
from itertools import count

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.pages.test_candidate import PASSWORD, begin, register
from tests.pages.watching import Watch, check_access
from tests.serving import Served

_places = count()  # in the list of matches: each test applies for another role
LETTER = "I would like to, and this must not be lost."


@pytest.fixture(scope="module")
def newcomer(
    open_context: Callable[..., BrowserContext], served: Served
) -> Iterator[tuple[BrowserContext, str]]:
    """Somebody with a profile and consents, signed in."""
    context = open_context()
    page = context.new_page()
    email = register(page, served)
    begin(page)
    page.goto("/me")
    page.get_by_role("button", name="Allow matching").click()
    yield context, email
    context.close()


@pytest.fixture
def form(newcomer: tuple[BrowserContext, str], watch: Watch) -> Iterator[Page]:
    """The form by which somebody applies for a role, filled in."""
    page = newcomer[0].new_page()
    watch.follow(page)
    page.goto("/me/matches")
    page.locator("#results article h2 a").nth(next(_places)).click()
    page.get_by_role("link", name="Apply", exact=True).click()
    page.get_by_label("What you want to say").fill(LETTER)
    yield page
    page.close()


def applications(page: Page) -> int:
    """Return how many applications somebody has."""
    page.goto("/me/applications")
    return page.locator("main li.card").count()


def test_a_double_click_applies_once(form: Page) -> None:
    before = applications(form.context.new_page())
    form.get_by_role("button", name="Apply").dblclick()
    expect(form.get_by_text("You have applied.")).to_be_visible()
    assert applications(form) == before + 1


def test_who_goes_back_after_applying_is_led_to_the_application(form: Page) -> None:
    form.get_by_role("button", name="Apply").click()
    expect(form.get_by_text("You have applied.")).to_be_visible()
    before = applications(form)
    form.go_back()
    form.go_back()
    expect(form.get_by_text("You have applied for this role:")).to_be_visible()
    form.get_by_text("What you wrote to the employer").click()
    expect(form.get_by_text(LETTER)).to_be_visible()
    check_access(form)
    assert applications(form) == before


def test_a_session_that_ends_in_mid_form_loses_nothing(
    form: Page, newcomer: tuple[BrowserContext, str], watch: Watch
) -> None:
    watch.expected |= {401, 403}
    form.context.clear_cookies()
    form.get_by_role("button", name="Apply").click()
    expect(form.get_by_role("heading", name="nothing is lost")).to_be_visible()
    form.get_by_text("What you wrote", exact=True).click()
    expect(form.get_by_text(LETTER)).to_be_visible()
    check_access(form)
    with form.expect_popup() as opened:
        form.get_by_role("link", name="Sign in (opens a new tab)").click()
    sign_in = opened.value
    sign_in.fill("input[name=email]", newcomer[1])
    sign_in.fill("input[name=password]", PASSWORD)
    sign_in.locator("input[name=password]").press("Enter")
    sign_in.wait_for_url(lambda url: "/account/login" not in url)
    form.bring_to_front()
    form.get_by_role("button", name="I have signed in: go on").click()
    expect(form.get_by_role("alert").filter(has_text="What you wrote is back")).to_be_visible()
    expect(form.get_by_label("What you want to say")).to_have_value(LETTER)
    check_access(form)
    form.get_by_role("button", name="Apply").click()
    expect(form.get_by_text("You have applied.")).to_be_visible()
    expect(form.get_by_text(LETTER)).to_be_attached()


def test_a_form_that_somebody_overtook_shows_both_versions(
    newcomer: tuple[BrowserContext, str], watch: Watch
) -> None:
    watch.expected |= {409}
    first, second = newcomer[0].new_page(), newcomer[0].new_page()
    for page in (first, second):
        watch.follow(page)
        page.goto("/me/profile/wishes")
    first.get_by_label("Beijing").check()
    first.get_by_role("button", name="Save", exact=True).click()
    expect(first.get_by_text("Saved.")).to_be_visible()
    second.get_by_label("Shanghai").check()
    second.get_by_role("button", name="Save", exact=True).click()
    check_access(second)
    expect(second.get_by_role("alert").first).to_contain_text("meanwhile")
    expect(second.get_by_role("group", name="Hubs")).to_contain_text("Saved now: Beijing")
