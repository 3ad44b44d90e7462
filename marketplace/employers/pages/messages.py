"""One message to several candidates, each addressed by what fills its gaps."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from flask import flash, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from marshmallow import ValidationError

from marketplace.applications.api import secret
from marketplace.auth import caller
from marketplace.conversations.services import write_to_candidate
from marketplace.database import session
from marketplace.employers.pages.blueprint import (
    back_to,
    chosen_on,
    employer_pages,
    tell_left_out,
)
from marketplace.employers.pages.letters import asks_for_letter, letters_for, told_to, with_letter
from marketplace.employers.review_schemas import MessageToManySchema
from marketplace.errors import Conflict, TooMany
from marketplace.html.forms import Form, load_form, sent_form
from marketplace.html.translations import said
from marketplace.reviews.people import Reviewed, still_reviewed
from marketplace.roles.services import own_role

FAILURES = 5  # that notices name


@employer_pages.post("/employer/roles/<uuid:role_id>/messages")
def write_messages(role_id: UUID) -> ResponseReturnValue:
    """Write to each of the chosen candidates; who cannot be reached is named."""
    role, form = own_role(session(), caller(), role_id, "invite"), sent_form("back")
    codes = list(dict.fromkeys(form.chosen("who")))
    people = still_reviewed(session(), role, codes, secret())
    tell_left_out(codes, people)
    if asks_for_letter():
        return message_page(role, people, with_letter(form, "message")), 200
    try:
        text = load_form(form, MessageToManySchema())["message"]
    except ValidationError as refusal:
        return message_page(role, people, form.refused(refusal)), 422
    _write(people, text)
    return back_to(chosen_on("list_applications"), role_id=role_id)


def message_page(role: Any, people: Sequence[Reviewed], form: Form) -> str:  # noqa: ANN401
    """Ask what to write to some candidates."""
    return render_template(
        "employers/message.html",
        role=role,
        people=[person.brief() for person in people],
        form=form,
        back=chosen_on("list_applications"),
        letters=letters_for(role.employer_id, "message"),
    )


def _write(people: Iterable[Reviewed], text: str) -> None:
    refused: dict[str, str] = {}
    sent = 0
    for person in people:
        try:
            write_to_candidate(session(), caller(), person, text=told_to(person, text))
        except (Conflict, TooMany) as refusal:
            refused[person.code] = said(refusal.detail)
        else:
            sent += 1
    if sent:
        flash(ngettext("%(num)d message sent.", "%(num)d messages sent.", sent), "success")
    for code, why in list(refused.items())[:FAILURES]:
        told = gettext("%(code)s was not written to: %(why)s", code=code, why=why)
        flash(told, "error")
