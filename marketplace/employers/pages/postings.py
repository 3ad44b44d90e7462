"""The posting assistant: a draft in sections, with what is demanded beside each field."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from marshmallow import ValidationError

from marketplace.auth import caller
from marketplace.clock import today
from marketplace.database import roll_back, session
from marketplace.employers.pages.asking import told_at_fields, with_questions
from marketplace.employers.pages.blueprint import back_to, code_in, employer_pages
from marketplace.employers.services import employers_of
from marketplace.errors import Conflict, Invalid, MarketplaceError
from marketplace.html.formats import label
from marketplace.html.forms import Form, errors_of, form_of, is_overtaken, load_form, sent_form
from marketplace.html.translations import said
from marketplace.roles import assistance, services
from marketplace.roles.opening import Fault
from marketplace.roles.schemas import MOVES, RoleChangeSchema, RoleSchema
from marketplace.taxonomies.codes import LANGUAGE_LEVELS

OURS = ("version", "blind_review")  # fields of the form that are none of the schema


@employer_pages.get("/employer/roles/new")
def new_role() -> str:
    """Show an empty draft, with what a role will need."""
    return _new(Form({"blind_review": ["true"], "kind": ["job"]}))


@employer_pages.post("/employer/roles/new")
def create_role() -> ResponseReturnValue:
    """Keep a draft."""
    form = with_questions(sent_form(*OURS))
    try:
        fields = load_form(form, RoleSchema())
        is_blind = request.form.get("blind_review") == "true"
        made = services.create_role(session(), caller(), {**fields, "blind_review": is_blind})
    except (ValidationError, Invalid) as refusal:
        typed = with_questions(sent_form("version"))
        return _new(told_at_fields(typed.refused(refusal))), 422
    flash(gettext("Draft saved. Each field says what it still needs."), "success")
    return back_to("edit_role", role_id=made.id)


@employer_pages.get("/employer/roles/<uuid:role_id>/edit")
def edit_role(role_id: UUID) -> str:
    """Show a role's posting, and what it still needs."""
    return shown_role(role_id)


@employer_pages.post("/employer/roles/<uuid:role_id>/edit")
def save_role(role_id: UUID) -> ResponseReturnValue:
    """Save a role, unless somebody else changed it since it was shown."""
    form = with_questions(sent_form(*OURS))
    role = services.own_role(session(), caller(), role_id, lock=True)
    if is_overtaken(role.updated_at.isoformat()):
        return shown_role(role_id, form=form, is_stale=True), 409
    try:
        fields = load_form(form, RoleChangeSchema(partial=True))
        services.update_role(session(), caller(), role, fields, day=today())
    except (ValidationError, Conflict, Invalid) as refusal:
        roll_back(session())
        return shown_role(role_id, form=form, refusal=refusal), 422
    flash(gettext("Saved."), "success")
    return back_to("edit_role", role_id=role_id)


@employer_pages.post("/employer/roles/<uuid:role_id>/status")
def move_role(role_id: UUID) -> ResponseReturnValue:
    """Open, pause or close a role; what opening still lacks is shown beside the fields."""
    to = code_in({move: move for move in MOVES}, request.form.get("to", ""))
    role = services.own_role(session(), caller(), role_id, lock=True)
    try:
        services.move_role(session(), caller(), role, to, day=today())
    except (Conflict, Invalid) as refusal:
        roll_back(session())
        return shown_role(role_id, refusal=refusal), 422
    flash(gettext("Done."), "success")
    return back_to("edit_role", role_id=role_id)


def _new(form: Form) -> str:
    who = caller()
    own = [each for each in employers_of(session(), who) if who.may("write roles", each.id)]
    return render_template(
        "employers/new_role.html",
        form=form,
        employers=own,
        employer_pairs=[(str(each.id), each.name) for each in own],
        demands=_by_field(assistance.demands_of_nothing(today())),
        **_choices(None),
    )


def shown_role(
    role_id: UUID,
    *,
    form: Form | None = None,
    refusal: ValidationError | MarketplaceError | None = None,
    is_stale: bool = False,
) -> str:
    """Show a role's posting.

    Args:
        form: what was typed, where it was refused.
        refusal: why.
        is_stale: somebody else changed the role since it was shown.
    """
    role = services.own_role(session(), caller(), role_id, "see roles")
    stored = form_of(RoleSchema().dump(role))
    shown = stored if form is None else form.beside(stored) if is_stale else form
    return render_template(
        "employers/role.html",
        role=role,
        form=shown if refusal is None else told_at_fields(shown.refused(refusal)),
        notice=said(refusal.detail) if isinstance(refusal, MarketplaceError) else "",
        version=role.updated_at.isoformat(),
        demands=_by_field(assistance.demands_of(role, today())),
        **_choices(role.province),
        moves=assistance.legal_moves(role),
        may_write=caller().may("write roles", role.employer_id),
    )


def _choices(province: str | None) -> dict[str, Any]:
    """Return what the form offers and tells: levels of languages, approved sectors."""
    sectors = assistance.approved_now(today(), province).sectors
    return {
        "question_kinds": [
            ("text", gettext("in their own words")),
            ("yes_no", gettext("yes or no")),
            ("choice", gettext("one of your choices")),
        ],
        "levels": [(level, label(level, "language_level")) for level in LANGUAGE_LEVELS],
        "approved_words": gettext(", ").join(label(sector, "sector") for sector in sectors),
    }


def _by_field(faults: Iterable[Fault]) -> Mapping[str, list[str]]:
    """Return what is demanded, by the name of the field."""
    told = list(faults)
    return errors_of(Invalid("", told)) if told else {}
