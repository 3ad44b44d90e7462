"""One role as a page, for everyone: what is asked and offered, and how it stands to the reader."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from marshmallow import ValidationError

from marketplace.applications.services import own_application_id
from marketplace.auth import caller
from marketplace.clock import now, today
from marketplace.config import current_settings
from marketplace.database import session
from marketplace.errors import Gone, NotFound
from marketplace.html.forms import Form, load_form, sent_form
from marketplace.http.languages import asked_language
from marketplace.marks.services import marks_of
from marketplace.matches.asking import view_today
from marketplace.matches.catalogue import catalogue
from marketplace.matches.details import DETAILS
from marketplace.matches.flags import pack_of
from marketplace.matches.phrasing import in_phrases
from marketplace.matches.services import may_be_found, role_match
from marketplace.matches.similar import similar_roles
from marketplace.matches.switching import count_switchable
from marketplace.permissions import Caller
from marketplace.policies.reading import words
from marketplace.reports import services as reports
from marketplace.reports.schemas import ReportSchema
from marketplace.roles import services
from marketplace.roles.postings import job_posting

if TYPE_CHECKING:
    from models import Role

TERMS_SHOWN = 8  # of what makes a score; the rest is added up

role_pages = Blueprint("role_pages", __name__, url_prefix="/roles")


@role_pages.get("/<uuid:role_id>")
def show_role(role_id: UUID) -> ResponseReturnValue:
    """Show a role; one that has ended says so and names others."""
    who, day = caller(), today()
    try:
        role = services.visible_role(session(), who, role_id)
    except Gone as gone:
        return _ended(role_id, gone), Gone.status
    is_open = may_be_found(role, day)
    named = " ".join([role.title, *(skill["name"] for skill in role.skills)])
    pack = pack_of(day)
    replies = catalogue().replies.days(session(), {role.employer_id}, at=now())
    return render_template(
        "roles/role.html",
        role=role,
        reply_days=replies.get(role.employer_id),
        mark=marks_of(session(), who, [role.id]).get(role.id) if who.is_signed_in else None,
        today=day,
        is_open=is_open,
        application_id=own_application_id(session(), who, role.id),
        is_member=who.may("see roles", role.employer_id),
        match=_match(who, role) if is_open else None,
        switchable=_switchable(who) if is_open else None,
        similar=similar_roles(session(), catalogue(), named, but=role.id, day=day),
        posting=job_posting(role, _public_address(role)) if is_open else None,
        pack_name=f"{pack.id} {pack.version}",
        flag_titles=flag_titles(),
    )


@role_pages.get("/<uuid:role_id>/report")
def report_role(role_id: UUID) -> str:
    """Ask what is not right about a role."""
    role = services.visible_role(session(), caller(), role_id)
    return render_template("roles/report.html", role=role, form=Form())


@role_pages.post("/<uuid:role_id>/report")
def send_report(role_id: UUID) -> ResponseReturnValue:
    """Put a report into the operator's queue."""
    role = services.visible_role(session(), caller(), role_id)
    form = sent_form()
    try:
        report = load_form(form, ReportSchema(exclude=["role_id"]))
    except ValidationError as refusal:
        return render_template("roles/report.html", role=role, form=form.refused(refusal)), 422
    reports.report_role(session(), caller(), role_id=role.id, **report)
    flash(gettext("Thank you. The operator looks at every report."), "success")
    return redirect(url_for(".show_role", role_id=role.id), 303)


def flag_titles() -> dict[str, str]:
    """Return what flags are called in the language of the reader."""
    return {name: texts[asked_language()] for name, texts in words()["flag"].items()}


def _ended(role_id: UUID, gone: Gone) -> str:
    title = str(gone.extra["role_title"])
    others = similar_roles(session(), catalogue(), title, but=role_id, day=today())
    return render_template(
        "roles/ended.html",
        title=title,
        ended_on=gone.extra["ended_on"],
        similar=others,
        today=today(),
    )


def _match(who: Caller, role: "Role") -> dict[str, Any] | None:
    """Return the role with the reader's own profile, if they have one."""
    if who.candidate_id is None or not who.has_scope("matches:read"):
        return None
    view = view_today(None, frozenset(DETAILS))
    try:
        match = role_match(session(), catalogue(), who, who.candidate_id, role.id, view)
    except NotFound:  # it closed in this moment
        return None
    return in_phrases(match, role, TERMS_SHOWN)


def _switchable(who: Caller) -> int | None:
    """Return how many roles look open to the reader by switching, if they have a profile."""
    if who.candidate_id is None or not who.has_scope("matches:read"):
        return None
    return count_switchable(session(), catalogue(), who.candidate_id, today())


def _public_address(role: "Role") -> str:
    base = current_settings().public_url
    return base + url_for(".show_role", role_id=role.id)
