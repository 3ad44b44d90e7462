"""An employer's account at Greenhouse: connected, asked about and disconnected."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from marshmallow import ValidationError
from werkzeug.wrappers import Response

from marketplace.applications.api import secret
from marketplace.auth import caller
from marketplace.clock import now
from marketplace.config import current_settings
from marketplace.database import roll_back, session
from marketplace.errors import Conflict, Invalid
from marketplace.greenhouse import services
from marketplace.greenhouse.failures import reason_of
from marketplace.greenhouse.pages.blueprint import greenhouse_pages
from marketplace.greenhouse.schemas import GreenhouseAccountSchema
from marketplace.html.forms import Form, load_form, sent_form
from marketplace.html.translations import said

OURS = "/employer/organisations/<uuid:employer_id>/greenhouse"


@greenhouse_pages.get(OURS)
def show_account(employer_id: UUID) -> str:
    """Show how an employer's Greenhouse is connected, or ask how."""
    return _account(employer_id, None)


@greenhouse_pages.post(OURS)
def connect(employer_id: UUID) -> ResponseReturnValue:
    """Connect an employer's Greenhouse, or change how."""
    form = sent_form()
    try:
        services.connect(
            session(),
            caller(),
            employer_id,
            **load_form(form, GreenhouseAccountSchema()),
            secret=secret(),
            at=now(),
        )
    except (ValidationError, Invalid) as refusal:
        roll_back(session())
        return _account(employer_id, form.refused(refusal)), 422
    flash(gettext("Saved. Greenhouse is asked now whether it takes the key."), "success")
    return _to_account(employer_id)


@greenhouse_pages.post(f"{OURS}/check")
def check(employer_id: UUID) -> Response:
    """Ask Greenhouse again whether it takes the key."""
    try:
        services.check(session(), caller(), employer_id)
    except Conflict as refusal:
        flash(said(refusal.detail), "error")
    return _to_account(employer_id)


@greenhouse_pages.post(f"{OURS}/disconnect")
def disconnect(employer_id: UUID) -> Response:
    """Forget the key of an employer's Greenhouse."""
    try:
        services.disconnect(session(), caller(), employer_id, at=now())
    except Conflict as refusal:
        flash(said(refusal.detail), "error")
    else:
        flash(gettext("Greenhouse is disconnected, and its key is deleted here."), "success")
    return _to_account(employer_id)


def _account(employer_id: UUID, form: Form | None) -> str:
    employer, account = services.account_of(session(), caller(), employer_id)
    kept = [] if account is None else [account.user_email]
    return render_template(
        "greenhouse/account.html",
        employer=employer,
        account=account,
        form=Form({"user_email": kept}) if form is None else form,
        url=current_settings().greenhouse_url,
        reason_of=reason_of,
    )


def _to_account(employer_id: UUID) -> Response:
    return redirect(url_for(".show_account", employer_id=employer_id), 303)
