"""The pages of an account: registering, the overview, leaving."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from marshmallow import ValidationError

from marketplace.accounts import leaving, services
from marketplace.accounts.schemas import LeavingSchema, RegistrationSchema
from marketplace.accounts.sign_ins import (
    forget_browser,
    passkey_is_proved,
    password_is,
    unless_fresh,
)
from marketplace.auth import caller
from marketplace.database import session
from marketplace.errors import Conflict, Invalid, NotAllowed
from marketplace.html.forms import Form, load_form, sent_form
from marketplace.html.frame import page_exists
from marketplace.http.languages import asked_language
from marketplace.messages import Message
from marketplace.permissions import Caller

account_pages = Blueprint("account_pages", __name__, url_prefix="/account")

OVERVIEW = ".show_account"


@account_pages.get("/register")
def show_registration() -> ResponseReturnValue:
    """Ask for an address and a password."""
    if caller().is_signed_in:
        return redirect(url_for(OVERVIEW))
    return render_template("accounts/register.html", form=Form())


@account_pages.post("/register")
def register() -> ResponseReturnValue:
    """Register an address; the answer is the same for one that is known."""
    form = sent_form()
    try:
        stated = load_form(form, RegistrationSchema())
        services.register(session(), caller(), **stated, language=asked_language())
    except (ValidationError, Invalid) as refusal:
        return render_template("accounts/register.html", form=form.refused(refusal)), 422
    return redirect(url_for(".show_registered"), 303)


@account_pages.get("/registered")
def show_registered() -> str:
    """Ask whoever registered to look into their mailbox."""
    return render_template("accounts/registered.html")


@account_pages.get("/start")
def show_start() -> ResponseReturnValue:
    """Lead whoever signed in to their part of the marketplace."""
    return redirect(_home_of(caller()))


@account_pages.get("/welcome")
def show_welcome() -> str:
    """Ask somebody new what they are here for."""
    return render_template("accounts/welcome.html")


@account_pages.get("")
def show_account() -> str:
    """Show one's account: how one signs in, the language, the tokens, the way out."""
    account = services.own_account(session(), caller())
    ways = services.sign_in_ways(session(), caller())
    return render_template("accounts/account.html", account=account, ways=ways)


@account_pages.get("/delete")
def show_deletion() -> ResponseReturnValue:
    """Say what goes with an account, and ask for the password or a passkey."""
    return unless_fresh() or _deletion(Form())


@account_pages.post("/delete")
def delete_account() -> ResponseReturnValue:
    """Delete one's account with everything that hangs on it."""
    form = sent_form()
    try:
        _require_proof(form)
        leaving.leave(session(), caller())
    except (ValidationError, Invalid, NotAllowed, Conflict) as refusal:
        return _deletion(form.refused(refusal)), 422
    forget_browser()
    flash(gettext("Your account is deleted."), "success")
    return redirect(url_for("home.show_home"), 303)


def _deletion(form: Form) -> str:
    ways = services.sign_in_ways(session(), caller())
    return render_template(
        "accounts/delete.html", form=form, ways=ways, is_proved=passkey_is_proved()
    )


def _require_proof(form: Form) -> None:
    """Ask for the password, unless a passkey was used just now.

    Raises:
        ValidationError, Invalid: it is missing or wrong.
    """
    if passkey_is_proved():
        return
    given = load_form(form, LeavingSchema())
    if not password_is(given["password"]):
        raise Invalid.at("#/password", Message("This is not your password."))


def _home_of(who: Caller) -> str:
    """Return the page from which somebody goes on."""
    homes = (
        (who.is_admin or who.is_verifier, "/operator"),
        (bool(who.parts), "/employer"),
        (who.candidate_id is not None, "/me"),
        (not who.parts and who.candidate_id is None, url_for(".show_welcome")),
    )
    found = (url for is_theirs, url in homes if is_theirs and page_exists(url))
    return next(found, url_for(OVERVIEW))
