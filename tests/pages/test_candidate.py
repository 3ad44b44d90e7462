"""Whole stories of a candidate, in a real browser."""

import re
import time
from collections.abc import Callable
from email import message_from_bytes, policy
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from tests.marketplace.resumes.files import pdf
from tests.pages.conftest import Open
from tests.pages.showing import PHONE
from tests.pages.watching import Watch, check_access, check_width, loaded
from tests.serving import Served

PASSWORD = "a sentence that only I would say"
_numbers = count(1)
OWN_PAGES = (
    *("/me", "/me/profile/summary", "/me/profile/skills", "/me/profile/experience"),
    *("/me/profile/education", "/me/profile/achievements", "/me/profile/wishes"),
    *("/me/profile/status", "/me/resume", "/me/matches", "/me/matches?sort=newest"),
    *("/me/eligibility", "/me/applications", "/me/invitations", "/me/saved", "/me/searches"),
    *("/me/searches/new?q=laser", "/me/privacy", "/me/views", "/me/erase", "/me/notifications"),
    *("/me/evidence", "/me/reviews"),
)


def register(page: Page, served: Served) -> str:
    """Register as somebody new and sign in; return the address."""
    email = f"story-{next(_numbers)}-{time.time_ns()}@example.org"
    page.goto("/account/register")
    page.fill("input[name=email]", email)
    page.fill("input[name=password]", PASSWORD)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url("**/account/registered*")
    page.goto(link_mailed_to(served, email, "/account/confirm/"))
    page.goto("/account/login")
    page.fill("input[name=email]", email)
    page.fill("input[name=password]", PASSWORD)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(lambda url: "/account/login" not in url)
    return email


def link_mailed_to(served: Served, email: str, path: str) -> str:
    """Return the path of a link that the worker mails to somebody."""
    folder = Path(served.environment["MAIL_FOLDER"])
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        for file in folder.glob("*.eml"):
            message = message_from_bytes(file.read_bytes(), policy=policy.default)
            if message["To"] == email:
                found = re.search(rf"https?://\S*{path}\S+", message.get_content())
                if found:
                    return urlsplit(found.group()).path
        time.sleep(0.2)
    raise AssertionError(f"no mail to {email} with a link to {path}")


def begin(page: Page) -> None:
    """Make a profile with a headline and two skills."""
    page.goto("/me")
    page.get_by_role("button", name="Start my profile").click()
    page.get_by_label("Headline").fill("Physicist: quantum error correction")
    page.get_by_label("Your name").fill("Ines Falk")
    page.get_by_role("button", name="Save and continue").click()
    for place, skill in enumerate(("Python", "surface codes")):
        page.get_by_role("button", name="Add a skill").click()
        page.locator(f"[id='skills.{place}.name']").fill(skill)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved.")).to_be_visible()


def apply_to_the_best_match(page: Page) -> None:
    """Open the first match, look at the reasons and apply."""
    page.goto("/me/matches")
    page.locator("#results article h2 a").first.click()
    expect(page.get_by_role("heading", name="What makes the score")).to_be_visible()
    check_access(page)
    page.get_by_role("link", name="Apply", exact=True).click()
    page.get_by_label("What you want to say").fill("I would like to.")
    check_access(page)
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_text("You have applied.")).to_be_visible()


def withdraw(page: Page, wish: str, button: str, told: str) -> None:
    """Withdraw the application that is open."""
    page.get_by_text(wish).click()
    page.get_by_role("button", name=button).click()
    expect(page.get_by_text(told)).to_be_visible()


def look_around(page: Page, check: Callable[[Page], None]) -> None:
    """Open every page of one's own area and check it."""
    for path in OWN_PAGES:
        page.goto(path)
        check(page)


def test_from_registration_to_withdrawal(page: Page, served: Served) -> None:
    register(page, served)
    begin(page)
    page.goto("/me")
    page.get_by_role("button", name="Allow matching").click()
    page.goto("/me/privacy")
    page.get_by_label("Anonymous: ranked").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("It holds from now on")).to_be_visible()
    apply_to_the_best_match(page)
    check_access(page)
    withdraw(page, "I want to withdraw", "Withdraw my application", "You withdrew the application")
    look_around(page, check_access)


