"""Form letters: kept by an employer, and put into the forms that write to candidates."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from marshmallow import ValidationError

from marketplace.auth import caller
from marketplace.database import session
from marketplace.employers.pages.blueprint import back_to, code_in, employer_pages
from marketplace.employers.review_schemas import FormLetterSchema
from marketplace.employers.services import employer_by_id
from marketplace.errors import Conflict, Invalid
from marketplace.form_letters import services
from marketplace.form_letters.gaps import filled, words_for
from marketplace.html.forms import Form, form_of, is_overtaken, load_form, sent_form
from marketplace.html.tongues import tongue_of
from marketplace.reviews.people import Reviewed

NAMELESS = {"en": "candidate", "zh-Hans": "候选人"}  # who stays a code
REFUSALS = (ValidationError, Invalid, Conflict)
FIELDS = ("kind", "name", "text_en", "text_zh")


@employer_pages.get("/employer/organisations/<uuid:employer_id>/letters")
def list_letters(employer_id: UUID) -> str:
    """Show an employer's templates, and ask for a new one."""
    return _letters(employer_id, Form())


@employer_pages.post("/employer/organisations/<uuid:employer_id>/letters")
def create_letter(employer_id: UUID) -> ResponseReturnValue:
    """Keep a new template."""
    form = sent_form()
    caller().require(services.ACT, employer_id)
    try:
        services.create_letter(
            session(), caller(), employer_id, load_form(form, FormLetterSchema())
        )
    except REFUSALS as refusal:
        return _letters(employer_id, form.refused(refusal)), 422
    flash(gettext("Template saved."), "success")
    return back_to("list_letters", employer_id=employer_id)


@employer_pages.get("/employer/letters/<uuid:form_letter_id>")
def show_letter(form_letter_id: UUID) -> str:
    """Show a template, to change it."""
    letter = services.own_letter(session(), caller(), form_letter_id)
    return _letter(letter, _kept(letter))


@employer_pages.post("/employer/letters/<uuid:form_letter_id>")
def change_letter(form_letter_id: UUID) -> ResponseReturnValue:
    """Change a template, unless somebody else did since it was shown; or delete it."""
    letter = services.own_letter(session(), caller(), form_letter_id, lock=True)
    employer_id, form = letter.employer_id, sent_form("act", "version")
    if request.form.get("act") == "delete":
        services.delete_letter(session(), caller(), letter)
        flash(gettext("The template is deleted."), "success")
        return back_to("list_letters", employer_id=employer_id)
    if is_overtaken(_version(letter)):
        return _letter(letter, form.beside(_kept(letter))), 409
    try:
        services.change_letter(session(), caller(), letter, load_form(form, FormLetterSchema()))
    except REFUSALS as refusal:
        return _letter(letter, form.refused(refusal)), 422
    flash(gettext("Saved."), "success")
    return back_to("list_letters", employer_id=employer_id)


def letters_for(employer_id: UUID, kind: str) -> Sequence[services.Choice]:
    """Return what the caller may choose from to write to candidates."""
    if not caller().may(services.ACT, employer_id):
        return ()
    return services.choices_of(session(), caller(), employer_id, kind)


def asks_for_letter() -> bool:
    """Whether a form asks to be filled in rather than to be sent."""
    return "fill" in request.form


def with_letter(form: Form, name: str, person: Reviewed | None = None) -> Form:
    """Return a form with the chosen template in a field, its gaps filled for one person."""
    letter_id, _, tongue = form.value("letter").partition("~")
    code_in(dict.fromkeys(services.TONGUES), tongue)
    try:
        letter = services.own_letter(session(), caller(), UUID(letter_id))
    except ValueError:
        return form
    text = getattr(letter, f"text_{tongue}") or ""
    told = text if person is None else told_to(person, text)
    return Form({**form.values, name: [told]})


def told_to(person: Reviewed, text: str) -> str:
    """Return a text with its gaps filled for one candidate."""
    return filled(text, words_for(person, nameless(text)))


def nameless(text: str) -> str:
    """Return how a text addresses somebody whose name is not known."""
    return NAMELESS[tongue_of(text)]


def _letters(employer_id: UUID, form: Form) -> str:
    letters = services.letters_of(session(), caller(), employer_id)
    employer = employer_by_id(session(), employer_id)
    return render_template("employers/letters.html", employer=employer, letters=letters, form=form)


def _letter(letter: Any, form: Form) -> str:  # noqa: ANN401 - a letter
    employer = employer_by_id(session(), letter.employer_id)
    return render_template(
        "employers/letter.html",
        employer=employer,
        letter=letter,
        form=form,
        version=_version(letter),
    )


def _kept(letter: Any) -> Form:  # noqa: ANN401 - a letter
    return form_of({name: getattr(letter, name) for name in FIELDS})


def _version(letter: Any) -> str:  # noqa: ANN401 - a letter
    version: str = letter.updated_at.isoformat()
    return version
