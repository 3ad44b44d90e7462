"""Open postings that break the rules of today."""

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
from marketplace.operator import postings
from marketplace.operator.pages.blueprint import asked_id, operator


@operator.get("/postings")
def list_postings() -> str:
    """List open roles that would not open today, with what is wrong."""
    after = asked_id("after")
    rows, more = postings.unfit_postings(session(), catalogue(), day=today(), after=after)
    return render_template(
        "operator/postings.html",
        rows=rows,
        more=more,
        after=after,
        most=postings.LOOKED_AT,
        rule_of=postings.rule_of,
    )


@operator.post("/postings/<uuid:role_id>")
def remove_posting(role_id: UUID) -> ResponseReturnValue:
    """Take a role down for what is wrong with its posting."""
    try:
        role = postings.remove_posting(session(), caller(), role_id, day=today())
    except Conflict as refusal:
        flash(said(refusal.detail), "error")
    else:
        flash(gettext("“%(title)s” is taken down.", title=role.title), "success")
    return redirect(url_for(".list_postings"), 303)
