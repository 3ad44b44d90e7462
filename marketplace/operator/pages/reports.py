"""Reports of roles that are not right."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from marshmallow import ValidationError

from marketplace.auth import caller
from marketplace.database import session
from marketplace.html.forms import Form, load_form, sent_form
from marketplace.operator import queues
from marketplace.operator.pages.blueprint import (
    ON_A_PAGE,
    asked_id,
    asked_of,
    next_page,
    operator,
)
from marketplace.operator.schemas import OUTCOMES, SettlementSchema
from marketplace.operator.taking_down import settle_report


@operator.get("/reports")
def list_reports() -> str:
    """List the reports of roles, the oldest first."""
    return _reports(Form())


def _reports(form: Form) -> str:
    status = asked_of("status", OUTCOMES) or "open"
    rows = queues.list_reports(session(), status=status, after=asked_id("after"))
    return render_template(
        "operator/reports.html",
        rows=rows[:ON_A_PAGE],
        status=status,
        next_url=next_page(rows, lambda row: row[0].id),
        form=form,
    )


@operator.post("/reports/<uuid:report_id>")
def close_report(report_id: UUID) -> ResponseReturnValue:
    """Settle a report; the role goes with it where that is asked."""
    form = sent_form()
    try:
        decision = load_form(form, SettlementSchema())
    except ValidationError as refusal:
        return _reports(form.refused(refusal)), 422
    settled = settle_report(session(), caller(), report_id, **decision)
    told = {
        "resolved": gettext("The report is settled."),
        "dismissed": gettext("The report is dismissed."),
    }
    flash(told[str(settled.status)], "success")
    return redirect(url_for(".list_reports"), 303)
