"""Ask a person to look again at a flag or a rank."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from marshmallow import ValidationError

from marketplace.auth import caller
from marketplace.clock import today
from marketplace.database import session
from marketplace.errors import Conflict, Invalid, NotFound
from marketplace.html.forms import Form, load_form, sent_form
from marketplace.matches.catalogue import catalogue
from marketplace.matches.services import role_match
from marketplace.matches.views import View
from marketplace.me.pages.blueprint import me, own_id
from marketplace.me.schemas import ReviewFormSchema
from marketplace.review_requests import services
from marketplace.review_requests.services import DAYS, RANK, SUBJECTS
from marketplace.roles.services import roles_by_ids


@me.get("/me/reviews")
def list_reviews() -> str:
    """List what one asked a person to look at, and the answers."""
    found = services.list_own_reviews(session(), caller())
    return render_template("me/reviews.html", rows=found)


@me.get("/me/matches/<uuid:role_id>/review")
def new_review(role_id: UUID) -> str:
    """Ask what a person is to look at, and why."""
    subject = request.args.getlist("subject")
    return _page(Form({"role_id": [str(role_id)], "subject": subject}))


@me.post("/me/reviews")
def request_review() -> ResponseReturnValue:
    """Ask a person to look again."""
    form = sent_form()
    try:
        stated = load_form(form, ReviewFormSchema())
        shown = _shown(stated["role_id"], stated["subject"])
        services.request_review(session(), caller(), shown=shown, day=today(), **stated)
    except (ValidationError, Invalid, Conflict) as refusal:
        return _page(form.refused(refusal)), 422
    flash(gettext("A person will look at it, and answer here and by e-mail."), "success")
    return redirect(url_for("me.list_reviews"), 303)


@me.post("/me/reviews/<uuid:review_id>/withdraw")
def withdraw_review(review_id: UUID) -> ResponseReturnValue:
    """Take a request back."""
    services.withdraw_review(session(), caller(), review_id)
    flash(gettext("The request is taken back."), "success")
    return redirect(url_for("me.list_reviews"), 303)


def _page(form: Form) -> str:
    try:
        role_id = UUID(form.value("role_id"))
    except ValueError:
        raise NotFound from None
    role = roles_by_ids(session(), [role_id]).get(role_id)
    if role is None or not role.was_published:
        raise NotFound
    return render_template("me/review_new.html", form=form, role=role, subjects=SUBJECTS, days=DAYS)


def _shown(role_id: UUID, subject: str) -> dict[str, Any]:
    """Return what the candidate is told at this moment of what they ask about."""
    view = View(
        day=today(),
        today=today(),
        language="en",
        terms=10,
        include=frozenset(),
        to_employer=False,
    )
    try:
        match = role_match(session(), catalogue(), caller(), own_id(), role_id, view)
    except NotFound:  # the role closed meanwhile: there is nothing to show
        return {}
    if subject == RANK:
        return {name: match[name] for name in ("score", "band", "must_haves", "contributions")}
    flag: dict[str, Any] = match["flags"][subject]
    return {name: flag[name] for name in ("outcome", "label", "pack", "reasons", "missing")}
