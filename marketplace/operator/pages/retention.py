"""What is kept for how long, as a page."""

from flask import render_template

from marketplace.clock import now
from marketplace.database import session
from marketplace.operator.pages.blueprint import operator
from marketplace.retention.services import kept_until, standings


@operator.get("/retention")
def show_retention() -> str:
    """Show what goes by itself and when it last did, and what goes with an act alone."""
    return render_template(
        "operator/retention.html",
        standings=standings(session(), now()),
        kept=kept_until(session()),
    )
