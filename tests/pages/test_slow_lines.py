"""A page that comes slowly is drawn when it is whole: nothing moves under the reader's eyes."""

import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import httpx
import pytest

from tests.pages.conftest import Open
from tests.pages.watching import Watch, layout_shift
from tests.serving import Served

PIECES = 8
PAUSE_SECONDS = 0.1  # longer than a browser waits before it draws what it has
PASSED_ON = ("Accept", "Accept-Language", "Cookie")


@pytest.fixture
def slow_line(served: Served, watch: Watch) -> Iterator[str]:
    """The service behind a line that brings its pages in pieces."""

    class Line(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            asked = {name: self.headers[name] for name in PASSED_ON if name in self.headers}
            answer = service.get(self.path, headers=asked)
            content = answer.content
            self.send_response(answer.status_code)
            self.send_header("Content-Type", answer.headers["Content-Type"])
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            is_page = answer.headers["Content-Type"].startswith("text/html")
            size = len(content) // PIECES + 1 if is_page else len(content)
            for start in range(0, len(content), size):
                self.wfile.write(content[start : start + size])
                time.sleep(PAUSE_SECONDS if is_page else 0)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with (
        httpx.Client(base_url=served.url) as service,
        ThreadingHTTPServer(("127.0.0.1", 0), Line) as line,
    ):
        Thread(target=line.serve_forever, daemon=True).start()
        watch.url = f"http://127.0.0.1:{line.server_port}"
        yield watch.url
        line.shutdown()


def test_nothing_moves(open_page: Open, slow_line: str) -> None:
    page = open_page("employer")
    page.goto(f"{slow_line}/employer/roles")
    assert layout_shift(page) == 0
