"""An employer's roles: the list, and what is done with a whole role."""

from uuid import UUID

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace.auth import caller
from marketplace.database import session
from marketplace.employers import overview
from marketplace.employers.pages.blueprint import asked_page, back_to, employer_pages
from marketplace.reviews.unblinding import set_blind_review
from marketplace.roles import copying, services


@employer_pages.get("/employer/roles")
def list_roles() -> str:
    """Show the roles of one's employers."""
    status = overview.STATUSES.get(request.args.get("status", ""))
    page = asked_page()
    rows, total = overview.list_own_roles(session(), caller(), status=status, page=page)
    return render_template(
        "employers/roles.html",
        rows=rows,
        total=total,
        status=status,
        statuses=list(overview.STATUSES),
        page=page,
        has_more=total > page * overview.ROLES,
    )


@employer_pages.post("/employer/roles/<uuid:role_id>/copy")
def copy_role(role_id: UUID) -> ResponseReturnValue:
    """Make a draft of a role's content."""
    made = copying.copy_role(session(), caller(), role_id)
    flash(gettext("This is a new draft with the same content."), "success")
    return back_to("edit_role", role_id=made.id)


@employer_pages.post("/employer/roles/<uuid:role_id>/delete")
def delete_role(role_id: UUID) -> ResponseReturnValue:
    """Delete a draft."""
    role = services.own_role(session(), caller(), role_id, lock=True)
    services.delete_role(session(), caller(), role)
    flash(gettext("The draft is deleted."), "success")
    return back_to("list_roles")


@employer_pages.post("/employer/roles/<uuid:role_id>/blind")
def switch_blind_review(role_id: UUID) -> ResponseReturnValue:
    """Switch blind review on or off."""
    role = services.own_role(session(), caller(), role_id, lock=True)
    set_blind_review(session(), caller(), role, is_blind=request.form.get("blind") == "true")
    flash(gettext("Saved."), "success")
    return back_to("edit_role", role_id=role_id)
