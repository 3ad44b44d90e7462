"""Static files: named by what is in them, so that browsers keep them; compressed, as pages are."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, Response, g, request, url_for
from flask_compress import Compress

from marketplace.http.openapi import BASE

A_YEAR = 31_536_000  # seconds


def static_url(name: str) -> str:
    """Return the address of a static file, which changes when the file does."""
    return url_for("static", filename=name, v=_digest(name))


@cache
def _digest(name: str) -> str:
    path = Path(__file__).parents[1] / "static" / name
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def install_statics(app: Flask) -> None:
    """Let browsers keep static files, and send texts compressed; the API's answers are not."""
    app.config["COMPRESS_MIMETYPES"] = ["text/html", "text/css", "text/javascript", "image/svg+xml"]
    app.config["COMPRESS_ALGORITHM"] = ["br", "gzip"]
    app.jinja_env.globals["static_url"] = static_url
    app.after_request(_keep)
    Compress(app)


def _keep(response: Response) -> Response:
    """Say how long an answer holds: files that are named by their content for a year.

    What somebody signed in sees is kept by no browser: after they signed out, its way back would
    show it to whoever comes next.
    """
    if request.endpoint == "static" and "v" in request.args and response.status_code == 200:
        response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    elif _is_somebodys() and not request.path.startswith(f"{BASE}/"):
        response.headers.setdefault("Cache-Control", "private, no-store")
    elif response.mimetype == "text/html":
        response.headers.setdefault("Cache-Control", "private, no-cache")
    if response.mimetype == "text/html":
        response.vary.add("Cookie")
    return response


def _is_somebodys() -> bool:
    """Whether an answer is for who is signed in, or for who is about to be."""
    who = g.get("caller")
    return request.blueprint == "security" or (who is not None and who.is_signed_in)
