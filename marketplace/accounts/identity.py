"""Sign-in of people: Flask-Security on our accounts."""

import re
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from flask import Flask, current_app, url_for
from flask_security import (
    MailUtil,
    PasswordUtil,
    Security,
    SQLAlchemySessionUserDatastore,
    UserMixin,
    user_confirmed,
)
from flask_security import hash_password as _hash_password
from flask_security.confirmable import generate_confirmation_token as _confirmation_token
from flask_wtf.csrf import CSRFProtect
from werkzeug.local import LocalProxy

from marketplace.accounts.passwords import why_refused
from marketplace.config import Config
from marketplace.database import session
from marketplace.events import send_mail
from models import Account, Membership, now


class User(UserMixin, Account):
    """An account as Flask-Security sees it."""

    @property
    def roles(self) -> list[Any]:
        """Return nothing: rights stand in our own tables."""
        return []


class Group:
    """Flask-Security asks for a class of user groups; we have none."""

    name = ""


class OutboxMail(MailUtil):
    """Send Flask-Security's mail through the outbox."""

    def send_mail(
        self,
        template: str,
        subject: str,
        recipient: str,
        sender: object,
        body: str | None,
        html: str | None,
        **kwargs: object,
    ) -> None:
        """Put one mail into the outbox, as plain text."""
        del template, sender, html, kwargs
        # Links are built from the Host header, which the sender of a request chooses.
        text = _ANY_ORIGIN.sub(f"{public_url()}/account/", body or "")
        send_mail(session(), to=recipient, subject=str(subject), text=text)


class GuardedPassword(PasswordUtil):
    """Refuse what is easily guessed, when a password is changed or reset."""

    def validate(
        self,
        password: str,
        is_register: bool,  # noqa: FBT001 - Flask-Security's form
        **kwargs: object,
    ) -> tuple[list[str] | None, str]:
        """Return what is wrong with a password, and its normal form."""
        wrong, normal = super().validate(password, is_register, **kwargs)
        email = getattr(kwargs.get("user"), "email", "")
        refusal = None if wrong else why_refused(normal, email)
        return ([refusal] if refusal else wrong), normal


_ANY_ORIGIN = re.compile(r"https?://[^/\s]*/account/")

SETTINGS = {
    "SECURITY_PASSWORD_HASH": "argon2",
    "SECURITY_PASSWORD_SCHEMES": ["argon2"],
    "SECURITY_DEPRECATED_PASSWORD_SCHEMES": [],
    "SECURITY_PASSWORD_LENGTH_MIN": 10,
    "SECURITY_CONFIRMABLE": True,
    "SECURITY_RECOVERABLE": True,
    "SECURITY_CHANGEABLE": True,
    "SECURITY_REGISTERABLE": False,
    "SECURITY_LOGIN_WITHOUT_CONFIRMATION": False,
    "SECURITY_AUTO_LOGIN_AFTER_CONFIRM": False,
    "SECURITY_RETURN_GENERIC_RESPONSES": True,
    "SECURITY_JOIN_USER_ROLES": False,
    "SECURITY_TRACKABLE": False,
    "SECURITY_API_ENABLED_METHODS": ["session"],
    "SECURITY_EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},
    "SECURITY_EMAIL_HTML": False,
    "SECURITY_DATETIME_FACTORY": now,
    "SECURITY_URL_PREFIX": "/account",
    "SECURITY_POST_LOGIN_VIEW": "/",
    "SECURITY_POST_CONFIRM_VIEW": "/",
    "SECURITY_CSRF_IGNORE_UNAUTH_ENDPOINTS": True,
    "SECURITY_BACKWARDS_COMPAT_AUTH_TOKEN": False,
    "WTF_CSRF_CHECK_DEFAULT": False,
}


def hash_password(password: str) -> str:
    """Return the slow hash that we keep of a password, in the form that a sign-in compares."""
    hashed: str = _hash_password(
        current_app.extensions["security"].password_util.normalize(password)
    )
    return hashed


def public_url() -> str:
    """Return the address under which people reach us."""
    config: Config = current_app.config["MARKETPLACE"]
    return config.public_url


def confirmation_link(account: Account) -> str:
    """Return the address that proves the account's e-mail address."""
    return public_url() + url_for("security.confirm_email", token=_confirmation_token(account))


def end_sessions(account: Account) -> None:
    """End every session of the account."""
    account.fs_uniquifier = uuid4().hex


def _claim_memberships(app: Flask, user: Account, **_: object) -> None:
    """Give an account the parts that were waiting for its e-mail address."""
    del app
    session().execute(
        sa.update(Membership)
        .where(Membership.email == user.email, Membership.account_id.is_(None))
        .values(account_id=user.id)
    )


def install_identity(app: Flask) -> None:
    """Give the application sign-in, confirmation, reset and change of password."""
    for name, value in SETTINGS.items():
        app.config.setdefault(name, value)
    app.config.setdefault("SECURITY_PASSWORD_SALT", app.config["SECRET_KEY"])
    CSRFProtect(app)
    datastore = SQLAlchemySessionUserDatastore(LocalProxy(session), User, Group)
    Security(app, datastore, mail_util_cls=OutboxMail, password_util_cls=GuardedPassword)
    user_confirmed.connect(_claim_memberships, app)
