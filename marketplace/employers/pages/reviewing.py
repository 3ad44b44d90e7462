"""What members write about one candidate: notes, scorecards, messages, dates, unblinding."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from marshmallow import Schema, ValidationError

from marketplace.applications.api import secret
from marketplace.auth import caller
from marketplace.conversations.interviews import cancel_interview as cancel
from marketplace.conversations.interviews import set_interview as set_date
from marketplace.conversations.schemas import DateSchema, MessageSchema
from marketplace.conversations.services import write_to_candidate
from marketplace.database import roll_back, session
from marketplace.employers.pages.blueprint import back_to, code_in, employer_pages
from marketplace.employers.pages.letters import asks_for_letter, with_letter
from marketplace.employers.pages.person import candidate_page
from marketplace.employers.review_schemas import (
    NoteSchema,
    ScorecardSchema,
    TagSchema,
    UnblindingSchema,
)
from marketplace.errors import Conflict, Invalid, TooMany
from marketplace.html.forms import load_form, sent_form
from marketplace.reviews.notes import delete_note as delete
from marketplace.reviews.notes import write_note as write
from marketplace.reviews.owners import assign, members_of
from marketplace.reviews.people import Reviewed, reviewed
from marketplace.reviews.scorecards import attributes_of, judge
from marketplace.reviews.unblinding import unblind
from marketplace.tags.services import put_tag, take_tag

PLACE = ZoneInfo("Asia/Shanghai")  # of the times that forms take
HERE = "/employer/roles/<uuid:role_id>/candidates/<code>"


def _person(role_id: UUID, code: str, act: str) -> Reviewed:
    return reviewed(session(), caller(), role_id, code, secret(), act)


def _done(role_id: UUID, code: str, told: str) -> ResponseReturnValue:
    flash(told, "success")
    return back_to("show_candidate", role_id=role_id, code=code)


def _attempt(
    person: Reviewed,
    name: str,
    schema: Schema,
    act: Callable[[dict[str, Any]], object],
    told: str,
) -> ResponseReturnValue:
    """Do what a form of the candidate's page asks, or show it again with what is wrong."""
    form = sent_form()
    try:
        act(load_form(form, schema))
    except (ValidationError, Invalid, Conflict, TooMany) as refusal:
        refused, role_id, code = form.refused(refusal), person.role.id, person.code
        roll_back(session())
        return candidate_page(role_id, code, **{name: refused}), 422
    return _done(person.role.id, person.code, told)


@employer_pages.post(f"{HERE}/notes")
def write_note(role_id: UUID, code: str) -> ResponseReturnValue:
    """Write a note."""
    person = _person(role_id, code, "write reviews")
    return _attempt(
        person,
        "note",
        NoteSchema(),
        lambda note: write(session(), caller(), person, **note),
        gettext("Note saved."),
    )


@employer_pages.post(f"{HERE}/notes/<uuid:note_id>/delete")
def delete_note(role_id: UUID, code: str, note_id: UUID) -> ResponseReturnValue:
    """Delete a note."""
    person = _person(role_id, code, "write reviews")
    delete(session(), caller(), person, note_id)
    return _done(role_id, person.code, gettext("The note is deleted."))


@employer_pages.post(f"{HERE}/tags")
def tag_candidate(role_id: UUID, code: str) -> ResponseReturnValue:
    """Put a tag on a candidate, or take one off."""
    person = _person(role_id, code, "write reviews")
    if "take" in request.form:
        take_tag(session(), caller(), person, request.form["take"])
        return _done(role_id, person.code, gettext("Tag removed."))
    return _attempt(
        person,
        "tag",
        TagSchema(),
        lambda given: put_tag(session(), caller(), person.role, [person], given["tag"]),
        gettext("Tag added."),
    )


@employer_pages.post(f"{HERE}/owner")
def assign_candidate(role_id: UUID, code: str) -> ResponseReturnValue:
    """Make a member responsible for a candidate, or nobody."""
    person = _person(role_id, code, "write reviews")
    members = members_of(session(), person.role.employer_id)
    known = {str(account_id): account_id for account_id, _email in members} | {"": None}
    account_id = code_in(known, request.form.get("member", ""))
    assign(session(), caller(), person.role, [person], account_id)
    return _done(role_id, person.code, gettext("It is noted who is responsible."))


@employer_pages.post(f"{HERE}/scorecard")
def score_candidate(role_id: UUID, code: str) -> ResponseReturnValue:
    """Hand in one's scorecard."""
    person = _person(role_id, code, "score")
    names = attributes_of(person.role)
    given = {name: request.form.get(f"level.{place}", "") for place, name in enumerate(names)}
    levels = {name: int(level) for name, level in given.items() if level in "12345" and level}
    return _attempt(
        person,
        "scorecard",
        ScorecardSchema(),
        lambda card: judge(session(), caller(), person, levels=levels, **card),
        gettext("Your scorecard is in."),
    )


@employer_pages.post(f"{HERE}/unblind")
def unblind_candidate(role_id: UUID, code: str) -> ResponseReturnValue:
    """Lift the blind, with a reason that is kept."""
    person = _person(role_id, code, "write reviews")
    return _attempt(
        person,
        "unblind",
        UnblindingSchema(),
        lambda given: unblind(session(), caller(), person, **given),
        gettext("The blind is lifted; who did it, and why, is kept."),
    )


@employer_pages.post(f"{HERE}/messages")
def write_message(role_id: UUID, code: str) -> ResponseReturnValue:
    """Write to the candidate."""
    person = _person(role_id, code, "invite")
    if asks_for_letter():
        return candidate_page(role_id, code, message=with_letter(sent_form(), "text", person))
    return _attempt(
        person,
        "message",
        MessageSchema(),
        lambda message: write_to_candidate(session(), caller(), person, **message),
        gettext("The message is sent."),
    )


@employer_pages.post(f"{HERE}/interviews")
def set_interview(role_id: UUID, code: str) -> ResponseReturnValue:
    """Set a date, in the time of Shanghai."""
    person = _person(role_id, code, "move applications")

    def act(given: dict[str, Any]) -> None:
        starts_at: datetime = given.pop("starts_at").replace(tzinfo=PLACE)
        set_date(session(), caller(), person, starts_at=starts_at, **given)

    return _attempt(person, "interview", DateSchema(), act, gettext("Interview scheduled."))


@employer_pages.post(f"{HERE}/dates/<uuid:interview_id>/cancel")
def cancel_interview(role_id: UUID, code: str, interview_id: UUID) -> ResponseReturnValue:
    """Cancel a date."""
    person = _person(role_id, code, "move applications")
    cancel(session(), caller(), person, interview_id)
    return _done(role_id, person.code, gettext("Interview cancelled."))
