"""Refusals as pages, for people, and in the language that a program asks for."""

import json
from typing import Any

from flask import Flask, Response, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user

from marketplace.errors import NotAllowed, NotSignedIn, Preparing
from marketplace.html.frame import is_swap
from marketplace.html.returning import (
    ORIGIN,
    is_from_here,
    kept_fields,
    refilled_page,
    typed_by_others,
)
from marketplace.html.translations import said, said_to_programs
from marketplace.http.languages import language_of_programs
from marketplace.http.openapi import BASE
from marketplace.http.problems import TITLES

PROBLEM = "application/problem+json"
OUR_FAULT = 500


def wants_page() -> bool:
    """Whether a browser asks for a page: no program of the API, and no bare ``*/*``."""
    if request.path.startswith(f"{BASE}/"):
        return False
    return any(kind == "text/html" for kind, _quality in request.accept_mimetypes)


def install_refusals(app: Flask) -> None:
    """Answer refused browsers with pages, and programs in their language."""
    app.after_request(_as_asked)


def _as_asked(response: Response) -> Response:
    """Turn a problem into a page, or into the words of the language that is asked for."""
    if response.mimetype != PROBLEM:
        return response
    if wants_page():
        return _as_page(response)
    if language_of_programs() != "en":  # in which it is written
        response.set_data(_translated(response.get_json()))
    return response


def _translated(body: dict[str, Any]) -> str:
    """Return a problem in words of the request's language; types and pointers are for programs."""
    refusal = g.get("refusal")
    told: dict[str, Any] = {"title": said_to_programs(TITLES.get(body["status"], body["title"]))}
    if refusal is not None:
        told["detail"] = said_to_programs(refusal.detail)
        told["errors"] = [
            {**each, "detail": said_to_programs(each["detail"])} for each in refusal.errors
        ]
    return json.dumps(body | {name: value for name, value in told.items() if value})


def _as_page(response: Response) -> Response:
    body = response.get_json()
    if body["status"] == NotSignedIn.status and request.method == "GET":
        return _to_sign_in()
    if "unproved" in g and (found := refilled_page()) is not None:
        found.status_code = response.status_code
        return found
    if "unproved" in g and request.blueprint == "security":
        return _again()
    response.set_data(_page(body))
    response.content_type = "text/html; charset=utf-8"
    response.headers.pop("WWW-Authenticate", None)
    if isinstance(g.get("refusal"), Preparing) and request.method == "GET":
        _come_again(response)
    return response


def _come_again(response: Response) -> None:
    """Have the page loaded again after a while; one of which a part was asked for, as a whole."""
    response.headers["Refresh"] = response.headers["Retry-After"]
    if is_swap():
        response.headers["HX-Redirect"] = request.full_path


def _to_sign_in() -> Response:
    """Send somebody unknown to the sign-in, and from there back here."""
    here = request.full_path.rstrip("?")
    made: Response = redirect(url_for("security.login", next=here))  # type: ignore[assignment]
    return made


def _again() -> Response:
    """Show the form anew that came from another session, as of a page that lay open too long."""
    flash(gettext("This page had been open too long. Please try again."), "warning")
    rule = request.url_rule
    is_page = rule is not None and "GET" in (rule.methods or ())
    there = request.full_path.rstrip("?") if is_page else url_for("security.login")
    made: Response = redirect(there, 303)  # type: ignore[assignment]
    return made


def _page(body: dict[str, object]) -> str:
    status = int(str(body["status"]))
    refusal = g.get("refusal")
    if status >= OUR_FAULT:  # the database may be away: nothing is asked of it
        told = said(refusal.detail) if isinstance(refusal, Preparing) else None
        return render_template("problems/fault.html", problem=body, told=told)
    lost_session = status == NotSignedIn.status or (status == NotAllowed.status and "unproved" in g)
    if lost_session and is_swap():
        return render_template("problems/signed_out.html")
    if lost_session and is_from_here():
        return _lost_session(body)
    detail = refusal.detail if refusal is not None else str(body["detail"])
    return render_template(
        "problems/refused.html",
        problem=body,
        detail=said(detail),
        errors=[] if refusal is None else refusal.errors,
    )


def _lost_session(body: dict[str, object]) -> str:
    """Say that a session ended, and give back what was typed in it."""
    if typed_by_others():
        return render_template("problems/others.html", problem=body)
    return render_template(
        "problems/lost.html",
        problem=body,
        kept=kept_fields(),
        origin=request.form.get(ORIGIN, ""),
        is_back=bool(current_user.is_authenticated),  # with a token of the session before
    )
