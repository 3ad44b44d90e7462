"""Requests that a person look again."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace.auth import caller
from marketplace.clock import today
from marketplace.database import session
from marketplace.html.forms import Form, load_form, sent_form
from marketplace.operator.pages.blueprint import ON_A_PAGE, REFUSALS, operator
from marketplace.operator.schemas import ReviewAnswerSchema
from marketplace.review_requests.services import decide_review, list_reviews


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
    return redirect(url_for(".show_reviews"), 303)


def _reviews(refused: UUID | None, form: Form) -> str:
    rows, total = list_reviews(session(), caller(), status="open", limit=ON_A_PAGE, after=None)
    return render_template(
        "operator/reviews.html",
        rows=rows[:ON_A_PAGE],
        total=total,
        today=today(),
        refused=refused,
        form=form,
    )
