"""Pages in other states than at first: refused forms, empty lists, searches that find nothing."""

from collections.abc import Callable, Iterator, Mapping
from itertools import cycle
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, ViewportSize, expect

from tests.pages.addresses import Visit
from tests.pages.showing import DESK, PHONE
from tests.pages.test_candidate import begin, register
from tests.pages.watching import Watch, check_access, check_targets, check_width, unfold
from tests.serving import Served

NARROWEST = ViewportSize(width=320, height=640)
ROLES = "/roles"  # the report of the first of them
APPLY = "me.show_apply"  # for a role that asks something
WHY = {"questions.0.text": "Why?", "questions.1.text": "Why?"}
# What is typed into a form of each kind to be refused: who, where, and what.
REFUSED: tuple[tuple[str, str, Mapping[str, str]], ...] = (
    ("nobody", "/account/register", {"email": "nobody", "password": "short"}),
    ("nobody", "/account/login", {"email": "nobody@example.com", "password": "not the one"}),
    ("nobody", "/qualify", {"candidate.age": "old", "candidate.patents": "many"}),
    ("nobody", "/visa-routes", {"cn_points.age": "old", "crs.clb.0": "9", "crs.spouse.clb.0": "9"}),
    ("nobody", ROLES, {"detail": ""}),
    ("candidate", "/me/eligibility", {"crs.age": "old"}),
    ("candidate", "/me/profile/summary", {"contact.email": "nobody", "contact.links": "nowhere"}),
    ("candidate", "/me/profile/experience", {"experience.0.start": "once"}),
    ("candidate", "/me/profile/wishes", {"salary_min.amount": "much"}),
    ("candidate", "/me/privacy", {"hidden_from": "not a domain"}),
    ("candidate", "/me/searches/new?q=laser", {"name": ""}),
    ("candidate", "/me/erase", {"confirm": "no"}),
    ("candidate", "/me/resume", {"file": ""}),
    ("candidate", "/account/tokens", {"name": ""}),
    ("candidate", "/employer/webhooks", {"url": "nowhere"}),
    ("employer", "greenhouse.show_account", {"api_key": "short", "user_email": "nobody"}),
    ("employer", "greenhouse.new_push", {"job_id": "many"}),
    ("candidate", "/account/change", {"password": "not the one", "new_password": "short"}),
    ("candidate", APPLY, {"message": "Hello"}),
    ("employer", "/employer/roles/new", {"title": "", "questions.0.kind": "choice", **WHY}),
)
SEND = """([typed]) => {
    const fields = Object.entries(typed).map(([name, value]) => {
        const field = document.querySelector(`main form[method=post] [name="${name}"], [form][name="${name}"]`);
        if (field.type !== 'file') field.value = value;
        return field;
    });
    const form = fields[0].form;
    form.noValidate = true;
    form.requestSubmit(form.querySelector('button[value=keep]') || undefined);
}"""  # noqa: E501
EMPTY_FOR_NEWCOMERS = (
    *("/me", "/me/matches", "/me/matches?k_sponsorship=met&hub=chengdu"),
    *("/me/applications", "/me/invitations", "/me/saved", "/me/saved?kind=hidden"),
    *(
        "/me/searches",
        "/me/views",
        "/me/evidence",
        "/me/reviews",
        "/me/resume",
        "/me/profile/skills",
    ),
    *("/me/rule-changes", "/employer", "/employer/webhooks", "/account/tokens"),
)
FIND_NOTHING = (
    "/roles?q=zzzz",
    "/roles?hub=chengdu&sector=aerospace&verified=true&salary_min=9999999",
)
DESK_LOOK: dict[str, Any] = {"viewport": DESK, "scheme": "light", "language": "en"}
PHONE_LOOK: dict[str, Any] = {"viewport": PHONE, "scheme": "dark", "language": "zh-CN"}
LOOKS = (DESK_LOOK, PHONE_LOOK)  # each state in one of them, by turns


@pytest.fixture
def page_of(
    open_context: Callable[..., BrowserContext], watch: Watch
) -> Iterator[Callable[..., Page]]:
    """Gives one page for each visitor and look."""
    pages: dict[str, Page] = {}

    def page_of_one(visitor: str, **look: Any) -> Page:
        name = f"{visitor} {look}"
        if name not in pages:
            pages[name] = open_context(visitor, **look).new_page()
            watch.follow(pages[name])
        return pages[name]

    yield page_of_one
    for page in pages.values():
        page.context.close()


def check(page: Page, viewport: ViewportSize) -> None:
    """See to it that a page is right as it is now, and where it is narrow."""
    unfold(page)
    check_access(page)
    check_targets(page)
    page.set_viewport_size(NARROWEST)
    check_width(page)
    page.set_viewport_size(viewport)


def test_what_is_refused_is_said_at_its_field(
    page_of: Callable[..., Page], visits: dict[str, list[Visit]], watch: Watch
) -> None:
    watch.expected |= {400, 422}
    for look, (visitor, path, typed) in zip(cycle(LOOKS), REFUSED, strict=False):
        page = page_of(visitor, **look)
        page.goto(visits[path][0].path if path in visits else path)
        if path == ROLES:
            first = page.locator("#results article h2 a").first.get_attribute("href")
            page.goto(f"{first}/report")
        with page.expect_navigation():
            page.evaluate(SEND, [typed])
        expect(page.locator(".wrong, [role=alert]").first).to_be_visible()
        check(page, look["viewport"])


def test_searches_that_find_nothing(page_of: Callable[..., Page]) -> None:
    for look, path in zip(LOOKS, FIND_NOTHING, strict=True):
        page = page_of("nobody", **look)
        page.goto(path)
        expect(page.locator("#results article")).to_have_count(0)
        check(page, look["viewport"])


def test_lists_with_nothing_in_them(open_page: Callable[..., Page], served: Served) -> None:
    page = open_page()
    register(page, served)
    begin(page)
    for path in EMPTY_FOR_NEWCOMERS:
        page.goto(path)
        check(page, DESK)
