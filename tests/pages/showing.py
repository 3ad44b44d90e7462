"""The application with busy demo data, a browser in front of it, and people signed in."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from playwright.sync_api import Browser, StorageState, ViewportSize, sync_playwright

from marketplace import create_app
from marketplace.demo.sign_ins import sign_ins
from tests.browser import ARGUMENTS, find_browser, use_node
from tests.conftest import make_config
from tests.pages.addresses import Visit, find_visits, keep_visits
from tests.pages.market import make_busy
from tests.serving import Served, serve, settings_for

DRAFTS = Path(__file__).parent / "policies"  # a change, for the pages that show one

DESK = ViewportSize(width=1440, height=900)
PHONE = ViewportSize(width=360, height=740)
WIDE = ViewportSize(width=1920, height=1080)


def load_demo(folder: Path) -> None:
    """Make what ``make run`` makes before it serves, keep it as ``quiet``, and make it busy."""
    app = _demo_app(folder)
    prepare(app)
    _settle(app)
    copy_demo(folder, folder / "quiet")
    fill_demo(folder)


def prepare(app: Flask) -> None:
    """Do what ``make run`` does before it serves."""
    for command in ("migrate", "demo", "reindex"):
        done = app.test_cli_runner().invoke(args=[command])
        assert done.exit_code == 0, done.output


def fill_demo(folder: Path, known: Sequence[Visit] = ()) -> None:
    """Make a quiet demo busy, and write down who sees which page.

    Args:
        known: who saw what in another demo; then nobody else is tried.
    """
    app = _demo_app(folder)
    make_busy(app)
    keep_visits(find_visits(app, known), folder / "visits.json")
    _settle(app)


def _demo_app(folder: Path) -> Flask:
    return create_app(
        make_config(f"sqlite:///{folder / 'demo.db'}", folder, demo=True, policy_folders=(DRAFTS,))
    )


def _settle(app: Flask) -> None:
    """See to it that the file alone is the whole database."""
    engine = app.extensions["database"].engine
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()


def copy_demo(made: Path, folder: Path) -> None:
    """Copy a demo that nobody uses."""
    folder.mkdir(exist_ok=True)
    shutil.copy(made / "demo.db", folder)
    shutil.copytree(made / "index", folder / "index")


@contextmanager
def serve_demo(made: Path, folder: Path) -> Iterator[Served]:
    """Serve a copy of what ``load_demo`` made."""
    copy_demo(made, folder)
    url = f"sqlite:///{folder / 'demo.db'}"
    changes = {"DEMO": "true", "POLICY_FOLDERS": str(DRAFTS)}
    settings = settings_for(url, folder, WEB_WORKERS="1", WEB_THREADS="8", **changes)
    with serve(settings, folder / "log") as service:
        yield service


@contextmanager
def running_chromium() -> Iterator[Browser]:
    """Run a browser for as long as the block lasts."""
    found = find_browser()
    use_node()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found.executable, args=list(ARGUMENTS), env=dict(found.environment)
        )
        yield browser
        browser.close()


def sign_in_once(chromium: Browser, served: Served, visitor: str) -> StorageState:
    """Return the session of the demo's candidate, employer or admin."""
    settings = make_config("sqlite://", Path(), secret_key=served.environment["SECRET_KEY"])
    known = next(each for each in sign_ins(settings) if each.part == visitor)
    context = chromium.new_context(base_url=served.url)
    page = context.new_page()
    page.goto("/account/login")
    page.fill("input[name=email]", known.email)
    page.fill("input[name=password]", known.password)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(lambda url: "/account/login" not in url)
    state = context.storage_state()
    context.close()
    return state
