"""The mails that tell a member of new candidates for a role: asked for and ended."""

from typing import Any
from uuid import UUID

from flask import flash, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from marshmallow import ValidationError

from marketplace.auth import caller
from marketplace.database import session
from marketplace.employers.pages.blueprint import back_to, employer_pages
from marketplace.employers.review_schemas import WatchSchema
from marketplace.html.forms import Form, form_of, load_form, sent_form
from marketplace.roles.services import own_role
from marketplace.watches.services import NEVER, watch_of, watch_role

HERE = "/employer/roles/<uuid:role_id>/watch"


@employer_pages.get(HERE)
def show_watch(role_id: UUID) -> str:
    """Show how often the member is told of new candidates, and of which fits."""
    role = own_role(session(), caller(), role_id, "see matches")
    watch = watch_of(session(), caller(), role_id)
    kept = {"frequency": NEVER, "least_band": "fair"}
    if watch is not None:
        kept = {"frequency": watch.frequency, "least_band": watch.least_band}
    return _page(role, form_of(kept))


@employer_pages.post(HERE)
def change_watch(role_id: UUID) -> ResponseReturnValue:
    """Tell the member of new candidates from now on, or no more."""
    role = own_role(session(), caller(), role_id, "see matches")
    form = sent_form()
    try:
        wanted = load_form(form, WatchSchema())
    except ValidationError as refusal:
        return _page(role, form.refused(refusal)), 422
    watch = watch_role(session(), caller(), role_id, **wanted)
    if watch is None:
        flash(gettext("You get no mail about new candidates for this role."), "success")
    else:
        flash(gettext("We write to you when new candidates fit this role."), "success")
    return back_to("rank_candidates", role_id=role_id)


def _page(role: Any, form: Form) -> str:  # noqa: ANN401 - a role
    return render_template("employers/watch.html", role=role, form=form)
