"""Take pictures of every page into var/screenshots: languages, schemes, phone and desk.

``python -m tests.pages.screenshots /roles`` takes those whose addresses begin so.
"""

import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, StorageState

from tests.pages.addresses import VISITORS, Visit, kept_visits
from tests.pages.showing import (
    DESK,
    PHONE,
    load_demo,
    running_chromium,
    serve_demo,
    sign_in_once,
)
from tests.serving import Served

PICTURES = Path("var") / "screenshots"
SIZES = {"phone": PHONE, "desk": DESK}
LANGUAGES = {"en": "en", "zh": "zh-CN"}
SCHEMES = ("light", "dark")


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
            return sum(_take(browser, served, visitor, visits) for visitor in VISITORS)


def _take(browser: Browser, served: Served, visitor: str, visits: list[Visit]) -> int:
    """Take the pictures of what one visitor sees."""
    mine = [visit for visit in visits if visit.visitor == visitor]
    if not mine:
        return 0
    state = None if visitor == "nobody" else sign_in_once(browser, served, visitor)
    taken = 0
    for kind, context in _contexts(browser, served, state):
        page = context.new_page()
        for visit in mine:
            answer = page.goto(visit.path)
            if answer is None or not answer.ok:
                raise AssertionError(f"{visit} gives no page to take a picture of")
            page.screenshot(path=PICTURES / kind / f"{_name_of(visit)}.png", full_page=True)
            taken += 1
        context.close()
    return taken


def _contexts(
    browser: Browser, served: Served, state: StorageState | None
) -> Iterator[tuple[str, BrowserContext]]:
    for (language, locale), scheme, (size, viewport) in product(
        LANGUAGES.items(), SCHEMES, SIZES.items()
    ):
        context = browser.new_context(
            base_url=served.url,
            locale=locale,
            color_scheme="dark" if scheme == "dark" else "light",
            viewport=viewport,
            storage_state=state,
            reduced_motion="reduce",
        )
        yield f"{size}-{language}-{scheme}", context


def _name_of(visit: Visit) -> str:
    """Return the name of a picture: who sees which page."""
    return re.sub(r"\W+", "-", f"{visit.visitor}-{visit.endpoint}")


if __name__ == "__main__":
    count = take_pictures(sys.argv[1] if len(sys.argv) > 1 else "/")
    sys.stdout.write(f"{count} pictures are in {PICTURES}\n")
