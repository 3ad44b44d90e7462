"""A real browser that looks at the application with demo data, served by gunicorn."""

import fcntl
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, Literal, cast

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    StorageState,
    ViewportSize,
    sync_playwright,
)

from marketplace import create_app
from marketplace.demo.sign_ins import sign_ins
from tests.browser import ARGUMENTS, find_browser, use_node
from tests.conftest import make_config
from tests.pages.addresses import Visit, find_visits, keep_visits, kept_visits
from tests.pages.market import make_busy
from tests.pages.watching import Watch
from tests.serving import Served, serve, settings_for

DESK = ViewportSize(width=1440, height=900)
PHONE = ViewportSize(width=360, height=740)

Open = Callable[..., Page]


@pytest.fixture(scope="session")
def demo_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a database of demo data and its index, made once for all processes."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if base.name.startswith("popen-") else base
    folder = shared / "demo"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "ready").exists():
            _load_demo(folder)
            (folder / "ready").touch()
    return folder


def _load_demo(folder: Path) -> None:
    """Make what ``make run`` makes before it serves."""
    app = create_app(make_config(f"sqlite:///{folder / 'demo.db'}", folder, demo=True))
    for command in ("migrate", "demo", "reindex"):
        done = app.test_cli_runner().invoke(args=[command])
        assert done.exit_code == 0, done.output
    make_busy(app)
    keep_visits(find_visits(app), folder / "visits.json")
    engine = app.extensions["database"].engine
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()


@pytest.fixture(scope="session")
def served(demo_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The application with demo data."""
    folder = tmp_path_factory.mktemp("served")
    shutil.copy(demo_database / "demo.db", folder)
    shutil.copytree(demo_database / "index", folder / "index")
    settings = settings_for(
        f"sqlite:///{folder / 'demo.db'}", folder, DEMO="true", WEB_WORKERS="1", WEB_THREADS="8"
    )
    with serve(settings, folder / "log") as service:
        yield service
    assert "Traceback" not in (folder / "log").read_text(encoding="utf-8")


# Of a module, not of the session: while Playwright runs, nothing else may start an event loop.
@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A running browser."""
    found = find_browser()
    use_node()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found.executable, args=list(ARGUMENTS), env=dict(found.environment)
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def visits(demo_database: Path) -> dict[str, list[Visit]]:
    """Who sees which page, by endpoint."""
    found: dict[str, list[Visit]] = defaultdict(list)
    for visit in kept_visits(demo_database / "visits.json"):
        found[visit.endpoint].append(visit)
    return found


@pytest.fixture(scope="module")
def cookies(chromium: Browser, served: Served) -> Callable[[str], StorageState | None]:
    """Gives the session of the demo's candidate, employer or admin, or of nobody."""
    settings = make_config("sqlite://", Path(), secret_key=served.environment["SECRET_KEY"])
    known = {each.part: each for each in sign_ins(settings)}

    @cache
    def cookies_of(visitor: str) -> StorageState | None:
        if visitor == "nobody":
            return None
        context = chromium.new_context(base_url=served.url)
        page = context.new_page()
        page.goto("/account/login")
        page.fill("input[name=email]", known[visitor].email)
        page.fill("input[name=password]", known[visitor].password)
        page.locator("input[name=password]").press("Enter")
        page.wait_for_url(lambda url: "/account/login" not in url)
        state = context.storage_state()
        context.close()
        return state

    return cookies_of


@pytest.fixture
def watch(served: Served) -> Iterator[Watch]:
    """Notes what goes wrong in the pages of a test, which then fails."""
    watching = Watch(served.url)
    yield watching
    assert watching.faults == []


@pytest.fixture
def open_page(
    chromium: Browser,
    served: Served,
    watch: Watch,
    cookies: Callable[[str], StorageState | None],
) -> Iterator[Open]:
    """Opens empty pages, each with cookies of its own."""
    contexts: list[BrowserContext] = []

    def open_one(
        visitor: str = "nobody",
        *,
        viewport: ViewportSize = DESK,
        scheme: Literal["light", "dark"] = "light",
        language: Literal["en", "zh-CN"] = "en",
        javascript: bool = True,
    ) -> Page:
        context = chromium.new_context(
            base_url=served.url,
            viewport=viewport,
            color_scheme=scheme,
            locale=language,
            java_script_enabled=javascript,
            reduced_motion="reduce",
            storage_state=cookies(visitor),
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        opened = context.new_page()
        watch.follow(opened)
        return opened

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_page: Open) -> Page:
    """An empty page at a desk."""
    return open_page()


@pytest.fixture
def phone(open_page: Open) -> Page:
    """An empty page on a phone."""
    return open_page(viewport=PHONE)


@pytest.fixture
def page_without_javascript(open_page: Open) -> Page:
    """An empty page in a browser that runs no scripts."""
    return open_page(javascript=False)


@pytest.fixture
def sign_in(cookies: Callable[[str], StorageState | None]) -> Callable[[Page, str], None]:
    """Signs an open page in as the demo's candidate, employer or admin."""

    def sign_one_in(page: Page, visitor: str) -> None:
        state = cookies(visitor)
        assert state is not None
        page.context.add_cookies(cast("Any", state["cookies"]))

    return sign_one_in
