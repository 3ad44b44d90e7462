"""How deliveries and the match index stand, as a page."""

from flask import render_template

from marketplace.clock import now
from marketplace.database import session
from marketplace.matches.catalogue import catalogue
from marketplace.operator.health import deliveries, index_state, newest_failures, webhooks
from marketplace.operator.pages.blueprint import operator


@operator.get("/health")
def show_health() -> str:
    """Show what waits to be delivered, and what the index holds."""
    index = index_state(session(), catalogue())
    return render_template(
        "operator/health.html",
        deliveries=deliveries(session(), now()),
        failures=newest_failures(session()),
        webhooks=webhooks(session(), now()),
        index=index,
    )
