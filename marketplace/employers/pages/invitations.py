"""Invitations: what was sent, and sending one letter to the ticked candidates."""

from typing import Any
from uuid import UUID

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from marshmallow import ValidationError

from marketplace.applications.api import secret
from marketplace.applications.people import note_contact
from marketplace.auth import caller
from marketplace.clock import today
from marketplace.database import separately, session
from marketplace.employers.pages.blueprint import (
    back_to,
    employer_pages,
    tell_left_out,
)
from marketplace.employers.pages.letters import asks_for_letter, letters_for, told_to, with_letter
from marketplace.employers.review_schemas import InvitationLetterSchema
from marketplace.errors import Conflict, TooMany
from marketplace.html.forms import Form, load_form, sent_form
from marketplace.html.translations import said
from marketplace.http.paging import PageQuery, open_cursor, seal_cursor
from marketplace.http.parameters import Parser
from marketplace.invitations import services, views
from marketplace.reviews.people import Reviewed, still_reviewed
from marketplace.roles.services import own_role

HERE = "/employer/roles/<uuid:role_id>/invite"


@employer_pages.get("/employer/invitations")
def list_invitations() -> str:
    """Show what one's employers sent, the newest first."""
    query = Parser().parse(PageQuery(), request, location="query")
    limit, filters = query["limit"], {"role_id": None, "status": None}
    after = open_cursor(query["cursor"], 1)
    who = caller()
    found, total = services.list_invitations(
        session(), who, filters=filters, limit=limit, after=after
    )
    ours = [each for each in found[:limit] if each.candidate_id != who.candidate_id]
    rows = views.rows(session(), who, ours, secret=secret())
    next_key = [str(found[limit - 1].id)] if len(found) > limit else None
    page = render_template(
        "employers/invitations.html",
        rows=rows,
        total=total,
        next_cursor=None if next_key is None else seal_cursor(next_key),
        is_first=after is None,
    )
    if seen := views.contacts_in(who, ours):
        separately(lambda writing: note_contact(writing, who, seen))
    return page


@employer_pages.get(HERE)
def new_invitation(role_id: UUID) -> str:
    """Ask what to write to the candidates in the address."""
    return _letter(role_id, list(dict.fromkeys(request.args.getlist("who"))), Form())


@employer_pages.post(HERE)
def invite(role_id: UUID) -> ResponseReturnValue:
    """Send the letter to each; who cannot be invited is named."""
    form = sent_form()
    codes = list(dict.fromkeys(form.chosen("who")))
    if asks_for_letter():
        return _letter(role_id, codes, with_letter(form, "message")), 200
    try:
        message = load_form(form, InvitationLetterSchema())["message"]
    except ValidationError as refusal:
        return _letter(role_id, codes, form.refused(refusal)), 422
    sent, refused = 0, dict[str, str]()
    role = own_role(session(), caller(), role_id, "invite")
    people = still_reviewed(session(), role, codes, secret())
    tell_left_out(codes, people)
    for person in people:
        code = person.code
        try:
            services.invite(
                session(),
                caller(),
                role_id=role_id,
                candidate=code,
                message=told_to(person, message),
                day=today(),
                secret=secret(),
            )
        except (Conflict, TooMany) as refusal:
            refused[code] = said(refusal.detail)
        else:
            sent += 1
    _tell(sent, refused)
    return back_to("show_pipeline", role_id=role_id)


def _tell(sent: int, refused: dict[str, str]) -> None:
    if sent:
        flash(ngettext("%(num)d invitation sent.", "%(num)d invitations sent.", sent), "success")
    for code, why in list(refused.items())[:5]:
        told = gettext("%(code)s was not invited: %(why)s", code=code, why=why)
        flash(told, "error")


def _letter(role_id: UUID, codes: list[str], form: Form) -> str:
    role = own_role(session(), caller(), role_id, "invite")
    people: list[Reviewed] = still_reviewed(session(), role, codes, secret())
    tell_left_out(codes, people)
    shown: list[dict[str, Any]] = [person.brief() for person in people]
    letters = letters_for(role.employer_id, "invitation")
    return render_template(
        "employers/invite.html", role=role, people=shown, form=form, letters=letters
    )
