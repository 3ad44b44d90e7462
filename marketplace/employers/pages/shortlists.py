"""Shortlists of a role, and the page behind a shared link."""

from uuid import UUID

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from marshmallow import ValidationError

from marketplace.accounts.letters import public_url
from marketplace.applications.api import secret
from marketplace.auth import caller
from marketplace.clock import today
from marketplace.database import session
from marketplace.employers.pages.blueprint import back_to, code_in, employer_pages
from marketplace.employers.review_schemas import RationaleSchema, ShortlistSchema
from marketplace.errors import Conflict
from marketplace.html.forms import Form, load_form, sent_form
from marketplace.matches.catalogue import catalogue
from marketplace.roles.services import own_role
from marketplace.shortlists import services, sharing


@employer_pages.get("/employer/roles/<uuid:role_id>/shortlists")
def list_shortlists(role_id: UUID) -> str:
    """Show a role's shortlists."""
    return _lists(role_id, Form())


@employer_pages.post("/employer/roles/<uuid:role_id>/shortlists")
def create_shortlist(role_id: UUID) -> ResponseReturnValue:
    """Make an empty shortlist."""
    form = sent_form()
    try:
        name = load_form(form, ShortlistSchema())["name"]
        made = services.create_shortlist(session(), caller(), role_id, name=name)
    except (ValidationError, Conflict) as refusal:
        return _lists(role_id, form.refused(refusal)), 422
    flash(gettext("Shortlist created."), "success")
    return back_to("show_shortlist", shortlist_id=made.id)


@employer_pages.get("/employer/shortlists/<uuid:shortlist_id>")
def show_shortlist(shortlist_id: UUID) -> str:
    """Show a shortlist in its order."""
    return _list(shortlist_id, Form())


@employer_pages.post("/employer/shortlists/<uuid:shortlist_id>")
def change_shortlist(shortlist_id: UUID) -> ResponseReturnValue:
    """Rename, share, stop sharing or delete a shortlist."""
    shortlist, role = services.own_shortlist(session(), caller(), shortlist_id)
    form, act = sent_form("act"), request.form.get("act")
    try:
        if act == "delete":
            services.delete_shortlist(session(), caller(), shortlist)
            flash(gettext("The shortlist is deleted."), "success")
            return back_to("list_shortlists", role_id=role.id)
        if act == "share":
            sharing.share_shortlist(session(), caller(), shortlist, role, secret())
        elif act == "unshare":
            sharing.unshare_shortlist(session(), caller(), shortlist)
        else:
            name = load_form(form, ShortlistSchema())["name"]
            services.rename_shortlist(session(), caller(), shortlist, name=name)
    except (ValidationError, Conflict) as refusal:
        session().rollback()
        return _list(shortlist_id, form.refused(refusal)), 422
    flash(gettext("Saved."), "success")
    return back_to("show_shortlist", shortlist_id=shortlist_id)


@employer_pages.post("/employer/shortlists/<uuid:shortlist_id>/entries/<code>")
def change_entry(shortlist_id: UUID, code: str) -> ResponseReturnValue:
    """Move a candidate up or down, take them off, or say why they are on the list."""
    shortlist, role = services.own_shortlist(session(), caller(), shortlist_id)
    entry = services.entry_of(session(), shortlist, role, code, secret())
    act = request.form.get("act")
    if act == "remove":
        services.remove_entry(session(), caller(), shortlist, entry, code)
    elif act == "explain":
        try:
            told = load_form(sent_form("act"), RationaleSchema())["rationale"]
        except ValidationError as refusal:
            return _list(shortlist_id, Form().refused(refusal)), 422
        services.explain_entry(session(), entry, told)
    else:
        by = code_in({"up": -1, "down": 1}, act or "")
        services.move_entry(session(), shortlist, entry, by)
    return back_to("show_shortlist", shortlist_id=shortlist_id)


@employer_pages.get("/shortlists/<uuid:shortlist_id>/<word>")
def show_shared(shortlist_id: UUID, word: str) -> ResponseReturnValue:
    """Show a shared shortlist to whoever has its link: codes, never names."""
    shown = sharing.shared_view(
        session(), catalogue(), shortlist_id, word, day=today(), secret=secret()
    )
    page = render_template("employers/shared.html", shown=shown)
    headers = {"X-Robots-Tag": "noindex", "Cache-Control": "private, no-store"}
    return page, 200, {**headers, "Referrer-Policy": "no-referrer"}


def _lists(role_id: UUID, form: Form) -> str:
    role = own_role(session(), caller(), role_id, "see reviews")
    lists = services.shortlists_of(session(), caller(), role)
    may_write = caller().may("write reviews", role.employer_id)
    return render_template(
        "employers/shortlists.html", role=role, lists=lists, form=form, may_write=may_write
    )


def _list(shortlist_id: UUID, form: Form) -> str:
    shortlist, role = services.own_shortlist(session(), caller(), shortlist_id, "see reviews")
    word = sharing.link_word(shortlist, secret())
    path = word and url_for(".show_shared", shortlist_id=shortlist.id, word=word)
    return render_template(
        "employers/shortlist.html",
        role=role,
        shortlist=shortlist,
        rows=services.listed(session(), catalogue(), shortlist.id, role, secret(), today()),
        link=f"{public_url()}{path}" if path else None,
        form=form,
        may_write=caller().may("write reviews", role.employer_id),
    )
