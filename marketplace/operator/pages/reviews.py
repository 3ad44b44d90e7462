"""Requests that a person look again."""

from datetime import date
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace.auth import caller
from marketplace.clock import today
from marketplace.database import session
from marketplace.html.forms import Form, load_form, sent_form
from marketplace.operator.pages.blueprint import ON_A_PAGE, REFUSALS, operator
from marketplace.operator.schemas import ReviewAnswerSchema
from marketplace.review_requests.services import decide_review, list_reviews

PARTING = "~"  # of the day and the id in an address


@operator.get("/reviews")
def show_reviews() -> str:
    """List the requests that a person look again, the most urgent first."""
    return _reviews(None, Form())


@operator.post("/reviews/<uuid:review_id>")
def answer_review(review_id: UUID) -> ResponseReturnValue:
    """Answer a request; the candidate is told by mail."""
    form = sent_form()
    try:
        decide_review(session(), caller(), review_id, **load_form(form, ReviewAnswerSchema()))
    except REFUSALS as refusal:
        return _reviews(review_id, form.refused(refusal)), 422
    flash(gettext("The answer is on its way."), "success")
    return redirect(url_for(".show_reviews", after=request.args.get("after")), 303)


def _place() -> tuple[str, str] | None:
    """Return behind which request the page begins; what is no place is the beginning."""
    day, _, last = request.args.get("after", "").partition(PARTING)
    try:
        return date.fromisoformat(day).isoformat(), str(UUID(last))
    except ValueError:
        return None


def _reviews(refused: UUID | None, form: Form) -> str:
    place = _place()
    rows, total = list_reviews(session(), caller(), status="open", limit=ON_A_PAGE, after=place)
    last = rows[ON_A_PAGE - 1][0] if len(rows) > ON_A_PAGE else None
    return render_template(
        "operator/reviews.html",
        rows=rows[:ON_A_PAGE],
        total=total,
        today=today(),
        place=None if place is None else PARTING.join(place),
        next_place=None if last is None else f"{last.due_on}{PARTING}{last.id}",
        refused=refused,
        lost=refused is not None and all(review.id != refused for review, _ in rows[:ON_A_PAGE]),
        form=form,
        blank=Form(),
    )
