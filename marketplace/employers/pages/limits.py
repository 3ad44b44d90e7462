"""The limits of a pipeline's columns: asked for and set."""

from typing import Any
from uuid import UUID

from flask import flash, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from marshmallow import ValidationError

from marketplace.auth import caller
from marketplace.database import session
from marketplace.employers.pages.blueprint import back_to, employer_pages
from marketplace.employers.review_schemas import LimitsSchema
from marketplace.html.forms import Form, form_of, load_form, sent_form
from marketplace.pipelines.limits import LIMITED, limits_of, set_limits
from marketplace.roles.services import own_role

HERE = "/employer/roles/<uuid:role_id>/pipeline/limits"


@employer_pages.get(HERE)
def show_limits(role_id: UUID) -> str:
    """Show how many people each column is meant to hold."""
    role = own_role(session(), caller(), role_id, "move applications")
    return _page(role, form_of(limits_of(session(), role)))


@employer_pages.post(HERE)
def change_limits(role_id: UUID) -> ResponseReturnValue:
    """Set how many people each column is meant to hold."""
    role = own_role(session(), caller(), role_id, "move applications")
    form = sent_form()
    try:
        limits = load_form(form, LimitsSchema())
    except ValidationError as refusal:
        return _page(role, form.refused(refusal)), 422
    set_limits(session(), caller(), role_id, limits)
    flash(gettext("The limits are set."), "success")
    return back_to("show_pipeline", role_id=role_id)


def _page(role: Any, form: Form) -> str:  # noqa: ANN401 - a role
    return render_template("employers/limits.html", role=role, form=form, columns=LIMITED)
