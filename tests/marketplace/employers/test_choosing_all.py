"""All ranked candidates who match, chosen at once."""

import re
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from models import ShortlistEntry
from tests.browsing import Browser
from tests.marketplace.employers.test_pages import browser, somebody
from tests.meetings import Employing, Seeking, employing
from tests.people import People


@pytest.fixture
def boss(people: People) -> Employing:
    return employing(people)


@pytest.fixture
def seekers(people: People, monkeypatch: pytest.MonkeyPatch) -> list[Seeking]:
    """Return more candidates than a page has rows."""
    monkeypatch.setattr("marketplace.employers.ranking.PAGE", 2)
    return [somebody(people) for _ in range(5)]


def path_of(boss: Employing) -> str:
    return f"/employer/roles/{boss.role_id}/candidates"


def digest_in(answer: Any) -> str:
    found = re.search(r'name="all" value="([^"]+)"', answer.text)
    assert found is not None
    return found[1]


def test_all_who_match_are_shortlisted_tagged_and_handed_out(
    app: Flask, boss: Employing, people: People, seekers: list[Seeking]
) -> None:
    pages, path = browser(app, boss), path_of(boss)
    assert "Choose all 5 that match" in pages.get(f"{path}?limit=2").text
    chosen = pages.get(f"{path}?all=yes&limit=2")
    assert "All 5 that match are chosen." in chosen.text
    assert 'data-all="5"' in chosen.text
    everybody = {"all": digest_in(chosen)}
    listed = pages.post(path, {**everybody, "act": "shortlist", "list": "new"})
    assert "5 candidates added to Shortlist." in listed.text
    assert people.scalar(sa.select(sa.func.count()).select_from(ShortlistEntry)) == 5
    told = pages.post(path, {**everybody, "act": "export"}).text
    assert all(each.code_for(boss) in told for each in seekers)
    tagged = pages.post(path, {"act": "tag", "tag": "Q3", "who": [seekers[0].code_for(boss)]})
    assert "1 candidate tagged “Q3”." in tagged.text
    narrowed = f"{path}?tag=Q3"
    one = {"all": digest_in(pages.get(f"{narrowed}&all=yes"))}
    assert (
        "1 candidate tagged “Q4”." in pages.post(narrowed, {**one, "act": "tag", "tag": "Q4"}).text
    )


def test_where_others_match_than_were_shown_nothing_is_done(
    app: Flask, boss: Employing, seekers: list[Seeking]
) -> None:
    pages, path = browser(app, boss), path_of(boss)
    everybody = {"all": digest_in(pages.get(f"{path}?all=yes"))}
    hides = {"visibility": "hidden"}
    one = seekers[0]
    assert one.person.patch(f"/candidates/{one.candidate_id}", hides).status_code == 200
    late = pages.post(path, {**everybody, "act": "tag", "tag": "Q3"})
    assert "What matches changed meanwhile" in late.text
    assert "tagged" not in late.text


def test_a_comparison_of_all_begins_with_the_first(
    app: Flask, boss: Employing, people: People, seekers: list[Seeking]
) -> None:
    somebody(people)
    assert len(seekers) == 5
    pages, path = browser(app, boss), path_of(boss)
    everybody = {"all": digest_in(pages.get(f"{path}?all=yes"))}
    compared = pages.post(path, {**everybody, "act": "compare"})
    assert "At most 5 at once" in compared.text
    assert compared.request.url.count("who=") == 5


def test_a_viewer_chooses_nobody_at_once(
    app: Flask, boss: Employing, people: People, seekers: list[Seeking]
) -> None:
    pages, path = browser(app, boss), path_of(boss)
    everybody = {"all": digest_in(pages.get(f"{path}?all=yes"))}
    viewer = Browser(app, boss.member(people, "viewer"))
    shown = viewer.get(f"{path}?all=yes").text
    assert all(each.code_for(boss) in shown for each in seekers)
    assert 'name="all"' not in shown
    assert viewer.post(path, {**everybody, "act": "compare"}).status_code == 403
