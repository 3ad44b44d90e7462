"""Take pictures of every page into var/screenshots: languages, schemes, widths, and on paper.

``python -m tests.pages.screenshots /roles`` takes those whose addresses begin so, and the pages of
refusals.
"""

import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, Route, StorageState, ViewportSize

from tests.pages.addresses import VISITORS, Visit, kept_visits
from tests.pages.refusals import refusal_pages
from tests.pages.showing import (
    DESK,
    PHONE,
    WIDE,
    load_demo,
    running_chromium,
    serve_demo,
    sign_in_once,
)
from tests.serving import Served

PICTURES = Path("var") / "screenshots"
SIZES = {"phone": PHONE, "desk": DESK, "wide": WIDE}
LANGUAGES = {"en": "en", "zh": "zh-CN"}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
A4 = ViewportSize(width=794, height=1123)


@dataclass(frozen=True)
class Look:
    """How a page is looked at."""

    size: str
    viewport: ViewportSize
    language: str
    scheme: Literal["light", "dark"] = "light"
    on_paper: bool = False

    @property
    def folder(self) -> Path:
        """Where its pictures are kept."""
        return PICTURES / f"{self.size}-{self.language}-{self.scheme}"


LOOKS = [
    *(
        Look(size, viewport, language, scheme)
        for language, scheme, (size, viewport) in product(LANGUAGES, SCHEMES, SIZES.items())
    ),
    *(Look("paper", A4, language, on_paper=True) for language in LANGUAGES),
]


def take_pictures(start: str) -> int:
    """Take the pictures of the pages whose addresses begin so; return how many."""
    shutil.rmtree(PICTURES, ignore_errors=True)
    with tempfile.TemporaryDirectory() as place:
        made, folder = Path(place) / "made", Path(place) / "served"
        made.mkdir()
        folder.mkdir()
        load_demo(made)
        visits = [
            visit for visit in kept_visits(made / "visits.json") if visit.path.startswith(start)
        ]
        with serve_demo(made, folder) as served, running_chromium() as browser:
            taken = sum(_take(browser, served, visitor, visits) for visitor in VISITORS)
            return taken + _take_refusals(browser, served, made)


def _take(browser: Browser, served: Served, visitor: str, visits: list[Visit]) -> int:
    """Take the pictures of what one visitor sees."""
    mine = [visit for visit in visits if visit.visitor == visitor]
    if not mine:
        return 0
    state = None if visitor == "nobody" else sign_in_once(browser, served, visitor)
    taken = 0
    for look in LOOKS:
        with _looking(browser, served, look, state) as page:
            for visit in mine:
                answer = page.goto(visit.path)
                if answer is None or not answer.ok:
                    raise AssertionError(f"{visit} gives no page to take a picture of")
                page.screenshot(path=look.folder / f"{_name_of(visit)}.png", full_page=True)
                taken += 1
    return taken


def _take_refusals(browser: Browser, served: Served, made: Path) -> int:
    """Take the pictures of refusals and of a fault, with the style of those who are served."""
    taken = 0
    for look in LOOKS:
        with _looking(browser, served, look, None) as page:
            for status, text in refusal_pages(made, LANGUAGES[look.language]):
                page.route(f"**/refused/{status}", _answering(status, text))
                page.goto(f"/refused/{status}")
                page.screenshot(path=look.folder / f"refused-{status}.png", full_page=True)
                taken += 1
    return taken


def _answering(status: int, text: str) -> Callable[[Route], None]:
    def answer(route: Route) -> None:
        route.fulfill(status=status, content_type="text/html; charset=utf-8", body=text)

    return answer


@contextmanager
def _looking(
    browser: Browser, served: Served, look: Look, state: StorageState | None
) -> Iterator[Page]:
    context = browser.new_context(
        base_url=served.url,
        locale=LANGUAGES[look.language],
        color_scheme=look.scheme,
        viewport=look.viewport,
        storage_state=state,
        reduced_motion="reduce",
    )
    page = context.new_page()
    if look.on_paper:
        page.emulate_media(media="print")
    yield page
    context.close()


def _name_of(visit: Visit) -> str:
    """Return the name of a picture: who sees which page."""
    return re.sub(r"\W+", "-", f"{visit.visitor}-{visit.endpoint}")


if __name__ == "__main__":
    count = take_pictures(sys.argv[1] if len(sys.argv) > 1 else "/")
    sys.stdout.write(f"{count} pictures are in {PICTURES}\n")
