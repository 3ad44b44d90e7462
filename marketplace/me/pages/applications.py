"""One's own applications and the invitations that one got."""

from typing import Any
from uuid import UUID

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from marshmallow import ValidationError

from marketplace.applications import moves, services, views
from marketplace.applications.schemas import NewApplicationSchema
from marketplace.auth import caller
from marketplace.clock import now, today
from marketplace.database import session
from marketplace.errors import Conflict, Invalid, NotFound
from marketplace.html.forms import Form, load_form, sent_form
from marketplace.html.translations import said
from marketplace.http.paging import open_cursor, seal_cursor
from marketplace.invitations import services as invitations
from marketplace.invitations.answering import respond
from marketplace.invitations.views import rows
from marketplace.matches.catalogue import catalogue
from marketplace.me.pages.blueprint import me, own_id
from marketplace.roles.services import visible_role

PAGE = 20
ANSWERS = {"accept": True, "decline": False}


def _secret() -> str:
    secret: str = current_app.config["SECRET_KEY"]
    return secret


@me.get("/me/applications")
def list_applications() -> str:
    """List one's own applications, newest first."""
    found, total = services.list_applications(
        session(),
        caller(),
        filters={"role_id": None, "stage": None},
        limit=PAGE,
        after=open_cursor(request.args.get("cursor"), 1),
    )
    own = [each for each in found if services.is_own(caller(), each)]
    shown = views.list_rows(session(), caller(), own[:PAGE], secret=_secret())
    next_url = _next("me.list_applications", found)
    return render_template("me/applications.html", rows=shown, total=total, next_url=next_url)


@me.get("/me/applications/<uuid:application_id>")
def show_application(application_id: UUID) -> str:
    """Show one's own application with all that happened to it."""
    application = _own(application_id)
    return render_template(
        "me/application.html",
        application=application,
        reply_days=_reply_days(application["role"]["employer"]["id"]),
        waited=(now() - application["created_at"]).days,
        since_move=(now() - application["moves"][-1]["at"]).days,
    )


@me.post("/me/applications/<uuid:application_id>/withdraw")
def withdraw_application(application_id: UUID) -> ResponseReturnValue:
    """Take one's application back."""
    _own(application_id)
    application = moves.movable_application(session(), caller(), application_id)
    if str(application.stage) != "withdrawn":  # pressed twice, it is done
        moves.move_application(
            session(), caller(), application, to="withdrawn", reason=None, message=None
        )
    flash(gettext("Your application is withdrawn."), "success")
    return redirect(url_for("me.show_application", application_id=application_id), 303)


@me.get("/roles/<uuid:role_id>/apply")
def show_apply(role_id: UUID) -> ResponseReturnValue:
    """Ask what to say to the employer, and say what it will see."""
    made = services.own_application_id(session(), caller(), role_id)
    if made is not None:
        flash(gettext("You have applied for this role: this is your application."))
        return redirect(url_for("me.show_application", application_id=made), 303)
    return _apply_page(role_id, Form(), None)


@me.post("/roles/<uuid:role_id>/apply")
def apply(role_id: UUID) -> ResponseReturnValue:
    """Apply for a role."""
    form = sent_form()
    try:
        stated = load_form(_without_asked(form), NewApplicationSchema(exclude=["role_id"]))
        made = services.apply(session(), caller(), role_id=role_id, **stated, day=today())
    except (ValidationError, Invalid) as refusal:
        return _refused(role_id, form.refused(refusal)), 422
    except Conflict as refusal:
        return _refused(role_id, form.refused(refusal)), refusal.status
    flash(gettext("You have applied."), "success")
    return redirect(url_for("me.show_application", application_id=made.id), 303)


@me.get("/me/invitations")
def list_invitations() -> str:
    """List the invitations that one got, newest first."""
    found, total = invitations.list_invitations(
        session(),
        caller(),
        filters={"role_id": None, "status": None},
        limit=PAGE,
        after=open_cursor(request.args.get("cursor"), 1),
    )
    own = [each for each in found if each.candidate_id == own_id()]
    shown = rows(session(), caller(), own[:PAGE], secret=_secret())
    next_url = _next("me.list_invitations", found)
    return render_template("me/invitations.html", rows=shown, total=total, next_url=next_url)


@me.post("/me/invitations/<uuid:invitation_id>/<answer>")
def answer_invitation(invitation_id: UUID, answer: str) -> ResponseReturnValue:
    """Accept or decline an invitation; accepting tells the employer who one is."""
    if answer not in ANSWERS:
        raise NotFound
    try:
        respond(session(), caller(), invitation_id, accept=ANSWERS[answer])
    except Conflict as refusal:
        flash(said(refusal.detail), "error")
    else:
        accepted = gettext("Accepted. The employer now sees your contact.")
        declined = gettext("Declined. The employer learns nothing of who you are.")
        flash(accepted if ANSWERS[answer] else declined, "success")
    return redirect(url_for("me.list_invitations"), 303)


def _refused(role_id: UUID, form: Form) -> str:
    """Show the form again, beside what was made of it where they applied meanwhile."""
    return _apply_page(role_id, form, services.own_application_id(session(), caller(), role_id))


def _apply_page(role_id: UUID, form: Form, application_id: UUID | None) -> str:
    role = visible_role(session(), caller(), role_id)
    return render_template(
        "me/apply.html",
        role=role,
        form=form,
        application_id=application_id,
        left=_left(form, {question["id"] for question in role.questions}),
        reply_days=_reply_days(role.employer_id),
    )


def _without_asked(form: Form) -> Form:
    """Return the form without the questions as they were shown."""
    return Form({name: told for name, told in form.values.items() if not name.startswith("asked.")})


def _left(form: Form, asked: set[str]) -> list[tuple[str, str, str]]:
    """Return what was answered to questions that are asked no longer, with what was asked then."""
    ids = [name.partition(".")[2] for name in form.values if name.startswith("answers.")]
    return [
        (id_, form.value(f"asked.{id_}"), form.value(f"answers.{id_}"))
        for id_ in ids
        if id_ not in asked and form.value(f"answers.{id_}")
    ]


def _reply_days(employer_id: UUID) -> int | None:
    return catalogue().replies.days(session(), [employer_id], at=now()).get(employer_id)


def _own(application_id: UUID) -> dict[str, Any]:
    """Return one's own application in full; one for a role of one's employer is not one's own."""
    application = services.visible_application(session(), caller(), application_id)
    if not services.is_own(caller(), application):
        raise NotFound
    return views.full_view(session(), caller(), application, secret=_secret())


def _next(endpoint: str, found: Any) -> str | None:  # noqa: ANN401 - rows with an id
    if len(found) <= PAGE:
        return None
    return url_for(endpoint, cursor=seal_cursor([str(found[PAGE - 1].id)]))
