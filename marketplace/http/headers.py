"""Headers that every answer carries."""

from collections.abc import Iterable
from types import MappingProxyType
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

from flask import Flask, Response, request
from structlog.contextvars import get_contextvars

SECURITY = MappingProxyType(
    {
        "Content-Security-Policy": (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
            "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
            "object-src 'none'"
        ),
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    }
)
DOCS_STYLE = "style-src 'self' 'unsafe-inline'"  # the documentation page draws with inline styles


_PAIRS = tuple((name, value, name.lower()) for name, value in SECURITY.items())


def install_headers(app: Flask) -> None:
    """Add the headers to every answer, errors included."""
    app.after_request(_add)
    inner = app.wsgi_app

    def secured(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer as the application does, with the headers of every answer."""

        def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:  # noqa: ANN401
            there = {name.lower() for name, _ in headers}
            more = [(name, value) for name, value, lower in _PAIRS if lower not in there]
            return start_response(status, headers + more, *error)

        return inner(environ, start)

    app.wsgi_app = secured  # type: ignore[method-assign]


def _add(response: Response) -> Response:
    path = request.path
    if path.startswith("/api/v1/docs"):
        policy = SECURITY["Content-Security-Policy"].replace("style-src 'self'", DOCS_STYLE)
        response.headers["Content-Security-Policy"] = policy
    if path.startswith("/api/"):
        response.headers.setdefault("Cache-Control", "private, no-cache")
        response.headers.add("Vary", "Authorization, Cookie, Accept")
    if request_id := get_contextvars().get("request_id"):
        response.headers["X-Request-Id"] = request_id
    return response
