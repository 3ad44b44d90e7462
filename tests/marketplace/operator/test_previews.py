"""The operator's preview of a draft: what it changes, from when, and whom it meets."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from flask import Flask

from marketplace import create_app
from marketplace.clock import today
from tests.browsing import Browser
from tests.conftest import CHEAP_HASH, make_config
from tests.marketplace.policies.test_impact import holder
from tests.meetings import employing
from tests.people import People

DRAFTS = Path(__file__).parents[2] / "pages" / "policies"
DRAFT = "x-test-draft"


@pytest.fixture
def drafting(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """The application with a draft that changes something."""
    app = create_app(
        make_config(database_url, tmp_path, policy_folders=(DRAFTS,)),
        {"TESTING": True, "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": CHEAP_HASH},
    )
    yield app
    app.extensions["database"].engine.dispose()


def text_in(page: str) -> str:
    return " ".join(unescape(re.sub("<[^>]+>", " ", page)).split())


def test_a_draft_shows_whom_it_meets_from_when_and_what_it_changes(drafting: Flask) -> None:
    people = People(drafting)
    employing(people)
    holder(people)
    operator = Browser(drafting, people.admin())
    shown = operator.post("/operator/policies", {"name": DRAFT, "day": "2026-12-24"}).text
    assert "As of Dec 24, 2026" in shown
    assert "In force from Oct 1, 2025" in shown
    row = re.search(r"<tbody><tr>(.*?)</tr>", shown)
    assert row is not None
    assert text_in(row[1]).split()[-2:] == ["1", "1"]  # one candidate, in one pair
    leads = re.search(r'href="(/policies/cn-k-seed/versions/[^"]+/diff/x-test-draft)"', shown)
    assert leads is not None
    told = text_in(operator.get(leads[1]).text)
    assert "robotics" in told.lower()


def test_a_preview_of_today_needs_no_day_and_another_needs_a_real_one(drafting: Flask) -> None:
    operator = Browser(drafting, People(drafting).admin())
    shown = operator.post("/operator/policies", {"name": DRAFT, "day": ""})
    assert f"As of {today():%b} {today().day}, {today().year}" in shown.text
    refused = operator.post("/operator/policies", {"name": DRAFT, "day": "2026-02-31"})
    assert refused.status_code == 422
    assert 'id="day-wrong"' in refused.text


def test_what_is_no_longer_installed_is_said_to_be_so(drafting: Flask, app: Flask) -> None:
    operator = Browser(drafting, People(drafting).admin())
    path = operator.post("/operator/policies", {"name": DRAFT}).request.path
    assert path.startswith("/operator/policies/impacts/")
    kept = Browser(app, People(app).person("other", is_admin=True)).get(path).text
    assert "no longer installed" in kept
