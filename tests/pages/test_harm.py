"""What anybody writes to harm does none on any page, whoever reads it."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page

from tests.pages import harm
from tests.pages.addresses import Visit, kept_visits
from tests.pages.conftest import Open
from tests.pages.showing import PHONE, copy_demo, fill_demo, serve_demo
from tests.pages.watching import Watch, check_width
from tests.serving import Served

SHOWN = {  # where one side reads what the other wrote, or the operator what anybody did
    "employer.compare",
    "employer.list_invitations",
    "employer.rank_candidates",
    "employer.show_candidate",
    "employer.show_pipeline",
    "employer.show_shared",
    "employer.show_shortlist",
    "me.list_applications",
    "me.list_invitations",
    "me.list_matches",
    "me.show_application",
    "operator.show_evidence",
    "operator.show_reviews",
    "role_pages.show_role",
    "search_pages.show_roles",
}


@pytest.fixture(scope="module")
def written() -> set[str]:
    """The fields in which something harmful was written."""
    return set()


@pytest.fixture(scope="module")
def harmed(
    demo_database: Path, written: set[str], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The demo, made busy by people whose every text is to harm."""
    folder = tmp_path_factory.mktemp("harmed")
    copy_demo(demo_database / "quiet", folder)
    with harm.harmful(written):
        fill_demo(folder, kept_visits(demo_database / "visits.json"))
    return folder


@pytest.fixture(scope="module")
def served(harmed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The application with texts that are to harm."""
    folder = tmp_path_factory.mktemp("served")
    with serve_demo(harmed, folder) as service:
        yield service
    assert "Traceback" not in (folder / "log").read_text(encoding="utf-8")


def test_every_text_is_tried(harmed: Path, written: set[str]) -> None:
    """Where one lacks, tests/pages/market.py lets nobody fill that field in."""
    assert harmed.exists()
    assert harm.text_fields() - written == harm.NAMES | harm.SAME.keys()
    assert set(harm.SAME.values()) <= written


def test_what_harms_is_noted(page: Page, watch: Watch) -> None:
    page.set_content(f"<main>{harm.LONG}</main>")
    found = page.evaluate(harm.CHECK)
    watch.faults.clear()
    assert "a script ran" in found
    assert [each for each in found if "onfocus" in each]
    assert [each for each in found if each.startswith("<style>")]


def test_harm_is_shown_as_the_words_it_is(harmed: Path, open_page: Open, watch: Watch) -> None:
    """The watch of every page fails on a dialog, a script that was kept out, a picture asked."""
    watch.expected |= {422}
    by_visitor: dict[str, list[Visit]] = defaultdict(list)
    for visit in kept_visits(harmed / "visits.json"):
        by_visitor[visit.visitor].append(visit)
    shown: set[str] = set()
    for visitor, visits in by_visitor.items():
        page = open_page(visitor, viewport=PHONE)
        for visit in visits:
            page.goto(visit.path)
            assert page.evaluate(harm.CHECK) == [], visit
            check_width(page)
            if harm.SHORT in page.locator("body").inner_text():
                shown.add(visit.endpoint)
            if asked := page.evaluate(harm.ASK):
                query = urlencode(dict.fromkeys(asked, harm.LONG[:200]))
                page.goto(f"{visit.path.partition('?')[0]}?{query}")
                assert page.evaluate(harm.CHECK) == [], visit
    assert shown >= SHOWN
