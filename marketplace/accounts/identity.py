"""Sign-in of people: Flask-Security on our accounts."""

from typing import Any

import sqlalchemy as sa
from flask import Flask, current_app
from flask_security import (
    PasswordUtil,
    Security,
    SQLAlchemySessionUserDatastore,
    UserMixin,
    change_email_confirmed,
    user_confirmed,
)
from flask_security import hash_password as _hash_password
from flask_wtf.csrf import CSRFProtect
from werkzeug.local import LocalProxy

from marketplace.accounts.forms import (
    EvenAddressForm,
    EvenConfirmationForm,
    EvenForgotPasswordForm,
    shown,
)
from marketplace.accounts.letters import OutboxMail, tell_of_new_address
from marketplace.accounts.passwords import why_refused
from marketplace.accounts.settings import SETTINGS
from marketplace.accounts.sign_ins import install_sign_ins
from marketplace.accounts.wording import OurWords
from marketplace.database import session
from models import Account, Membership


class User(UserMixin, Account):
    """An account as Flask-Security sees it."""

    @property
    def roles(self) -> list[Any]:
        """Return nothing: rights stand in our own tables."""
        return []


class Group:
    """Flask-Security asks for a class of user groups; we have none."""

    name = ""


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


def hash_password(password: str) -> str:
    """Return the slow hash that we keep of a password, in the form that a sign-in compares."""
    hashed: str = _hash_password(
        current_app.extensions["security"].password_util.normalize(password)
    )
    return hashed


def _claim_memberships(app: Flask, user: Account, **_: object) -> None:
    """Give an account the parts that were waiting for its e-mail address."""
    del app
    held = sa.select(Membership.employer_id).where(Membership.account_id == user.id)
    waiting = (Membership.email == user.email, Membership.account_id.is_(None))
    session().execute(sa.delete(Membership).where(*waiting, Membership.employer_id.in_(held)))
    session().execute(sa.update(Membership).where(*waiting).values(account_id=user.id))


def _move_memberships(app: Flask, user: Account, old_email: str, **_: object) -> None:
    """Let the parts of an account follow to its new address, and tell the old one."""
    _claim_memberships(app, user)
    own = sa.update(Membership).where(Membership.account_id == user.id)
    session().execute(own.values(email=user.email))
    tell_of_new_address(old_email, user)


def install_identity(app: Flask) -> None:
    """Give the application sign-in, confirmation, reset and change of password."""
    for name, value in SETTINGS.items():
        app.config.setdefault(name, value)
    app.config.setdefault("SECURITY_PASSWORD_SALT", app.config["SECRET_KEY"])
    app.config.setdefault("REMEMBER_COOKIE_SECURE", app.config["SESSION_COOKIE_SECURE"])
    CSRFProtect(app)
    datastore = SQLAlchemySessionUserDatastore(LocalProxy(session), User, Group)
    security = Security(
        app,
        datastore,
        mail_util_cls=OutboxMail,
        password_util_cls=GuardedPassword,
        forgot_password_form=EvenForgotPasswordForm,
        send_confirmation_form=EvenConfirmationForm,
        change_email_form=EvenAddressForm,
    )
    security.i18n_domain = OurWords(app)
    app.jinja_env.filters["shown"] = shown
    user_confirmed.connect(_claim_memberships, app)
    change_email_confirmed.connect(_move_memberships, app)
    install_sign_ins(app)
