"""Employers that wait to be verified."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace.auth import caller
from marketplace.database import session
from marketplace.employers.schemas import VerificationDecisionSchema
from marketplace.employers.services import employer_by_id, verify_employer
from marketplace.html.forms import Form, form_of, is_overtaken, load_form, sent_form
from marketplace.operator import queues
from marketplace.operator.pages.blueprint import (
    ON_A_PAGE,
    REFUSALS,
    asked_id,
    asked_of,
    next_page,
    operator,
)
from marketplace.taxonomies.codes import VERIFICATION_DECISIONS


@operator.get("/employers")
def list_employers() -> str:
    """List the employers to check, the longest waiting first."""
    status = asked_of("status", VERIFICATION_DECISIONS)
    rows = queues.list_employers(session(), status=status, after=asked_id("after"))
    return render_template(
        "operator/employers.html",
        employers=rows[:ON_A_PAGE],
        status=status,
        statuses=VERIFICATION_DECISIONS,
        next_url=next_page(rows),
    )


@operator.get("/employers/<uuid:employer_id>")
def show_employer(employer_id: UUID) -> str:
    """Show what is known of an employer, and ask for the decision."""
    return _employer(employer_id, Form())


@operator.post("/employers/<uuid:employer_id>")
def check_employer(employer_id: UUID) -> ResponseReturnValue:
    """Decide on an employer."""
    form = sent_form("version")
    employer = employer_by_id(session(), employer_id, lock=True)
    if is_overtaken(employer.updated_at.isoformat()):
        reason = employer.verification_reason or ""
        kept = {"status": str(employer.verification_status), "reason": reason}
        return _employer(employer_id, form.beside(form_of(kept))), 409
    try:
        decision = load_form(form, VerificationDecisionSchema())
        verify_employer(session(), caller(), employer_id, **decision)
    except REFUSALS as refusal:
        return _employer(employer_id, form.refused(refusal)), 422
    flash(gettext("The decision on %(name)s is kept.", name=employer.name), "success")
    return redirect(url_for(".list_employers"), 303)


def _employer(employer_id: UUID, form: Form) -> str:
    employer = employer_by_id(session(), employer_id)
    return render_template(
        "operator/employer.html",
        employer=employer,
        facts=queues.employer_facts(session(), employer),
        statuses=VERIFICATION_DECISIONS,
        version=employer.updated_at.isoformat(),
        form=form,
    )
