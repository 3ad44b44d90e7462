"""Refusals as pages, for people: what was refused, why, and the way on."""

from flask import Flask, Response, g, redirect, render_template, request, url_for

from marketplace.errors import NotAllowed, NotSignedIn
from marketplace.html.forms import sent_form
from marketplace.html.translations import said
from marketplace.http.openapi import BASE

PROBLEM = "application/problem+json"
OUR_FAULT = 500


def wants_page() -> bool:
    """Whether a browser asks for a page: no program of the API, and no bare ``*/*``."""
    if request.path.startswith(f"{BASE}/"):
        return False
    return any(kind == "text/html" for kind, _quality in request.accept_mimetypes)


def install_refusals(app: Flask) -> None:
    """Answer refused browsers with pages."""
    app.after_request(_as_page)


def _as_page(response: Response) -> Response:
    """Turn a problem into a page."""
    if response.mimetype != PROBLEM or not wants_page():
        return response
    body = response.get_json()
    if body["status"] == NotSignedIn.status and request.method == "GET":
        return _to_sign_in()
    response.set_data(_page(body))
    response.content_type = "text/html; charset=utf-8"
    response.headers.pop("WWW-Authenticate", None)
    return response


def _to_sign_in() -> Response:
    """Send somebody unknown to the sign-in, and from there back here."""
    here = request.full_path.rstrip("?")
    made: Response = redirect(url_for("security.login", next=here))  # type: ignore[assignment]
    return made


def _page(body: dict[str, object]) -> str:
    status = int(str(body["status"]))
    if status >= OUR_FAULT:  # the database may be away: nothing is asked of it
        return render_template("problems/fault.html", problem=body)
    lost_session = request.method == "POST" and (
        status == NotSignedIn.status or (status == NotAllowed.status and "unproved" in g)
    )
    refusal = g.get("refusal")
    detail = refusal.detail if refusal is not None else str(body["detail"])
    return render_template(
        "problems/refused.html",
        problem=body,
        detail=said(detail),
        errors=[] if refusal is None else refusal.errors,
        kept=sent_form() if lost_session else None,
    )
