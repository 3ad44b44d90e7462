"""What a sign-in changes, how long it is fresh, and how it ends."""

import time
from typing import Any
from uuid import uuid4

from flask import Flask, Response, g, request
from flask import session as browser_session
from flask.typing import ResponseReturnValue
from flask_login import user_logged_out
from flask_security import current_user, user_authenticated
from flask_security.decorators import default_reauthn_handler
from flask_security.utils import _config_value, check_and_update_authn_fresh

from marketplace.http.languages import asked_language
from models import Account

CSRF_TOKEN = "csrf_token"  # noqa: S105 - where the session keeps it
NOTICES = "_flashes"  # Flask's word for what the next page says
PASSKEY_AT = "passkey_at"
PROOFS = ("security.wan_verify_response", "security.wan_signin_response")
PROVED_FOR = 300.0  # seconds in which a passkey stands for the password
A_MOMENT = 2.0  # seconds; a proof is noted by the request that brings it


def end_sessions(account: Account) -> None:
    """End every session of the account, on every device."""
    account.fs_uniquifier = uuid4().hex


def forget_browser() -> None:
    """Forget who is signed in here; an account that is gone has no sessions to end."""
    browser_session.clear()
    browser_session["_remember"] = "clear"  # has Flask-Login take its cookie back


def unless_fresh() -> ResponseReturnValue | None:
    """Return the way to prove oneself again, where the sign-in is not of just now."""
    within, grace = _config_value("FRESHNESS"), _config_value("FRESHNESS_GRACE_PERIOD")
    if check_and_update_authn_fresh(within, grace):
        return None
    asked: ResponseReturnValue = default_reauthn_handler(within, grace)
    return asked


def password_is(password: str) -> bool:
    """Whether this is the password of whoever is signed in."""
    return bool(current_user.is_authenticated and current_user.verify_and_update_password(password))


def passkey_is_proved() -> bool:
    """Whether a passkey of whoever is signed in was used just now."""
    proved_at, whose = browser_session.get(PASSKEY_AT, (0.0, None))
    is_theirs = current_user.is_authenticated and current_user.fs_uniquifier == whose
    return bool(is_theirs and time.time() - proved_at < PROVED_FOR)


def _note_passkey(response: Response) -> Response:
    """Note when a passkey proved who somebody is."""
    proved_at = browser_session.get("fs_paa", 0.0)  # Flask-Security notes every proof there
    is_new = request.endpoint in PROOFS and time.time() - proved_at < A_MOMENT
    if is_new and current_user.is_authenticated:
        browser_session[PASSKEY_AT] = [proved_at, current_user.fs_uniquifier]
    return response


def _renew_token(app: Flask, **_: object) -> None:
    """Give whoever signed in a CSRF token that nobody could have planted before."""
    del app
    browser_session.pop(NOTICES, None)  # that nobody read: of who was signed in here before
    browser_session.pop(CSRF_TOKEN, None)
    g.pop(CSRF_TOKEN, None)


def _keep_language(app: Flask, user: Account, **_: object) -> None:
    """Have the first sign-in of an account that chose no language choose the page's."""
    del app
    if user.language is None:
        user.language = asked_language()


def _end_all(app: Flask, user: Any, **_: object) -> None:  # noqa: ANN401 - Flask-Login's proxy
    """End the sessions of who signs out: a copied cookie opens nothing afterwards."""
    del app
    if user.is_authenticated:
        end_sessions(user)


def install_sign_ins(app: Flask) -> None:
    """Hear of sign-ins and sign-outs."""
    user_authenticated.connect(_renew_token, app)
    user_authenticated.connect(_keep_language, app)
    user_logged_out.connect(_end_all, app)
    app.after_request(_note_passkey)
