"""A real browser that looks at the application with demo data, served by gunicorn."""

import fcntl
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
)

from tests.pages.addresses import Visit, kept_visits
from tests.pages.showing import (
    DESK,
    PHONE,
    load_demo,
    running_chromium,
    serve_demo,
    sign_in_once,
)
from tests.pages.watching import Watch
from tests.serving import Served

Open = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let a test here fail once: a browser on a busy machine stumbles, a fault comes again."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.flaky(reruns=1))


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
            load_demo(folder)
            (folder / "ready").touch()
    return folder


@pytest.fixture(scope="session")
def served(demo_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The application with demo data."""
    folder = tmp_path_factory.mktemp("served")
    with serve_demo(demo_database, folder) as service:
        yield service
    assert "Traceback" not in (folder / "log").read_text(encoding="utf-8")


# Of a module, not of the session: while Playwright runs, nothing else may start an event loop.
@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A running browser."""
    with running_chromium() as browser:
        yield browser


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

    @cache
    def cookies_of(visitor: str) -> StorageState | None:
        return None if visitor == "nobody" else sign_in_once(chromium, served, visitor)

    return cookies_of


@pytest.fixture
def watch(served: Served) -> Iterator[Watch]:
    """Notes what goes wrong in the pages of a test, which then fails."""
    watching = Watch(served.url)
    yield watching
    assert watching.faults == []


@pytest.fixture(scope="module")
def open_context(
    chromium: Browser, served: Served, cookies: Callable[[str], StorageState | None]
) -> Callable[..., BrowserContext]:
    """Opens browsers of their own: with somebody's session, a size, a scheme, a language."""

    def open_one(
        visitor: str = "nobody",
        *,
        viewport: ViewportSize = DESK,
        scheme: Literal["light", "dark"] = "light",
        language: Literal["en", "zh-CN"] = "en",
        javascript: bool = True,
    ) -> BrowserContext:
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
        return context

    return open_one


@pytest.fixture
def open_page(open_context: Callable[..., BrowserContext], watch: Watch) -> Iterator[Open]:
    """Opens empty pages, each with cookies of its own."""
    contexts: list[BrowserContext] = []

    def open_one(visitor: str = "nobody", **looks: Any) -> Page:
        contexts.append(open_context(visitor, **looks))
        opened = contexts[-1].new_page()
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
