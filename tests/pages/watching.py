"""What must never happen in a page, noted while a browser shows it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Dialog, Error, Page, Request, Response

STANDARDS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


@dataclass
class Watch:
    """Notes faults of every page that it follows.

    Attributes:
        expected: statuses of 400 and more that the test means to get.
        faults: what went wrong, in words.
    """

    url: str
    expected: set[int] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)

    def follow(self, page: Page) -> None:
        """Note what goes wrong in a page from now on."""
        for event, note in self._notes():
            page.on(event, note)

    def leave(self, page: Page) -> None:
        """Note nothing more of a page."""
        for event, note in self._notes():
            page.remove_listener(event, note)

    def _notes(self) -> tuple[tuple[Any, Callable[[Any], None]], ...]:
        return (
            ("console", self._console),
            ("dialog", self._dialog),
            ("pageerror", self._script),
            ("request", self._request),
            ("requestfailed", self._failed),
            ("response", self._response),
        )

    def _console(self, message: ConsoleMessage) -> None:
        # A refused resource is judged by its status, in _response.
        if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
            self.faults.append(f"console: {message.text}")

    def _script(self, error: Error) -> None:
        self.faults.append(f"script: {error.message}")

    def _dialog(self, dialog: Dialog) -> None:
        self.faults.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _request(self, request: Request) -> None:
        if not request.url.startswith((f"{self.url}/", "data:", "blob:")):
            self.faults.append(f"leaves us: {request.url}")

    def _failed(self, request: Request) -> None:
        # Chromium calls a navigation aborted that became a download or was overtaken by another.
        if request.failure != "net::ERR_ABORTED":
            self.faults.append(f"{request.failure}: {request.url}")

    def _response(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.expected:
            self.faults.append(f"{response.status}: {response.request.method} {response.url}")


def loaded(page: Page) -> Page:
    """Return a page once all of it is there: after a click it may still be empty."""
    page.wait_for_load_state()
    return page


def check_access(page: Page) -> None:
    """See to it that axe finds nothing in a page as it is now shown."""
    options = {"resultTypes": ["violations"], "runOnly": list(STANDARDS)}
    found = Axe().run(loaded(page), options=options)
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"


UNDER_24 = """() => {
    const controls = 'a[href], button, input:not([type=hidden]), select, textarea, summary';
    const ticks = (each) => each.matches('[type=checkbox], [type=radio]') && each.closest('label');
    const hidden = {checkOpacity: true, checkVisibilityCSS: true};
    return [...document.querySelectorAll(controls)]
        .filter((each) => each.checkVisibility(hidden))
        .filter((each) => !each.closest('.visually-hidden, .skip, svg'))
        .map((each) => [each, (ticks(each) || each).getBoundingClientRect()])
        .filter(([, box]) => box.width < 23.9 || box.height < 23.9)
        .map(([each, box]) => `${box.width} x ${box.height}: ${each.outerHTML.slice(0, 120)}`);
}"""


def check_targets(page: Page) -> None:
    """See to it that all that can be pressed is 24 pixels wide and high, links in texts too.

    Only the marks on the map may be smaller: the table beside it has the same links.
    """
    assert loaded(page).evaluate(UNDER_24) == [], page.url


SPACED = """() => {
    const style = document.documentElement.style;
    style.setProperty('line-height', '1.5');
    style.setProperty('letter-spacing', '0.12em');
    style.setProperty('word-spacing', '0.16em');
}"""


def unfold(page: Page) -> None:
    """Open all that is folded on a page, but for what is fetched when it is opened."""
    folded = "document.querySelectorAll('details:not([hx-get])')"
    loaded(page).evaluate(f"{folded}.forEach(e => e.open = true)")


def check_width(page: Page) -> None:
    """See to it that nobody has to scroll sideways."""
    wide = loaded(page).evaluate(
        """() => {
            const room = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= room) return [];
            return [...document.body.querySelectorAll('*')]
                .filter((each) => each.getBoundingClientRect().right > room + 1)
                .map((each) => each.outerHTML.slice(0, 120));
        }"""
    )
    assert wide == [], f"{page.url} is wider than the window: {wide}"


def layout_shift(page: Page) -> float:
    """Return how far what was already drawn has moved, as browsers count it."""
    moved: float = loaded(page).evaluate(
        """() => new Promise((resolve) => {
            let moved = 0;
            new PerformanceObserver((list) => {
                for (const entry of list.getEntries()) moved += entry.value;
            }).observe({type: 'layout-shift', buffered: true});
            setTimeout(() => resolve(moved), 100);
        })"""
    )
    return moved


def transferred(page: Page, path: str) -> int:
    """Open a page and return the bytes that came over the wire, headers and all."""
    received: list[float] = []
    session = page.context.new_cdp_session(page)
    session.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    page.goto(path)
    session.detach()
    return round(sum(received))


UNSEEN_FOCUS = """() => {
    const here = document.activeElement;
    if (!here || here === document.body) return null;
    const style = getComputedStyle(here), box = here.getBoundingClientRect();
    const ringed = (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0)
        || style.boxShadow !== 'none'
        || here.matches('input[type^=date], input[type=month]');  // their parts show it themselves
    const inside = box.bottom > 0 && box.top < innerHeight
        && box.right > 0 && box.left < innerWidth;
    const at = (share) => document.elementFromPoint(
        Math.min(Math.max(box.left + box.width * share, 0), innerWidth - 1),
        Math.min(Math.max(box.top + box.height * share, 0), innerHeight - 1));
    const seen = [0.1, 0.5, 0.9].map(at).some(
        (top) => top && (here.contains(top) || top.contains(here)));
    return {
        name: here.outerHTML.slice(0, 120),
        fault: !ringed ? 'shows no focus' : !inside ? 'is out of sight' : !seen ? 'is covered' : '',
    };
}"""


def walk_by_keyboard(page: Page, *, most: int = 400) -> list[str]:
    """Press Tab through the whole page; return what took the focus, in order.

    Raises:
        AssertionError: something has the focus and does not show it.
    """
    walked: list[str] = []
    for _ in range(most):
        page.keyboard.press("Tab")
        focus = loaded(page).evaluate(UNSEEN_FOCUS)
        if focus is None or focus["name"] in walked[:1]:  # it begins anew
            break
        assert not focus["fault"], f"{page.url}: {focus['name']} {focus['fault']}"
        walked.append(focus["name"])
    return walked
