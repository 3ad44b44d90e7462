"""What one side writes to harm does none on the pages of the other."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.pages.addresses import Visit, kept_visits
from tests.pages.conftest import Open
from tests.pages.showing import load_demo, serve_demo
from tests.serving import Served

HARM = """"'><script>evil=1</script><img src=/evil onerror=evil=1>{{7*7}}"""
SHOWN = {  # where the other side reads what was written
    "employer.list_invitations",
    "employer.show_candidate",
    "employer.show_shared",
    "me.show_application",
    "me.list_invitations",
    "role_pages.show_role",
    "search_pages.show_roles",
}


@pytest.fixture(scope="module")
def harmed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's data, where every text that somebody wrote tries to harm."""
    folder = tmp_path_factory.mktemp("harmed")
    load_demo(folder, lambda text: f"{text} {HARM}")
    return folder


@pytest.fixture(scope="module")
def served(harmed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The application with texts that try to harm."""
    folder = tmp_path_factory.mktemp("served")
    with serve_demo(harmed, folder) as service:
        yield service
    assert "Traceback" not in (folder / "log").read_text(encoding="utf-8")


def test_harm_is_shown_as_the_words_it_is(harmed: Path, open_page: Open) -> None:
    """The watch of every page fails on a script that ran, was kept from it, or a picture asked."""
    by_visitor: dict[str, list[Visit]] = defaultdict(list)
    for visit in kept_visits(harmed / "visits.json"):
        by_visitor[visit.visitor].append(visit)
    shown: set[str] = set()
    for visitor, visits in by_visitor.items():
        page = open_page(visitor)
        for visit in visits:
            page.goto(visit.path)
            assert page.evaluate("window.evil") is None, visit
            assert page.locator("[onerror], img[src='/evil']").count() == 0, visit
            if "{{7*7}}" in page.locator("body").inner_text():
                shown.add(visit.endpoint)
    assert shown >= SHOWN
