"""A whole story on PostgreSQL, as it is served in production."""

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from marketplace import create_app
from tests.conftest import at, make_config, run_on
from tests.pages.conftest import Open
from tests.pages.showing import prepare
from tests.pages.test_candidate import apply_to_the_best_match, begin, register
from tests.serving import Served, serve, settings_for


@pytest.fixture(scope="module")
def served(
    postgres_url: str, postgres_template: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    """The application with demo data on PostgreSQL, in two processes."""
    folder, name = tmp_path_factory.mktemp("served"), f"pages_{os.getpid()}"
    run_on(postgres_url, f"CREATE DATABASE {name} TEMPLATE {postgres_template}")
    url = at(postgres_url, name)
    app = create_app(make_config(url, folder, demo=True))
    prepare(app)
    app.extensions["database"].engine.dispose()
    with serve(settings_for(url, folder, DEMO="true"), folder / "log") as service:
        yield service
    assert "Traceback" not in (folder / "log").read_text(encoding="utf-8")
    run_on(postgres_url, f"DROP DATABASE {name} WITH (FORCE)")


def test_an_application_is_made_moved_and_withdrawn(
    open_page: Open, sign_in: Callable[[Page, str], None], served: Served
) -> None:
    mine, theirs = open_page(), open_page()
    register(mine, served)
    begin(mine)
    mine.goto("/me")
    mine.get_by_role("button", name="Allow matching").click()
    apply_to_the_best_match(mine)
    application = mine.url
    letters = mine.get_by_role("link", name="Messages and interview dates")
    role = (letters.get_attribute("href") or "").rpartition("/")[2]
    sign_in(theirs, "employer")
    theirs.goto(f"/employer/roles/{role}/pipeline")
    card = theirs.locator("article.card").filter(has_text="Ines Falk")
    card.locator("select").select_option("screen")
    card.get_by_role("button", name="Move").click()
    expect(theirs.locator("#column-screen")).to_contain_text("1")
    mine.goto(application)
    expect(mine.locator(".timeline")).to_contain_text("Screening")
    mine.get_by_text("I want to withdraw").click()
    mine.get_by_role("button", name="Withdraw my application").click()
    expect(mine.get_by_text("You withdrew the application")).to_be_visible()
    theirs.reload()
    expect(theirs.locator("#column-screen")).to_contain_text("0")
