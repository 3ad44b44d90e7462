"""What a sign-in changes, how long it is fresh, and how it ends."""

from typing import Any
from uuid import uuid4

from flask import Flask, g
from flask import session as browser_session
from flask.typing import ResponseReturnValue
from flask_login import user_logged_out
from flask_security import current_user, user_authenticated
from flask_security.decorators import default_reauthn_handler
from flask_security.utils import _config_value, check_and_update_authn_fresh

from marketplace.http.languages import asked_language
from models import Account

CSRF_TOKEN = "csrf_token"  # noqa: S105 - where the session keeps it


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


def _renew_token(app: Flask, **_: object) -> None:
    """Give whoever signed in a CSRF token that nobody could have planted before."""
    del app
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
