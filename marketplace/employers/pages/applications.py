"""Who applied for a role, as a table: narrowed, ordered, and acted on by the many."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace.applications import bulk
from marketplace.auth import caller
from marketplace.candidates.seeing import Seen
from marketplace.clock import now
from marketplace.database import session
from marketplace.employers.applicants import (
    ORDERS,
    ROWS,
    Applicants,
    digest_of,
    find_applicants,
    list_applicants,
    people_of,
    rows_of,
)
from marketplace.employers.pages.blueprint import (
    asked_page,
    back_to,
    chosen_on,
    code_in,
    employer_pages,
    to_greenhouse,
)
from marketplace.employers.pages.board import board_url
from marketplace.employers.pages.candidates import ALL, choices, desk, note_look_at, offered, view
from marketplace.employers.pages.chips import chips_of
from marketplace.employers.pages.choosing import (
    EXPORT,
    GREENHOUSE,
    KEPT,
    MOST,
    MOST_COMPARED,
    ask_for_act,
    asked_act,
    keep,
)
from marketplace.employers.pages.files import applications_file
from marketplace.employers.pages.messages import message_page
from marketplace.employers.pages.pipeline import (
    reject,
    seen_applications,
    tell,
    undo_of,
    undoable,
)
from marketplace.employers.review_schemas import ApplicantQuery
from marketplace.employers.visits import visit_of
from marketplace.html.forms import Form
from marketplace.matches.api import note_seen
from marketplace.matches.asking import Asking, asking
from marketplace.roles.services import own_role
from marketplace.shortlists.services import shortlists_of

HERE = "/employer/roles/<uuid:role_id>/applications"
FILTERS = ("stage", "band", "tag", "not_tag", "fresh", "owner")
_SCHEMA = ApplicantQuery()
ACTS = {name: name for name in ("move", "reject", "compare", "message", EXPORT, GREENHOUSE, *KEPT)}


@employer_pages.get(HERE)
def list_applications(role_id: UUID) -> ResponseReturnValue:
    """Show who applied, narrowed by the filters in the address."""
    asks, page, at = _asking(), asked_page(), now()
    visit = visit_of(session(), caller(), role_id, at)
    found = list_applicants(desk(), role_id, asks.query, visit, view(), page=page)
    role, chosen = found.role, found.matching[: bulk.MOST]
    shown = render_template(
        "employers/applications.html",
        **_shown(found, asks, page),
        visit=visit,
        chooses_all=request.args.get(ALL) == "yes",
        most=bulk.MOST,
        digest=digest_of(each.key for each in chosen),
        undo=undo_of(role_id),
        lists=shortlists_of(session(), caller(), role),
        **choices(found.kept),
        may_write=caller().may("write reviews", role.employer_id),
    )
    note_seen(found.seen)
    note_look_at(role_id, visit, at)
    return shown, (422 if asks.form.errors else 200)


@employer_pages.post(HERE)
def choose_applications(role_id: UUID) -> ResponseReturnValue:
    """Move, reject, tag, note, shortlist, compare, send on or write to those chosen."""
    role = own_role(session(), caller(), role_id, "write reviews")
    if not asked_act():
        return ask_for_act(_back(role_id))
    act = code_in(ACTS, asked_act())
    chosen = _chosen(role)
    if not chosen:
        told = (
            gettext("What matches changed meanwhile; look again before you act.")
            if ALL in request.form
            else gettext("Tick at least one application first.")
        )
        flash(told, "warning")
        return redirect(_back(role_id), 303)
    return _act(act, role, chosen)


def _act(act: str, role: Any, chosen: Mapping[UUID, bulk.Seen]) -> ResponseReturnValue:  # noqa: ANN401
    if act == "move":
        return _move(role.id, chosen)
    if act == "reject":
        return reject(role.id, chosen)
    if act == EXPORT:
        return _hand_out(role, chosen)
    people = people_of(desk(), role, chosen)
    if act == "message":
        return message_page(role, people, Form()), 200
    if act in ("compare", GREENHOUSE):
        return _go_on(act, role, [person.code for person in people])
    return keep(act, role, people, _back(role.id))


def _back(role_id: UUID, batch: UUID | None = None) -> str:
    """Return where those were chosen: in the table as it was narrowed, or on the board."""
    if chosen_on("list_applications") == "show_pipeline":
        return board_url(role_id, batch)
    return _asking().url() if batch is None else _asking().url(moved=str(batch))


def _move(role_id: UUID, chosen: Mapping[UUID, bulk.Seen]) -> ResponseReturnValue:
    to = code_in({str(stage): stage for stage in bulk.STAGES}, request.form.get("to", ""))
    if to is bulk.REJECTED:
        return reject(role_id, chosen)
    outcome = bulk.move_many(session(), caller(), role_id, chosen, to=to)
    tell(role_id, outcome)
    return redirect(_back(role_id, undoable(outcome)), 303)


def _hand_out(role: Any, chosen: Collection[UUID]) -> ResponseReturnValue:  # noqa: ANN401 - a role
    """Hand out the chosen applications, in the order of the table."""
    own_role(session(), caller(), role.id, "export candidates")
    visit = visit_of(session(), caller(), role.id, now())
    everything = {**_asking().query, **dict.fromkeys(FILTERS, ())}
    found = find_applicants(desk(), role, everything, visit, view())
    mine = [each for each in found if each.id in chosen]
    rows = rows_of(desk(), role, mine, view().today)
    ranked = [each.candidate_id for each in mine if each.band is not None]
    note_seen(Seen(candidate_ids=ranked, employer_id=role.employer_id, role_id=role.id))
    return applications_file(role.id, rows)


def _go_on(act: str, role: Any, codes: Sequence[str]) -> ResponseReturnValue:  # noqa: ANN401
    """Go on to another page with those chosen, as many as it takes."""
    if act == "compare":
        return back_to(act, role_id=role.id, who=codes[:MOST_COMPARED])
    if len(codes) <= MOST:
        return to_greenhouse(role.id, codes)
    told = gettext("At most %(most)s go to Greenhouse at once; choose fewer.", most=MOST)
    flash(told, "warning")
    return redirect(_back(role.id), 303)


def _chosen(role: Any) -> Mapping[UUID, bulk.Seen]:  # noqa: ANN401 - a role
    """Return the ticked applications; or all that match, if they are those that were shown."""
    if ALL not in request.form:
        return seen_applications()
    visit = visit_of(session(), caller(), role.id, now())
    matching = find_applicants(desk(), role, _asking().query, visit, view())[: bulk.MOST]
    if digest_of(each.key for each in matching) != request.form[ALL]:
        return {}
    return {each.id: each.stage for each in matching}


def _asking() -> Asking:
    return asking(_SCHEMA, filters=FILTERS, usual="newest", also=("page", ALL, "moved"))


def _shown(found: Applicants, asks: Asking, page: int) -> dict[str, Any]:
    total = len(found.matching)
    return {
        "role": found.role,
        "rows": found.rows,
        "total": total,
        "form": asks.form,
        "chips": chips_of(asks, offered()),
        "ignored": asks.ignored(),
        "action": asks.url(),
        "sort_urls": {order: asks.url(sort=order) for order in ORDERS},
        "all_url": asks.url(all="yes"),
        "first_url": asks.url() if page > 1 else None,
        "next_url": asks.url(page=str(page + 1)) if total > page * ROWS else None,
    }
