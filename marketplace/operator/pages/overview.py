"""What waits for the operator."""

from flask import render_template

from marketplace.clock import today
from marketplace.database import session
from marketplace.operator import queues
from marketplace.operator.pages.blueprint import operator


@operator.get("")
def show_overview() -> str:
    """Show what waits for a decision."""
    return render_template(
        "operator/overview.html", waiting=queues.count_waiting(session(), today())
    )
