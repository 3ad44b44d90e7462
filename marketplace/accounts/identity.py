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
    CodesForm,
    EvenAddressForm,
    EvenConfirmationForm,
    EvenForgotPasswordForm,
    FirstFactorForm,
    NoRescueForm,
    shown,
)
from marketplace.accounts.keys import key_of
from marketplace.accounts.letters import OutboxMail, tell_of_new_address
from marketplace.accounts.new_ways import install_new_ways
from marketplace.accounts.passwords import why_refused
from marketplace.accounts.second_tries import install_second_tries
from marketplace.accounts.second_ways import (
    OneTimeCodes,
    Passkeys,
    RecoveryCodes,
)
from marketplace.accounts.settings import SETTINGS
from marketplace.accounts.sign_ins import install_sign_ins
from marketplace.accounts.wording import OurWords
from marketplace.database import session
from models import Account, Membership, Passkey


class User(UserMixin, Account):
    """An account as Flask-Security sees it."""

    @property
    def roles(self) -> list[Any]:
        """Return nothing: rights stand in our own tables."""
        return []

    tf_phone_number = None  # no codes by telephone


class Group:
    """Flask-Security asks for a class of user groups; we have none."""

    name = ""


class Accounts(SQLAlchemySessionUserDatastore):
    """Where Flask-Security finds accounts."""

    def find_user_from_webauthn(self, webauthn: Passkey) -> User | None:
        """Return whose passkey this is."""
        found: User | None = self.find_user(id=webauthn.account_id)
        return found


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
    secret = app.config["SECRET_KEY"]
    app.config.setdefault("SECURITY_TOTP_SECRETS", {"1": key_of(secret, "one-time codes")})
    recovery = [key_of(secret, "recovery codes").encode()]
    app.config.setdefault("SECURITY_MULTI_FACTOR_RECOVERY_CODES_KEYS", recovery)
    datastore = Accounts(LocalProxy(session), User, Group, Passkey)
    security = Security(
        app,
        datastore,
        mail_util_cls=OutboxMail,
        password_util_cls=GuardedPassword,
        forgot_password_form=EvenForgotPasswordForm,
        send_confirmation_form=EvenConfirmationForm,
        change_email_form=EvenAddressForm,
        two_factor_setup_form=CodesForm,
        two_factor_rescue_form=NoRescueForm,
        wan_register_form=FirstFactorForm,
        webauthn_util_cls=Passkeys,
        totp_cls=OneTimeCodes,
        mf_recovery_codes_util_cls=RecoveryCodes,
    )
    # Rights stand in our own tables, so nobody reads what Flask-Principal would gather each time.
    hooks = app.before_request_funcs[None]
    hooks[:] = [hook for hook in hooks if getattr(hook, "__self__", None) is not security.principal]
    security.i18n_domain = OurWords(app)
    app.jinja_env.filters["shown"] = shown
    user_confirmed.connect(_claim_memberships, app)
    change_email_confirmed.connect(_move_memberships, app)
    install_sign_ins(app)
    install_new_ways(app)
    install_second_tries(app)
