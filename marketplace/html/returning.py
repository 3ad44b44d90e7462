"""What was typed in a session that ended comes back into the fields of its own form."""

from functools import partial
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, render_template, request
from flask import session as browser_session
from flask_login import current_user
from flask_wtf.csrf import generate_csrf
from itsdangerous import BadSignature, URLSafeSerializer
from markupsafe import Markup

from marketplace.database import roll_back, session
from marketplace.html.forms import sent_form
from marketplace.html.refilling import Typed, find_form
from marketplace.http.openapi import BASE

ORIGIN = "form_origin"
LONGEST_ADDRESS = 2000  # characters
NOT_ASKED_AGAIN = ("HTTP_ACCEPT_ENCODING", "HTTP_IF_NONE_MATCH", "CONTENT_TYPE", "werkzeug.request")


def form_origin() -> str:
    """Return who is shown a form, and on which page: sealed, so that nobody else can say it."""
    if "form_origin" not in g:
        before = _told_origin()[1] if request.method == "POST" else ""
        page = before or request.full_path.rstrip("?")  # the first, of a form that was refused
        g.form_origin = _seal().dumps([_who(), page[:LONGEST_ADDRESS]])
    sealed: str = g.form_origin
    return sealed


def form_proof() -> Markup:
    """Return the hidden fields that every form sends, the same in all forms of a page."""
    if "form_proof" not in g:
        hidden = Markup('<input type="hidden" name="{}" value="{}">')
        token, origin = generate_csrf(), form_origin()
        g.form_proof = hidden.format("csrf_token", token) + hidden.format(ORIGIN, origin)
    proof: Markup = g.form_proof
    return proof


def is_from_here() -> bool:
    """Whether a form comes from a page of ours; nobody is asked to send what others wrote."""
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    return request.method == "POST" and site == "same-origin"


def typed_by_others() -> bool:
    """Whether somebody else than who is signed in now was shown the form."""
    whose, _ = _told_origin()
    return bool(current_user.is_authenticated and whose and whose != _who())


def kept_fields() -> Typed:
    """Return what was sent, but for passwords: these are typed again."""
    sent = sent_form().values
    return {name: values for name, values in sent.items() if "password" not in name}


def refilled_page() -> Response | None:
    """Return the page that the form of this request stood on, with what was typed in its fields."""
    whose, address = _told_origin()
    if whose is None or whose not in {"", _who()} or not is_from_here():
        return None
    there = request.full_path.rstrip("?")
    if "session" in g:
        roll_back(session())  # a request that held two connections could wait for itself
    response = _visit(address or there)
    if response.status_code != 200 or response.mimetype != "text/html":
        return None
    found = find_form(response.get_data(as_text=True), address or there, there, kept_fields())
    if found is None:
        return None
    notice = render_template("problems/returned.html", form_id=found.id, left=found.left)
    response.set_data(found.written(notice))
    browser_session.modified = False  # the page that was fetched has set the cookie
    return response


def _visit(address: str) -> Response:
    """Return a page as this browser would get it now."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined] # noqa: SLF001
    path, query = urlsplit(address)[2:4]
    asked: dict[str, Any] = {
        name: value for name, value in request.environ.items() if name not in NOT_ASKED_AGAIN
    }
    asked |= {"REQUEST_METHOD": "GET", "CONTENT_LENGTH": "0", "wsgi.input": BytesIO()}
    asked |= {"PATH_INFO": path.encode().decode("latin-1"), "QUERY_STRING": query}
    # Not through what stands before the application, which has read its headers already.
    inner = partial(Flask.wsgi_app, app)
    found: Response = Response.from_app(inner, asked, buffered=True)  # type: ignore[assignment]
    return found


def _told_origin() -> tuple[str | None, str]:
    """Return for whom and on which page the form of this request was shown."""
    try:
        whose, page = _seal().loads(request.form.get(ORIGIN, ""))
    except (BadSignature, ValueError, TypeError):
        return None, ""
    is_page = page.startswith("/") and not page.startswith(("//", f"{BASE}/"))
    return whose, page if is_page else ""


def _who() -> str:
    return str(current_user.id) if current_user.is_authenticated else ""


def _seal() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="form-origin")
