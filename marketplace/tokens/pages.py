"""One's API tokens as a page: made, shown once, ended."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from marshmallow import ValidationError

from marketplace.accounts.sign_ins import unless_fresh
from marketplace.auth import caller
from marketplace.database import session
from marketplace.errors import Invalid
from marketplace.html.forms import Form, load_form, sent_form
from marketplace.http.paging import PageQuery, open_cursor, page
from marketplace.permissions import SCOPED_NOUNS
from marketplace.tokens import services
from marketplace.tokens.schemas import TokenSchema

token_pages = Blueprint("token_pages", __name__, url_prefix="/account/tokens")

DAYS = 90


@token_pages.get("")
def show_tokens() -> ResponseReturnValue:
    """List one's tokens, with a form for another."""
    return unless_fresh() or _page(Form({"expires_in_days": [str(DAYS)]}))


@token_pages.post("")
def create_token() -> ResponseReturnValue:
    """Make a token, and show its secret this once."""
    form = sent_form()
    try:
        wanted = load_form(form, TokenSchema())
        token, secret = services.create_token(session(), caller(), **wanted)
    except (ValidationError, Invalid) as refusal:
        return _page(form.refused(refusal)), 422
    return render_template("tokens/made.html", token=token, secret=secret)


@token_pages.post("/<uuid:token_id>/revoke")
def revoke_token(token_id: UUID) -> ResponseReturnValue:
    """End a token."""
    token = services.own_token(session(), caller(), token_id)
    services.revoke_token(session(), caller(), token)
    flash(gettext("The token “%(name)s” is ended.", name=token.name), "success")
    return redirect(url_for(".show_tokens"), 303)


def _page(form: Form) -> str:
    query = PageQuery().load(request.args if request.method == "GET" else {})
    after = open_cursor(query["cursor"], 1)
    rows, total = services.list_tokens(session(), caller(), limit=query["limit"], after=after)
    shown = page(rows, limit=query["limit"], total=total, key=lambda token: [str(token.id)])
    return render_template("tokens/tokens.html", form=form, shown=shown, scopes=_scopes())


def _scopes() -> list[tuple[str, str]]:
    """Return the scopes that one may give, each with its words."""
    nouns = {
        "roles": gettext("Roles"),
        "employers": gettext("Employers"),
        "candidates": gettext("Candidates"),
        "matches": gettext("Matches"),
        "applications": gettext("Applications"),
        "invitations": gettext("Invitations"),
        "searches": gettext("Saved searches"),
        "imports": gettext("Imports"),
        "webhooks": gettext("Webhooks"),
    }
    pairs = [(noun, act) for noun in SCOPED_NOUNS for act in ("read", "write")]
    acts = {"read": gettext("read"), "write": gettext("write")}
    scopes = [
        (f"{noun}:{act}", gettext(": ").join((nouns.get(noun, noun), acts[act])))
        for noun, act in pairs
    ]
    who = caller()
    operator = [("admin", gettext("The operator's acts"))]
    return scopes + (operator if who.is_admin or who.is_verifier else [])
