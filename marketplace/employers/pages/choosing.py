"""What is done with the candidates who were ticked in a table."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from marshmallow import ValidationError

from marketplace.applications.api import secret
from marketplace.auth import caller
from marketplace.candidates.seeing import Seen
from marketplace.database import roll_back, session
from marketplace.employers.applicants import digest_of
from marketplace.employers.pages.blueprint import (
    back_to,
    code_in,
    employer_pages,
    tell_left_out,
    to_greenhouse,
)
from marketplace.employers.pages.candidates import (
    ALL,
    asking_candidates,
    codes_of_all,
    desk,
    view,
)
from marketplace.employers.pages.files import candidates_file
from marketplace.employers.ranking import matched_codes
from marketplace.employers.review_schemas import NoteSchema, TagSchema
from marketplace.errors import Conflict, Invalid, MarketplaceError
from marketplace.html.forms import Form, errors_of, load_form
from marketplace.matches.api import note_seen
from marketplace.reviews.notes import write_note
from marketplace.reviews.owners import assign, members_of
from marketplace.reviews.people import Reviewed, still_reviewed
from marketplace.roles.services import own_role
from marketplace.shortlists import services
from marketplace.tags.services import put_tag

NEW = "new"  # in the menu of shortlists: make one
EXPORT, GREENHOUSE = "export", "greenhouse"
MOST = 100  # ticked one by one, or led on at once
MOST_COMPARED = 5
LEADING = {"compare": "compare", "invite": "new_invitation"}  # on to another page
KEPT = {name: name for name in ("shortlist", "tag", "note", "assign")}


@employer_pages.post("/employer/roles/<uuid:role_id>/candidates")
def choose_candidates(role_id: UUID) -> ResponseReturnValue:
    """Compare, shortlist, tag, note, invite, send on or hand out the ticked candidates."""
    back = asking_candidates().url()
    codes = _chosen(role_id)
    if not codes:
        told = (
            gettext("What matches changed meanwhile; look again before you act.")
            if ALL in request.form
            else gettext("Tick at least one candidate first.")
        )
        flash(told, "warning")
        return redirect(back, 303)
    if not asked_act():
        return ask_for_act(back)
    act = code_in({**LEADING, **KEPT, EXPORT: EXPORT, GREENHOUSE: GREENHOUSE}, asked_act())
    if act == GREENHOUSE:
        return to_greenhouse(role_id, _led_on(act, codes))
    if act == EXPORT:
        return _hand_out(role_id, codes)
    if act in KEPT:
        role = own_role(session(), caller(), role_id, "write reviews")
        people = still_reviewed(session(), role, codes, secret())
        tell_left_out(codes, people)
        return keep(act, role, people, back)
    return back_to(act, role_id=role_id, who=_led_on(act, codes))


def _chosen(role_id: UUID) -> list[str]:
    """Return who is ticked; or all that match, if they are those that were shown."""
    if ALL not in request.form:
        return list(dict.fromkeys(request.form.getlist("who")))[:MOST]
    codes = codes_of_all(own_role(session(), caller(), role_id, "write reviews"))
    return codes if digest_of(codes) == request.form[ALL] else []


def _led_on(act: str, codes: list[str]) -> list[str]:
    """Return with whom the next page begins, the best first; it says who is left out."""
    most = MOST_COMPARED if act == LEADING["compare"] else MOST
    if len(codes) > most and ALL in request.form:
        told = gettext(
            "At most %(most)s at once: these are the first of those who match.", most=most
        )
        flash(told, "warning")
        return codes[:most]
    return codes


def _hand_out(role_id: UUID, codes: list[str]) -> ResponseReturnValue:
    own_role(session(), caller(), role_id, "export candidates")
    role, rows = matched_codes(desk(), role_id, codes, view())
    tell_left_out(codes, rows)
    ids = [row.person.candidate.id for row in rows]
    note_seen(Seen(candidate_ids=ids, employer_id=role.employer_id, role_id=role_id))
    return candidates_file(role_id, rows)


def asked_act() -> str:
    """Return which button was pressed; the Enter key presses that beside the filled field."""
    beside = {"tag": "tag", "note": "note", "name": "shortlist"}
    pressed = (act for field, act in beside.items() if request.form.get(field))
    return request.form.get("act") or next(pressed, "")


def ask_for_act(back: str) -> ResponseReturnValue:
    """Ask what to do with those who are ticked: the Enter key on a box says nothing of it."""
    flash(gettext("Say by a button what to do with those you ticked."), "warning")
    return redirect(back, 303)


def keep(
    act: str,
    role: Any,  # noqa: ANN401 - a role
    people: Sequence[Reviewed],
    back: str,
) -> ResponseReturnValue:
    """Shortlist, tag, note or assign several candidates, and go back; all of them or none."""
    try:
        told = _KEEPING[act](role, people)
    except (Conflict, Invalid, ValidationError) as refusal:
        roll_back(session())
        flash(" ".join(_reasons(refusal)), "error")
        return redirect(back, 303)
    flash(told, "success")
    return redirect(back, 303)


def _reasons(refusal: ValidationError | MarketplaceError) -> list[str]:
    return [text for texts in errors_of(refusal).values() for text in texts]


def _tag(role: Any, people: Sequence[Reviewed]) -> str:  # noqa: ANN401 - a role
    tag = load_form(Form({"tag": request.form.getlist("tag")}), TagSchema())["tag"]
    added = put_tag(session(), caller(), role, people, tag)
    told: str = ngettext(
        "%(num)d candidate tagged “%(tag)s”.",
        "%(num)d candidates tagged “%(tag)s”.",
        added,
        tag=tag,
    )
    return told


def _note(role: Any, people: Sequence[Reviewed]) -> str:  # noqa: ANN401 - a role
    del role
    note = load_form(Form({"text": request.form.getlist("note")}), NoteSchema())
    for person in people:
        write_note(session(), caller(), person, **note)
    told: str = ngettext(
        "The note is kept at %(num)d candidate.",
        "The note is kept at %(num)d candidates.",
        len(people),
    )
    return told


def _assign(role: Any, people: Sequence[Reviewed]) -> str:  # noqa: ANN401 - a role
    members = dict(members_of(session(), role.employer_id))
    known = {str(id_): id_ for id_ in members} | {"": None}
    account_id = code_in(known, request.form.get("member", ""))
    count = assign(session(), caller(), role, people, account_id)
    who = members[account_id] if account_id is not None else gettext("nobody")
    told: str = ngettext(
        "Responsible for %(num)d candidate: %(who)s.",
        "Responsible for %(num)d candidates: %(who)s.",
        count,
        who=who,
    )
    return told


def _shortlist(role: Any, people: Sequence[Reviewed]) -> str:  # noqa: ANN401 - a role
    chosen = request.form.get("list", NEW)
    if chosen == NEW:
        name = " ".join(request.form.get("name", "").split())[:120] or gettext("Shortlist")
        made = services.create_shortlist(session(), caller(), role.id, name=name)
        chosen = str(made.id)
    list_id = code_in(_lists(role), chosen)
    shortlist, role = services.own_shortlist(session(), caller(), list_id)
    codes = [person.code for person in people]
    added = services.add_entries(session(), caller(), shortlist, role, codes, secret())
    told: str = ngettext(
        "%(num)d candidate added to %(name)s.",
        "%(num)d candidates added to %(name)s.",
        added,
        name=shortlist.name,
    )
    return told


def _lists(role: Any) -> dict[str, UUID]:  # noqa: ANN401 - a role
    rows = services.shortlists_of(session(), caller(), role)
    return {str(shortlist.id): shortlist.id for shortlist, _ in rows}


_KEEPING: Mapping[str, Callable[[Any, Sequence[Reviewed]], str]] = {
    "shortlist": _shortlist,
    "tag": _tag,
    "note": _note,
    "assign": _assign,
}