def test_what_is_typed_is_kept_as_a_draft(page: Page, served: Served) -> None:
    register(page, served)
    begin(page)
    page.goto("/me/profile/summary")
    page.get_by_label("Summary").fill("Half a sentence")
    expect(page.locator("#draft-state")).to_contain_text("Draft kept")
    page.goto("/me/profile/summary")
    expect(page.get_by_label("Summary")).to_have_value("Half a sentence")
    page.get_by_role("button", name="Discard what I typed").click()
    expect(page.get_by_label("Summary")).to_have_value("")


def test_a_profile_comes_from_a_pdf_and_is_erased(page: Page, served: Served, watch: Watch) -> None:
    register(page, served)
    begin(page)
    page.goto("/me/resume")
    broken = {"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 broken"}
    watch.expected.add(422)
    page.get_by_label("File", exact=True).set_input_files(broken)  # type: ignore[arg-type]
    page.get_by_role("button", name="Read the file").click()
    expect(page.get_by_text("cannot be read").first).to_be_visible()
    check_access(page)
    whole = {"name": "resume.pdf", "mimeType": "application/pdf", "buffer": pdf()}
    page.get_by_label("File", exact=True).set_input_files(whole)  # type: ignore[arg-type]
    page.get_by_role("button", name="Read the file").click()
    expect(page.get_by_role("heading", name="What the file would change")).to_be_visible()
    check_access(page)
    page.get_by_role("group", name="Experience").get_by_label("Take the one").check()
    page.get_by_role("group", name="Skills").get_by_label("Add what is new").check()
    page.get_by_role("button", name="Apply what I picked").click()
    page.goto("/me/profile/experience")
    expect(page.locator("[id='experience.0.title']")).to_have_value("Senior Researcher")
    page.goto("/me/privacy")
    page.get_by_role("link", name="Erase my profile").click()
    page.get_by_label("Type ERASE").fill("no")
    page.get_by_role("button", name="Erase my profile").click()
    expect(page.get_by_text("Type the word").first).to_be_visible()
    page.get_by_label("Type ERASE").fill("ERASE")
    page.get_by_role("button", name="Erase my profile").click()
    expect(page.get_by_role("button", name="Start my profile")).to_be_visible()


def test_the_story_in_chinese_without_scripts_on_a_phone(open_page: Open, served: Served) -> None:
    page = open_page(viewport=PHONE, language="zh-CN", javascript=False)
    register(page, served)
    page.goto("/me")
    page.get_by_role("button", name="开始填写").click()
    page.get_by_label("标题").fill("量子纠错研究员")
    page.get_by_role("button", name="保存并继续").click()
    page.get_by_role("button", name="添加技能").click()
    page.locator("[id='skills.0.name']").fill("表面码")
    page.get_by_role("button", name="保存并继续").click()
    page.goto("/me/matches")
    page.locator("#results article h2 a").first.click()
    page.locator(".actions").get_by_role("link", name="申请", exact=True).click()
    page.get_by_label("想对用人单位说的话").fill("我想参加。")
    page.get_by_role("button", name="申请").click()
    expect(page.get_by_text("申请已提交。")).to_be_visible()
    withdraw(page, "我要撤回", "撤回我的申请", "您撤回了申请")
    look_around(page, check_width)


def test_the_editor_by_keyboard_alone(page: Page, served: Served) -> None:
    register(page, served)
    page.goto("/me")
    press_to(page, "Start my profile")
    page.keyboard.press("Enter")
    page.wait_for_url("**/me/profile/summary")
    tab_to(page, "headline")
    page.keyboard.type("Physicist")
    press_to(page, "Save and continue")
    page.keyboard.press("Enter")
    page.wait_for_url("**/me/profile/skills")
    press_to(page, "Add a skill")
    page.keyboard.press("Enter")
    page.wait_for_selector("[id='skills.0.name']")
    tab_to(page, "skills.0.name")
    page.keyboard.type("Python")
    press_to(page, "Save")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Saved.")).to_be_visible()


def tab_to(page: Page, name: str) -> None:
    """Press Tab until a field has the focus."""
    _tab_until(page, f"document.activeElement.name === {name!r}", name)


def press_to(page: Page, text: str) -> None:
    """Press Tab until a button has the focus."""
    _tab_until(page, f"document.activeElement.innerText?.trim() === {text!r}", text)


def _tab_until(page: Page, condition: str, what: str) -> None:
    for _ in range(80):
        page.keyboard.press("Tab")
        if loaded(page).evaluate(condition):
            return
    raise AssertionError(f"no key leads to {what}")
