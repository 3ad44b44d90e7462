"""The front page: what this is, and two things to try without an account."""

from typing import Any

from flask import Blueprint, render_template
from werkzeug.datastructures import MultiDict

from marketplace.clock import today
from marketplace.database import session
from marketplace.matches.catalogue import catalogue
from marketplace.permissions import ANONYMOUS
from marketplace.searches import services
from marketplace.searches.asking import ask

NEWEST = 3  # roles that the page shows

home = Blueprint("home", __name__)


@home.get("/")
def show_home() -> str:
    """Say what this is, and let everyone try it."""
    query: dict[str, Any] = ask(MultiDict(), is_candidate=False).query
    query["limit"] = NEWEST
    found = services.search_roles(session(), catalogue(), ANONYMOUS, query, after=None, day=today())
    return render_template("home/home.html", found=found, today=today())
