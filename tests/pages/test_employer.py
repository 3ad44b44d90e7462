"""What employers do, in a real browser: from a registration to somebody hired."""

import json
import urllib.request
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from marketplace.clock import today
from marketplace.demo.sign_ins import sign_ins
from marketplace.html.translations import translations
from marketplace.taxonomies.labels import any_label
from tests.conftest import make_config
from tests.pages.addresses import Visit
from tests.pages.conftest import Open
from tests.pages.showing import PHONE
from tests.pages.watching import Watch, check_access, check_width
from tests.serving import Served

SignIn = Callable[[Page, str], None]


def call(served: Served, tmp_path: Path, part: str, path: str, body: dict[str, Any]) -> Any:
    """Send a change to the API as one of the demo's people."""
    settings = make_config("sqlite://", tmp_path, secret_key=served.environment["SECRET_KEY"])
    token = next(each.token for each in sign_ins(settings) if each.part == part)
    headers = {
        "Authorization": f"Bearer {token}",
        "Content-Type": "application/json",
        "If-Match": "*",
    }
    address = f"{served.url}/api/v1{path}"
    request = urllib.request.Request(address, json.dumps(body).encode(), headers)  # noqa: S310
    with urllib.request.urlopen(request) as answer:  # noqa: S310 - our own server
        return json.load(answer)


def first_role(page: Page) -> str:
    """Return the address of the first role in the list of open ones."""
    page.goto("/employer/roles?status=open")
    link = page.locator("tbody th a").first.get_attribute("href")
    assert link is not None
    return link.removesuffix("/edit")


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_axe_finds_nothing_where_candidates_are_chosen(
    open_page: Open, sign_in: SignIn, watch: Watch, language: str
) -> None:
    watch.expected |= {422}
    page = open_page(language=language)
    sign_in(page, "employer")
    role = first_role(page)
    page.goto(f"{role}/candidates")
    details = page.locator("tbody details")
    details.first.locator("summary").click()
    check_access(page)
    tick(page, 3)
    page.locator("button[value=compare]").click()
    check_access(page)
    page.goto(f"{role}/candidates")
    tick(page, 2)
    page.locator(".bulk summary").click()
    check_access(page)
    page.locator("#list").select_option("new")
    page.locator("#name").fill(f"List {language}")
    page.locator("button[value=shortlist]").click()
    page.goto(f"{role}/shortlists")
    page.get_by_role("link", name=f"List {language}").click()
    check_access(page)
    page.locator("main form:has(input[value=share]) button").click()
    check_access(page)
    word = page.locator("section code").inner_text().partition("/shortlists/")[2]
    page.goto(f"/shortlists/{word}")
    expect(page.locator("h1")).to_have_text(f"List {language}")
    check_access(page)
    page.goto(f"{role}/candidates")
    tick(page, 2)
    page.locator("button[value=invite]").click()
    check_access(page)
    page.locator("textarea").evaluate("each => each.removeAttribute('required')")
    page.locator("main form button").click()
    expect(page.locator("#message-wrong")).to_be_visible()
    check_access(page)


