"""The frame around every page: who is signed in, where they may go, which language they read."""

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Flask, Response, current_app, request, url_for
from flask_babel import gettext

from marketplace.auth import caller
from marketplace.config import current_settings
from marketplace.database import separately_if_possible
from marketplace.errors import MarketplaceError
from marketplace.html.returning import form_proof
from marketplace.http.languages import LANGUAGE_COOKIE, asked_language, named_language
from marketplace.notifications.mailing import keep_language
from marketplace.permissions import ANONYMOUS, Caller

A_YEAR = 31_536_000  # seconds
OTHER = {"en": "zh-Hans", "zh-Hans": "en"}
NAMES = {"en": "English", "zh-Hans": "简体中文"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a menu."""

    text: str
    url: str
    is_here: bool


def viewer() -> Caller:
    """Return who looks at the page; whom we refuse is nobody, so that a page can say so."""
    try:
        return caller()
    except MarketplaceError:
        return ANONYMOUS


def menu() -> list[Entry]:
    """Return the main menu for whoever looks."""
    who = viewer()
    entries = [
        (gettext("Roles"), "/roles"),
        (gettext("Do I qualify?"), "/qualify"),
        (gettext("Visa routes"), "/visa-routes"),
    ]
    if who.candidate_id is not None or (who.is_signed_in and not who.parts):
        entries.append((gettext("My area"), "/me"))
    if who.parts or not who.is_signed_in:
        entries.append((gettext("For employers"), "/employer"))
    if who.is_admin or who.is_verifier:
        entries.append((gettext("Operator"), "/operator"))
    return [_entry(text, url) for text, url in entries if page_exists(url)]


def footer_menu() -> list[Entry]:
    """Return the links at the foot of every page."""
    entries = [
        (gettext("How matching works"), "/how-matching-works"),
        (gettext("How flags are decided"), "/policies"),
        (gettext("Hubs"), "/hubs"),
        (gettext("API"), "/api"),
        (gettext("Terms"), "/terms"),
        (gettext("Privacy"), "/privacy"),
        (gettext("Cookies"), "/cookies"),
        (gettext("Accessibility"), "/accessibility"),
        (gettext("Contact and help"), "/contact"),
    ]
    return [_entry(text, url) for text, url in entries if page_exists(url)]


def language_link() -> dict[str, str]:
    """Return the same page in the other language."""
    other = OTHER[asked_language()]
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != "lang"]
    here = request.path if request.method == "GET" else url_for("home.show_home")
    query = urlencode([*(kept if request.method == "GET" else []), ("lang", other)])
    return {"url": f"{here}?{query}", "lang": other, "text": NAMES[other]}


def is_swap() -> bool:
    """Whether htmx asks, who puts the answer into the page that is there."""
    return request.headers.get("HX-Request") == "true"


def _entry(text: str, url: str) -> Entry:
    return Entry(text, url, request.path == url or request.path.startswith(f"{url}/"))


def page_exists(url: str) -> bool:
    """Whether there is a page at this address; a link to it may be shown."""
    known: frozenset[str] = current_app.extensions["page_rules"]
    return url in known


def install_frame(app: Flask) -> None:
    """Give every template its frame."""
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals |= {
        "viewer": viewer,
        "menu": menu,
        "footer_menu": footer_menu,
        "language_link": language_link,
        "page_language": asked_language,
        "page_exists": page_exists,
        "form_proof": form_proof,
    }
    app.after_request(_remember_language)


def note_rules(app: Flask) -> None:
    """Note which pages there are, once all are registered."""
    app.extensions["page_rules"] = frozenset(
        rule.rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())
    )


def _remember_language(response: Response) -> Response:
    """Keep the language that a page was asked for by ``?lang=``, for mail too."""
    named = named_language()
    if named is not None and response.mimetype == "text/html":
        settings = current_settings()
        response.set_cookie(
            LANGUAGE_COOKIE,
            named,
            max_age=A_YEAR,
            secure=settings.secure_cookies,
            httponly=True,
            samesite="Lax",
        )
        who = viewer()
        if who.is_signed_in:
            separately_if_possible(lambda writing: keep_language(writing, who.account_id, named))
    return response
