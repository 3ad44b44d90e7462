"""Roles that one saved or hid."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace.auth import caller
from marketplace.clock import today
from marketplace.database import session
from marketplace.errors import Conflict, Gone, NotFound
from marketplace.html.forms import sent_form
from marketplace.html.translations import said
from marketplace.http.paging import open_cursor, seal_cursor
from marketplace.marks import services
from marketplace.me.pages.blueprint import back_to, me

PAGE = 20
NONE = "none"


@me.get("/me/saved")
def list_saved() -> str:
    """List the roles that one saved, or those that one hid."""
    kind = request.args.get("kind", "saved")
    if kind not in services.KINDS:
        raise NotFound
    after = open_cursor(request.args.get("cursor"), 2)
    found, total = services.list_marked(session(), caller(), kind, limit=PAGE, after=after)
    next_url = None
    if len(found) > PAGE:
        role, marked_at = found[PAGE - 1]
        cursor = seal_cursor([marked_at.isoformat(), str(role.id)])
        next_url = url_for("me.list_saved", kind=kind, cursor=cursor)
    return render_template(
        "me/saved.html",
        rows=found[:PAGE],
        total=total,
        kind=kind,
        next_url=next_url,
        today=today(),
    )


@me.post("/me/saved")
def mark_role() -> ResponseReturnValue:
    """Save a role, hide it, or take the mark away."""
    form = sent_form()
    kind = form.value("kind") or "saved"
    try:
        role_id = UUID(form.value("role_id"))
    except ValueError:
        raise NotFound from None
    if kind == NONE:
        services.unmark_role(session(), caller(), role_id)
        flash(gettext("The mark is taken away."), "success")
    elif kind in services.KINDS:
        _mark(role_id, kind)
    else:
        raise NotFound
    return redirect(back_to(url_for("me.list_saved")), 303)


def _mark(role_id: UUID, kind: str) -> None:
    before = services.marks_of(session(), caller(), [role_id]).get(role_id, NONE)
    try:
        services.mark_role(session(), caller(), role_id, kind)
    except Gone:
        flash(gettext("The role has ended."), "error")
    except Conflict as refusal:
        flash(said(refusal.detail), "error")
    else:
        saved, hidden = (
            gettext("The role is saved."),
            gettext("The role is hidden from your lists."),
        )
        flash(saved if kind == "saved" else hidden, "success")
        if kind == "hidden":
            fields = {"role_id": str(role_id), "kind": before, "next": back_to("")}
            undo: Any = {"url": url_for("me.mark_role"), "fields": fields}
            flash(undo, "undo")
