"""Pages about the service, and what search engines ask for."""

from flask import Blueprint, Response, make_response, render_template, url_for
from flask_babel import gettext

from marketplace.about.reading import page_text
from marketplace.clock import today
from marketplace.config import current_settings
from marketplace.database import session
from marketplace.http.languages import asked_language
from marketplace.matches.catalogue import catalogue
from marketplace.matches.figures import ranking_figures
from marketplace.searches.newest import newest_roles

MOST_LISTED = 20_000  # roles in the site map
LISTED = (
    "home.show_home",
    "search_pages.show_roles",
    "search_pages.show_hubs",
    "assessment_pages.show_questions",
    "route_pages.show_routes",
    "policy_pages.show_policies",
    "about.explain_matching",
    "about.show_api",
    "about.show_terms",
    "about.show_privacy",
    "about.show_cookies",
    "about.show_accessibility",
    "about.show_contact",
)

about = Blueprint("about", __name__)


@about.get("/how-matching-works")
def explain_matching() -> str:
    """Say what makes a score, by the numbers in force."""
    return render_template("about/matching.html", figures=ranking_figures(session(), catalogue()))


@about.get("/api")
def show_api() -> str:
    """Say how programs use the service."""
    return _text("api")


@about.get("/terms")
def show_terms() -> str:
    """Show the terms."""
    return _text("terms")


@about.get("/privacy")
def show_privacy() -> str:
    """Say which data are kept, why, and how they go."""
    return _text("privacy")


@about.get("/cookies")
def show_cookies() -> str:
    """Name the cookies."""
    return _text("cookies")


@about.get("/accessibility")
def show_accessibility() -> str:
    """Say what was checked for access, how, and what was not."""
    return _text("accessibility")


@about.get("/contact")
def show_contact() -> str:
    """Say who runs this and how to ask."""
    return _text("contact")


@about.get("/robots.txt")
def show_robots() -> Response:
    """Tell machines what is not for them."""
    closed = ("/api/", "/account", "/me", "/employer", "/operator", "/profiles")
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    lines.append(f"Sitemap: {current_settings().public_url}{url_for('.show_sitemap')}")
    return _as("text/plain", "\n".join(lines) + "\n")


@about.get("/sitemap.xml")
def show_sitemap() -> Response:
    """List the public pages and the open roles."""
    base = current_settings().public_url
    roles = newest_roles(session(), catalogue(), day=today(), limit=MOST_LISTED)
    listed = [(base + url_for(name), None) for name in LISTED]
    found = [
        (base + url_for("role_pages.show_role", role_id=role_id), posted.isoformat())
        for role_id, posted in roles
    ]
    return _as("application/xml", render_template("about/sitemap.xml", pages=[*listed, *found]))


def _text(name: str) -> str:
    settings = current_settings()
    licence = (
        gettext("Human-resources service licence %(number)s.", number=settings.licence_number)
        if settings.licence_number
        else ""
    )
    told = {
        "operator": settings.operator_name,
        "contact": settings.contact_address or gettext("the operator has not named an address yet"),
        "licence": licence,
    }
    page = page_text(name, asked_language(), **told)
    return render_template("about/page.html", page=page, name=name)


def _as(kind: str, text: str) -> Response:
    response = make_response(text)
    response.content_type = f"{kind}; charset=utf-8"
    return response
