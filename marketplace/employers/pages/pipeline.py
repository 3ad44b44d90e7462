"""The pipeline of a role: columns, moves of one or many, and taking them back."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from marshmallow import ValidationError

from marketplace.applications import bulk
from marketplace.auth import caller
from marketplace.clock import now
from marketplace.database import session
from marketplace.employers.applicants import people_of
from marketplace.employers.keeping import kept_on
from marketplace.employers.pages.blueprint import (
    chosen_on,
    code_in,
    employer_pages,
)
from marketplace.employers.pages.board import (
    asking_board,
    back_to_choosing,
    board_of,
    board_url,
    choosing_url,
)
from marketplace.employers.pages.candidates import choices, desk, offered
from marketplace.employers.pages.chips import chips_of
from marketplace.employers.pages.files import people_file
from marketplace.employers.pages.letters import (
    asks_for_letter,
    letters_for,
    nameless,
    told_to,
    with_letter,
)
from marketplace.employers.review_schemas import RejectionSchema
from marketplace.form_letters.gaps import filled
from marketplace.html.formats import formats_now, label
from marketplace.html.forms import Form, load_form, sent_form
from marketplace.html.translations import said
from marketplace.pipelines.services import Card, Column
from marketplace.roles.services import own_role
from marketplace.shortlists.services import shortlists_of

FAILURES = 10  # that a notice names: it travels in the cookie of the session
HERE = "/employer/roles/<uuid:role_id>/pipeline"


@employer_pages.get(HERE)
def show_pipeline(role_id: UUID) -> str:
    """Show who stands where, and offer to take the last act back."""
    asks = asking_board()
    role, columns = board_of(role_id, asks)
    ids = [card.person.candidate.id for column in columns for card in column.cards]
    kept = kept_on(session(), role, ids)
    return render_template(
        "employers/pipeline.html",
        role=role,
        columns=columns,
        form=asks.form,
        chips=chips_of(asks, offered()),
        ignored=asks.ignored(),
        here=board_url(role_id),
        many_url=asks.url(url_for(".choose_applications", role_id=role_id)),
        file_url=asks.url(f"{asks.path}.csv"),
        column_url=lambda name, page: asks.url(drop=None, **{name: str(page)}),
        undo=undo_of(role_id),
        now=now(),
        kept=kept,
        **choices(kept),
        lists=shortlists_of(session(), caller(), role),
        may_move=caller().may("move applications", role.employer_id),
        onward={stage.value: bulk.onward_from(stage) for stage in bulk.STAGES},
    )


@employer_pages.get(f"{HERE}.csv")
def export_pipeline(role_id: UUID) -> Response:
    """Hand out the columns as a table for spreadsheet programs."""
    own_role(session(), caller(), role_id, "export candidates")
    _, columns = board_of(role_id, asking_board())
    rows = [_cells(column, card) for column in columns for card in column.cards]
    header = [
        gettext("Stage"),
        gettext("Code"),
        gettext("Name"),
        gettext("Headline"),
        gettext("Since"),
        gettext("Next interview"),
    ]
    return people_file(role_id, "pipeline", header, rows, count=len(rows))


@employer_pages.post(HERE)
def move_applications(role_id: UUID) -> ResponseReturnValue:
    """Move one or many; a rejection first asks for its reason and its message."""
    to = code_in({str(stage): stage for stage in bulk.STAGES}, request.form.get("to", ""))
    seen = seen_applications()
    if not seen:
        flash(gettext("Tick at least one application first."), "warning")
        return redirect(board_url(role_id), 303)
    if to is bulk.REJECTED:
        return reject(role_id, seen)
    outcome = bulk.move_many(session(), caller(), role_id, seen, to=to)
    tell(role_id, outcome)
    return back_to_choosing(role_id, undoable(outcome))


@employer_pages.post(f"{HERE}/undo")
def take_back(role_id: UUID) -> ResponseReturnValue:
    """Take an act back."""
    batch_id = code_in({str(key): key for key in _batch()}, request.form.get("batch", ""))
    outcome = bulk.take_back(session(), caller(), role_id, batch_id)
    tell(role_id, outcome)
    return back_to_choosing(role_id)


def reject(role_id: UUID, seen: Mapping[UUID, bulk.Seen]) -> ResponseReturnValue:
    """Reject with the words of the form, or ask for them."""
    role = own_role(session(), caller(), role_id, "move applications")
    form = sent_form("application", "to")
    if asks_for_letter():
        return _rejection(role, with_letter(form, "message"), seen), 200
    if "message" not in request.form:
        return _rejection(role, Form(), seen), 200
    try:
        words = load_form(form, RejectionSchema())
    except ValidationError as refusal:
        return _rejection(role, form.refused(refusal), seen), 422
    words["message"] = _to_each(role, seen, words["message"])
    delay = timedelta(days=words.pop("delay_days"))
    outcome = bulk.move_many(session(), caller(), role_id, seen, to=bulk.REJECTED, **words)
    if delay:
        bulk.delay_messages(session(), role_id, outcome.batch_id, delay)
    tell(role_id, outcome)
    return back_to_choosing(role_id, undoable(outcome))


def _to_each(role: Any, seen: Iterable[UUID], text: str) -> Mapping[UUID, str]:  # noqa: ANN401
    """Return what to write to the candidate behind each application."""
    ids = list(seen)
    unnamed = filled(text, {"name": nameless(text)})
    people = people_of(desk(), role, ids)
    told = {each.application.id: told_to(each, text) for each in people if each.application}
    return dict.fromkeys(ids, unnamed) | told


def _rejection(role: Any, form: Form, seen: Mapping[UUID, bulk.Seen]) -> str:  # noqa: ANN401
    return render_template(
        "employers/rejection.html",
        role=role,
        form=form,
        chosen=[f"{id_}~{stage or ''}" for id_, stage in seen.items()],
        letters=letters_for(role.employer_id, "rejection"),
        back=chosen_on("show_pipeline"),
        back_url=choosing_url(role.id),
        here=asking_board().url(url_for(".move_applications", role_id=role.id)),
    )


def undoable(outcome: bulk.Outcome) -> UUID | None:
    """Return the act that may be taken back, if it did anything."""
    return outcome.batch_id if outcome.moved else None


def tell(role_id: UUID, outcome: bulk.Outcome) -> None:
    """Say what was done, and of each that could not be moved why."""
    if outcome.moved:
        count = len(outcome.moved)
        told = ngettext("%(num)d application moved.", "%(num)d applications moved.", count)
        flash(told, "success")
    if outcome.failures:
        count = len(outcome.failures)
        told = ngettext("%(num)d could not be moved:", "%(num)d could not be moved:", count)
        flash(" ".join([told, *_reasons(role_id, outcome.failures)]), "error")


def _reasons(role_id: UUID, failures: Mapping[UUID, str]) -> Iterator[str]:
    """Yield who could not be moved and why; of many the first, and how many more there are."""
    role = own_role(session(), caller(), role_id, "see applications")
    told = list(failures.items())
    people = people_of(desk(), role, [id_ for id_, _ in told[:FAILURES]])
    names = {
        person.application.id: person.brief()["name"] or person.brief()["code"]
        for person in people
        if person.application
    }
    for id_, why in told[:FAILURES]:
        yield gettext("%(who)s: %(why)s", who=names.get(id_, "–"), why=said(why))
    if len(told) > FAILURES:
        yield ngettext("And %(num)d more.", "And %(num)d more.", len(told) - FAILURES)


class Undo(NamedTuple):
    """An act that can be taken back, and until when."""

    batch_id: UUID
    until: datetime


def undo_of(role_id: UUID) -> Undo | None:
    """Return the act in the address, if it can still be taken back."""
    for batch_id in _ids(request.args.getlist("moved")):
        until = bulk.act_open_until(session(), role_id, batch_id)
        if until is not None:
            return Undo(batch_id, until)
    return None


def _batch() -> list[UUID]:
    return _ids(request.form.getlist("batch"))


def _ids(texts: list[str]) -> list[UUID]:
    found = []
    for text in texts[:1]:
        try:
            found.append(UUID(text))
        except ValueError:
            return []
    return found


def seen_applications() -> dict[UUID, bulk.Seen]:
    """Return the ticked applications, each with the stage in which the page showed it."""
    stages = {str(stage): stage for stage in bulk.STAGES}
    seen: dict[UUID, bulk.Seen] = {}
    for told in request.form.getlist("application"):
        id_, _, stage = told.partition("~")
        for found in _ids([id_]):
            seen[found] = stages.get(stage)
    return seen


def _cells(column: Column, card: Card) -> list[object]:
    told = card.person.brief()
    return [
        label(column.name, "stage"),
        told["code"],
        told["name"],
        told["headline"],
        formats_now().moment(card.since),
        formats_now().moment(card.interview_at),
    ]
