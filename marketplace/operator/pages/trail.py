"""The audit trail as a page."""

from datetime import date

from flask import render_template, request

from marketplace.database import session
from marketplace.operator.pages.blueprint import ON_A_PAGE, asked_id, asked_of, next_page, operator
from marketplace.operator.trail import Wanted, event_types, list_events


@operator.get("/trail")
def show_trail() -> str:
    """Show who did what to what, by ids: the trail holds no personal data."""
    types = event_types(session())
    wanted = Wanted(
        type=asked_of("type", types),
        actor_id=asked_id("actor"),
        subject_id=asked_id("subject"),
        day=_asked_day(),
    )
    rows = list_events(session(), wanted, before=asked_id("after"), limit=ON_A_PAGE)
    return render_template(
        "operator/trail.html",
        events=rows[:ON_A_PAGE],
        types=types,
        wanted=wanted,
        next_url=next_page(rows),
    )


def _asked_day() -> date | None:
    try:
        return date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        return None
