"""The dashboard, and an employer as its members see and change it."""

from typing import Any
from uuid import UUID

from flask import flash, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from marshmallow import ValidationError

from marketplace.auth import caller
from marketplace.clock import today
from marketplace.database import session
from marketplace.employers import overview, services
from marketplace.employers.pages.blueprint import back_to, employer_pages
from marketplace.employers.schemas import EmployerChangeSchema, EmployerSchema, MemberSchema
from marketplace.errors import Conflict, Invalid
from marketplace.html.formats import label
from marketplace.html.forms import Form, form_of, is_overtaken, load_form, sent_form
from marketplace.roles.assistance import approved_now

MEMBERS = 100  # shown; an employer with more sees the first of them


@employer_pages.get("/employer")
def show_dashboard() -> str:
    """Show what waits for a member."""
    found = overview.overview(session(), caller())
    return render_template("employers/dashboard.html", employers=found)


@employer_pages.get("/employer/organisations/new")
def new_organisation() -> str:
    """Ask what an employer is."""
    return render_template("employers/new_organisation.html", form=Form(), **_approved())


@employer_pages.post("/employer/organisations/new")
def register_organisation() -> ResponseReturnValue:
    """Register an employer."""
    form = sent_form()
    try:
        made = services.create_employer(session(), caller(), load_form(form, EmployerSchema()))
    except (ValidationError, Conflict) as refusal:
        shown = form.refused(refusal)
        page = render_template("employers/new_organisation.html", form=shown, **_approved())
        return page, 422
    flash(gettext("Your employer is registered."), "success")
    return back_to("show_organisation", employer_id=made.id)


@employer_pages.get("/employer/organisations/<uuid:employer_id>")
def show_organisation(employer_id: UUID) -> str:
    """Show an employer, its verification and its team."""
    return _organisation(employer_id, None, Form())


@employer_pages.post("/employer/organisations/<uuid:employer_id>")
def change_organisation(employer_id: UUID) -> ResponseReturnValue:
    """Change an employer, unless somebody else changed it since it was shown."""
    form = sent_form("version")
    employer = services.own_employer(session(), caller(), employer_id)
    if is_overtaken(employer.updated_at.isoformat()):
        kept = form_of(EmployerSchema().dump(employer))
        return _organisation(employer_id, form.beside(kept), Form()), 409
    try:
        fields = load_form(form, EmployerChangeSchema(partial=True))
        services.update_employer(session(), caller(), employer, fields)
    except (ValidationError, Conflict) as refusal:
        return _organisation(employer_id, form.refused(refusal), Form()), 422
    flash(gettext("Saved."), "success")
    return back_to("show_organisation", employer_id=employer_id)


@employer_pages.post("/employer/organisations/<uuid:employer_id>/members")
def add_member(employer_id: UUID) -> ResponseReturnValue:
    """Give somebody a part."""
    form = sent_form()
    try:
        fields = load_form(form, MemberSchema())
        services.add_member(session(), caller(), employer_id, **fields)
    except (ValidationError, Conflict, Invalid) as refusal:
        return _organisation(employer_id, None, form.refused(refusal)), 422
    told = gettext(
        "%(email)s is on the team. Please tell them yourself: they sign in, or register, with"
        " this address.",
        email=fields["email"],
    )
    flash(told, "success")
    return back_to("show_organisation", employer_id=employer_id)


@employer_pages.post("/employer/organisations/<uuid:employer_id>/members/<uuid:member_id>/remove")
def remove_member(employer_id: UUID, member_id: UUID) -> ResponseReturnValue:
    """End a member's part."""
    member = services.member_by_id(session(), caller(), employer_id, member_id)
    services.remove_member(session(), caller(), member)
    flash(gettext("%(email)s is no member any more.", email=member.email), "success")
    return back_to("show_organisation", employer_id=employer_id)


def _organisation(employer_id: UUID, form: Form | None, member: Form) -> str:
    who = caller()
    members, _ = services.list_members(session(), who, employer_id, limit=MEMBERS, after=None)
    employer = services.employer_by_id(session(), employer_id)
    return render_template(
        "employers/organisation.html",
        employer=employer,
        members=members[:MEMBERS],
        is_owner=who.may("edit employer", employer_id),
        may_write=who.may("invite", employer_id),
        form=form or form_of(EmployerSchema().dump(employer)),
        version=employer.updated_at.isoformat(),
        member_form=member,
        **_approved(),
    )


def _approved() -> dict[str, Any]:
    """Return which kinds of employers the policy in force approves."""
    kinds = approved_now(today()).kinds
    words = gettext(", ").join(label(kind, "employer_kind") for kind in kinds)
    return {"approved_codes": kinds, "approved_kinds": words}
