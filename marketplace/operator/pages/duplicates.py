"""Open postings that are nearly one another's copies."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace.auth import caller
from marketplace.clock import today
from marketplace.database import session
from marketplace.errors import Conflict
from marketplace.html.translations import said
from marketplace.matches.catalogue import catalogue
from marketplace.operator import duplicates
from marketplace.operator.pages.blueprint import asked_page, operator


@operator.get("/duplicates")
def list_duplicates() -> str:
    """List clusters of open roles that say nearly the same."""
    page = asked_page()
    found = duplicates.duplicate_postings(session(), catalogue(), day=today(), page=page)
    return render_template(
        "operator/duplicates.html", found=found, page=page, most=duplicates.MOST_SHOWN
    )


@operator.post("/duplicates/<uuid:role_id>")
def remove_duplicate(role_id: UUID) -> ResponseReturnValue:
    """Take one of several copies down."""
    try:
        role = duplicates.remove_duplicate(session(), catalogue(), caller(), role_id, day=today())
    except Conflict as refusal:
        flash(said(refusal.detail), "error")
    else:
        flash(gettext("“%(title)s” is taken down.", title=role.title), "success")
    return redirect(url_for(".list_duplicates"), 303)
