"""What is done with the candidates who were ticked in the table."""

from uuid import UUID

from flask import flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from marketplace.applications.api import secret
from marketplace.auth import caller
from marketplace.database import session
from marketplace.employers.pages.blueprint import back_to, code_in, employer_pages
from marketplace.errors import Conflict
from marketplace.html.translations import said
from marketplace.shortlists import services

NEW = "new"  # in the menu of shortlists: make one
MOST = 100


@employer_pages.post("/employer/roles/<uuid:role_id>/candidates")
def choose_candidates(role_id: UUID) -> ResponseReturnValue:
    """Compare, shortlist or invite the ticked candidates."""
    codes = list(dict.fromkeys(request.form.getlist("who")))[:MOST]
    act = code_in(
        {"compare": "compare", "shortlist": "shortlist", "invite": "new_invitation"},
        request.form.get("act", ""),
    )
    if not codes:
        flash(gettext("Tick at least one candidate first."), "warning")
        return back_to("rank_candidates", role_id=role_id)
    if act == "shortlist":
        return _shortlist(role_id, codes)
    return back_to(act, role_id=role_id, who=codes)


def _shortlist(role_id: UUID, codes: list[str]) -> ResponseReturnValue:
    chosen = request.form.get("list", NEW)
    try:
        if chosen == NEW:
            name = " ".join(request.form.get("name", "").split())[:120] or gettext("Shortlist")
            made = services.create_shortlist(session(), caller(), role_id, name=name)
            chosen = str(made.id)
        list_id = code_in(_lists(role_id), chosen)
        shortlist, role = services.own_shortlist(session(), caller(), list_id)
        added = services.add_entries(session(), caller(), shortlist, role, codes, secret())
    except Conflict as refusal:
        flash(said(refusal.detail), "error")
        return back_to("rank_candidates", role_id=role_id)
    told = ngettext(
        "%(num)d candidate added to %(name)s.",
        "%(num)d candidates added to %(name)s.",
        added,
        name=shortlist.name,
    )
    flash(told, "success")
    return back_to("show_shortlist", shortlist_id=list_id)


def _lists(role_id: UUID) -> dict[str, UUID]:
    rows = services.shortlists_of(session(), caller(), role_id)
    return {str(shortlist.id): shortlist.id for shortlist, _ in rows}
