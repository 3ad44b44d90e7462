"""The editor of one's own profile, in steps."""

from typing import TYPE_CHECKING, Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from marshmallow import ValidationError

from marketplace.auth import caller
from marketplace.candidates import drafts, services
from marketplace.candidates.drafts import STEPS
from marketplace.candidates.schemas import CandidateChangeSchema
from marketplace.database import session
from marketplace.errors import Conflict, Invalid
from marketplace.html.forms import Form, body_of, form_of, sent_form
from marketplace.me.editing import (
    NONE_OF,
    changed_entries,
    place_of,
    schema_fields,
    shown_form,
    without_controls,
)
from marketplace.me.pages.blueprint import me

if TYPE_CHECKING:
    from models import Candidate

CHANGED = 409
NO_CONTACT: dict[str, Any] = {"name": None, "email": None, "phone": None, "links": []}


@me.get("/me/profile/<step>")
def show_step(step: str) -> ResponseReturnValue:
    """Show a step of the profile as it is kept, or as it was typed last."""
    candidate = drafts.own_step(session(), caller(), step)
    draft = drafts.draft_of(session(), candidate, step)
    if draft is None:
        form, tag = _stored(candidate, step), drafts.tag_of(candidate, step)
        return _page(candidate, step, form, tag)
    return _page(candidate, step, Form(draft.typed), draft.tag, draft=draft)


@me.post("/me/profile/<step>")
def save_step(step: str) -> ResponseReturnValue:
    """Keep a step; or add or remove an entry, which keeps nothing yet."""
    candidate = drafts.own_step(session(), caller(), step, lock=True)
    form, tag = without_controls(sent_form()), drafts.tag_of(candidate, step)
    act, opened_on = sent_form().value("act"), sent_form().value("tag")
    if act.startswith(("add:", "remove:")):
        typed = changed_entries(form, act)
        drafts.save_draft(session(), caller(), step, typed.values, opened_on)
        return redirect(url_for("me.show_step", step=step, _anchor=place_of(form, typed, act)), 303)
    if opened_on != tag:
        return _page(candidate, step, form.beside(_stored(candidate, step)), tag), CHANGED
    try:
        _keep(candidate, step, form)
    except (ValidationError, Invalid, Conflict) as refusal:
        return _page(candidate, step, form.refused(refusal), tag), 422
    drafts.drop_draft(session(), caller(), step)
    flash(gettext("Saved."), "success")
    return redirect(_next(step) if act == "next" else url_for("me.show_step", step=step), 303)


@me.post("/me/profile/<step>/draft")
def save_draft(step: str) -> str:
    """Keep what is typed as a draft, while somebody types."""
    form = without_controls(sent_form())
    kept = drafts.save_draft(session(), caller(), step, form.values, sent_form().value("tag"))
    return render_template("me/draft_state.html", draft=kept)


@me.post("/me/profile/<step>/draft/discard")
def drop_draft(step: str) -> ResponseReturnValue:
    """Forget what was typed, and show what is kept."""
    drafts.drop_draft(session(), caller(), step)
    return redirect(url_for("me.show_step", step=step), 303)


def _keep(candidate: "Candidate", step: str, form: Form) -> None:
    """Write a step into the profile.

    Raises:
        ValidationError, Invalid, Conflict: as the fields are wrong.
    """
    schema = CandidateChangeSchema(partial=True, only=schema_fields(step))
    body = body_of(form, schema)
    for name in schema_fields(step):
        if name == "contact":
            body[name] = NO_CONTACT | (body.get(name) or {})
        elif not body.get(name) and body.get(name) != 0:  # no weeks of notice are an answer
            body[name] = [] if form.value(NONE_OF + name) else None
    fields: dict[str, Any] = schema.load(body)
    services.update_candidate(session(), caller(), candidate, fields)


def _stored(candidate: "Candidate", step: str) -> Form:
    """Return what is kept, as a form."""
    dumped: dict[str, Any] = CandidateChangeSchema(only=schema_fields(step)).dump(candidate)
    return shown_form(form_of, dumped)


def _page(candidate: "Candidate", step: str, form: Form, tag: str, **more: object) -> str:
    return render_template(
        f"me/steps/{step}.html",
        step=step,
        steps=list(STEPS),
        candidate=candidate,
        form=form,
        tag=tag,
        next_url=_next(step),
        consents={str(consent.purpose) for consent in candidate.consents},
        **more,
    )


def _next(step: str) -> str:
    names = list(STEPS)
    place = names.index(step) + 1
    following = names[place] if place < len(names) else None
    return url_for("me.show_step", step=following) if following else url_for("me.show_home")
