"""Whoever owns an account hears when it is opened in other ways than before."""

from flask import Flask
from flask_security import tf_disabled, tf_profile_changed, wan_deleted, wan_registered

from marketplace.accounts.letters import tell_of_change
from marketplace.messages import Message
from models import Account


def install_new_ways(app: Flask) -> None:
    """Hear when an account is opened in other ways than before, and tell its owner."""
    tf_profile_changed.connect(_tell_codes_on, app)
    tf_disabled.connect(_tell_codes_off, app)
    wan_registered.connect(_tell_passkey_on, app)
    wan_deleted.connect(_tell_passkey_off, app)


def _tell_codes_on(app: Flask, user: Account, **_: object) -> None:
    del app
    tell_of_change(user, Message("Codes of an authenticator app are asked for at sign-in."))


def _tell_codes_off(app: Flask, user: Account, **_: object) -> None:
    del app
    user.mf_recovery_codes = user.totp_counter = None
    tell_of_change(user, Message("Codes of an authenticator app are no longer asked for."))


def _tell_passkey_on(app: Flask, user: Account, name: str, **_: object) -> None:
    del app
    tell_of_change(user, Message("The passkey “{name}” was added.", name=name))


def _tell_passkey_off(app: Flask, user: Account, name: str, **_: object) -> None:
    del app
    tell_of_change(user, Message("The passkey “{name}” was removed.", name=name))
