"""People sent to Greenhouse: chosen, asked for, and tried again."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from marshmallow import ValidationError
from werkzeug.wrappers import Response

from marketplace.applications.api import secret
from marketplace.auth import caller
from marketplace.clock import now
from marketplace.database import roll_back, session
from marketplace.employers.applicants import scores_of
from marketplace.employers.pages.blueprint import tell_left_out
from marketplace.employers.pages.candidates import desk, view
from marketplace.errors import Conflict, Invalid
from marketplace.greenhouse import pushes, services
from marketplace.greenhouse.listing import last_job
from marketplace.greenhouse.pages.blueprint import HERE, greenhouse_pages
from marketplace.greenhouse.schemas import PushSchema
from marketplace.html.forms import Form, load_form, sent_form
from marketplace.html.translations import said
from marketplace.reviews.people import Reviewed, still_reviewed
from marketplace.roles.services import own_role

FAILURES = 5  # that a notice names


@greenhouse_pages.get(f"{HERE}/new")
def new_push(role_id: UUID) -> ResponseReturnValue:
    """Show who of the chosen can be sent and who cannot, and ask for which job."""
    role = own_role(session(), caller(), role_id, pushes.ACT)
    codes = list(dict.fromkeys(request.args.getlist("who")))[: pushes.MOST]
    if not codes:
        flash(gettext("Tick at least one candidate first."), "warning")
        return redirect(url_for("employer.list_applications", role_id=role_id), 303)
    job = last_job(session(), role)
    return _new(role, _people(role, codes), Form({"job_id": [str(job)]} if job else {}))


@greenhouse_pages.post(HERE)
def push(role_id: UUID) -> ResponseReturnValue:
    """Have the chosen sent, and say who is not."""
    role = own_role(session(), caller(), role_id, pushes.ACT)
    form = sent_form("who")
    people = _people(role, list(dict.fromkeys(request.form.getlist("who"))))
    scores = scores_of(desk(), role, [each.candidate.id for each in people], view())
    try:
        refused = pushes.push_people(
            session(),
            caller(),
            role,
            people,
            **load_form(form, PushSchema()),
            bands={id_: band for id_, (_, band) in scores.items()},
            at=now(),
        )
    except (ValidationError, Invalid, Conflict) as refusal:
        roll_back(session())
        role = own_role(session(), caller(), role_id, pushes.ACT)
        return _new(role, people, form.refused(refusal)), 422
    _tell(len(people) - len(refused), refused)
    return redirect(url_for(".list_pushes", role_id=role_id), 303)


@greenhouse_pages.post(f"{HERE}/<uuid:greenhouse_push_id>/again")
def push_again(role_id: UUID, greenhouse_push_id: UUID) -> Response:
    """Try again to send somebody who could not be sent."""
    try:
        pushes.push_again(session(), caller(), role_id, greenhouse_push_id, at=now())
    except Conflict as refusal:
        flash(said(refusal.detail), "error")
    else:
        _tell(1, ())
    return redirect(url_for(".list_pushes", role_id=role_id), 303)


def _people(role: Any, codes: list[str]) -> list[Reviewed]:  # noqa: ANN401 - a role
    people = still_reviewed(session(), role, codes, secret())
    tell_left_out(codes, people)
    return people


def _tell(count: int, refused: Sequence[pushes.Choice]) -> None:
    if count:
        told = ngettext(
            "%(num)d candidate is on the way to Greenhouse.",
            "%(num)d candidates are on the way to Greenhouse.",
            count,
        )
        flash(told, "success")
    for each in refused[:FAILURES]:
        why = said(each.because or "")
        told = gettext("%(code)s is not sent: %(why)s", code=each.person.code, why=why)
        flash(told, "error")


def _new(role: Any, people: Sequence[Reviewed], form: Form) -> str:  # noqa: ANN401 - a role
    chosen = pushes.choices(session(), role, people)
    return render_template(
        "greenhouse/new.html",
        role=role,
        going=[each for each in chosen if each.because is None],
        staying=[each for each in chosen if each.because is not None],
        is_connected=services.is_connected(session(), role.employer_id),
        may_connect=caller().may(services.ACT, role.employer_id),
        form=form,
    )