def tick(page: Page, count: int) -> None:
    """Tick the first candidates of the table."""
    for place in range(count):
        page.locator("input[name=who]").nth(place).check()


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_from_a_registration_to_somebody_hired(
    open_page: Open, sign_in: SignIn, served: Served, watch: Watch, tmp_path: Path, language: str
) -> None:
    """In English with scripts, and in Chinese without."""
    watch.expected |= {422}
    javascript = language == "en"
    page = open_page(javascript=javascript, language=language)
    look, say = (check_access, str) if javascript else (seen, translations("zh").gettext)
    hired = any_label("hired", "en" if javascript else "zh-Hans")
    sign_in(page, "employer")
    employer_id = register(page, f"Story laboratory {language}", say)
    look(page)
    role = post(page, lambda: verify(served, tmp_path, employer_id), employer_id, say)
    look(page)
    body = {"role_id": role.rpartition("/")[2], "message": "I would like to."}
    call(served, tmp_path, "candidate", "/applications", body)
    page.goto(f"{role}/pipeline")
    card = page.locator("article.card").first
    card.locator("select").select_option("rejected")
    card.get_by_role("button", name=say("Move")).click()
    look(page)
    page.get_by_label(say("Reason, apart from the message")).fill("Not enough experience")
    page.get_by_label(say("Message to the candidate")).fill("Thank you, but not this time.")
    page.get_by_role("button", name=say("Reject"), exact=True).click()
    expect(page.locator("#column-closed")).to_contain_text("1")
    look(page)
    page.get_by_role("button", name=say("Undo")).click()
    expect(page.locator("#column-applied")).to_contain_text("1")
    for stage in ("interview", "offer", "visa", "hired"):
        card = page.locator("article.card").first
        if javascript and stage == "interview":
            card.drag_to(page.locator("[data-column=interview]"))
        else:
            card.locator("select").select_option(stage)
            card.get_by_role("button", name=say("Move")).click()
        expect(page.locator(f"#column-{stage}")).to_contain_text("1")
    page.locator("article.card a").first.click()
    expect(page.locator("#history + ol li").last).to_contain_text(hired)
    look(page)


def seen(page: Page) -> None:
    """See to it that there is a page; without scripts nothing else can look at it."""
    expect(page.locator("main h1")).to_have_count(1)


def register(page: Page, name: str, say: Callable[[str], str]) -> str:
    """Register an employer on its page; return its id."""
    page.goto("/employer/organisations/new")
    page.get_by_label(say("Name, as registered")).fill(name)
    page.locator("#kind").select_option("tech_company")
    page.get_by_role("button", name=say("Register"), exact=True).click()
    expect(page.locator("h1")).to_have_text(name)
    return page.url.rpartition("/")[2]


def verify(served: Served, tmp_path: Path, employer_id: str) -> None:
    """Let the operator verify an employer."""
    decision = {"status": "verified", "reason": "seen in the register"}
    call(served, tmp_path, "admin", f"/employers/{employer_id}/verification", decision)


def post(
    page: Page, verified: Callable[[], None], employer_id: str, say: Callable[[str], str]
) -> str:
    """Write a role of an employer, have the employer verified and open it; return its address."""
    page.goto("/employer/roles/new")
    page.locator("#employer_id").select_option(employer_id)
    page.locator("#title").fill("Decoder researcher")
    page.get_by_role("button", name=say("Save the draft")).click()
    expect(page.locator(".demand").first).to_be_visible()
    page.locator("#description").fill("You build decoders.")
    page.locator("#skills\\.0\\.name").fill("surface codes")
    page.locator("#city").fill("Hefei")
    page.locator("#headcount").fill("1")
    page.locator("#salary\\.min").fill("400000")
    page.locator("#salary\\.currency").fill("CNY")
    page.locator("#salary\\.period").select_option("year")
    page.locator("input[name=sectors][value=quantum_computing]").check()
    page.locator("#valid_through").fill((today() + timedelta(days=30)).isoformat())
    page.get_by_role("button", name=say("Save"), exact=True).click()
    page.get_by_role("button", name=say("Open the role")).click()
    expect(page.get_by_role("alert").first).to_be_visible()
    verified()
    page.get_by_role("button", name=say("Open the role")).click()
    expect(page.get_by_role("button", name=say("Pause"))).to_be_visible()
    return page.url.removesuffix("/edit")


def test_a_comparison_is_read_on_a_phone_without_scrolling_sideways(
    open_page: Open, visits: dict[str, list[Visit]]
) -> None:
    visit = visits["employer.compare"][0]
    page = open_page(visit.visitor, viewport=PHONE)
    page.goto(visit.path)
    region = page.locator("main .table")
    expect(region.locator("[data-label]").first).to_be_visible()
    assert region.evaluate("each => each.scrollWidth <= each.clientWidth")
    check_width(page)
    check_access(page)
