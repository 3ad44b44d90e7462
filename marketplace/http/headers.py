"""Headers that every answer carries."""

from types import MappingProxyType

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


def install_headers(app: Flask) -> None:
    """Add the headers to every answer, errors included."""
    app.after_request(_add)


def _add(response: Response) -> Response:
    there = {name.lower() for name, _ in response.headers}
    response.headers.extend(
        (name, value) for name, value in SECURITY.items() if name.lower() not in there
    )
    if request.path.startswith("/api/v1/docs"):
        policy = SECURITY["Content-Security-Policy"].replace("style-src 'self'", DOCS_STYLE)
        response.headers["Content-Security-Policy"] = policy
    if request.path.startswith("/api/"):
        response.headers.setdefault("Cache-Control", "private, no-cache")
        response.headers.add("Vary", "Authorization, Cookie, Accept")
    if request_id := get_contextvars().get("request_id"):
        response.headers["X-Request-Id"] = request_id
    return response
