"""Beside the password: passkeys, one-time codes of an authenticator, and codes to recover with."""

from typing import Any
from urllib.parse import urlsplit

from flask import request
from flask_security import MfRecoveryCodesUtil, WebauthnUtil
from flask_security.totp import Totp
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from marketplace.accounts.letters import public_url
from marketplace.database import session
from models import Account


class Passkeys(WebauthnUtil):
    """Keys that a device or a stick keeps, found without a name, opened by the person."""

    def origin(self) -> str:
        """Return what a browser says it talks to: our public address, where it came by that."""
        ours: str = public_url()
        here: str = super().origin()
        return ours if urlsplit(ours).netloc == request.host else here

    def authenticator_selection(self, user: Account, usage: str) -> AuthenticatorSelectionCriteria:
        """Ask for a key of any kind that needs no name beside it, and for the person."""
        del user, usage
        return AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        )

    def user_verification(
        self, user: Account | None, usage: list[str]
    ) -> UserVerificationRequirement:
        """Ask for the person whenever a key opens."""
        del user, usage
        return UserVerificationRequirement.REQUIRED


class OneTimeCodes(Totp):
    """Codes of an authenticator, each good once."""

    def get_last_counter(self, user: Account) -> int | None:
        """Return the step of the last code; whoever sends it twice at once waits here."""
        session().refresh(user, ["totp_counter"], with_for_update=True)
        return user.totp_counter

    def set_last_counter(self, user: Account, tmatch: Any) -> None:  # noqa: ANN401 - passlib's
        """Note the step of a code that was good."""
        user.totp_counter = tmatch.counter


class RecoveryCodes(MfRecoveryCodesUtil):
    """Codes that stand in for a lost device, each good once."""

    def check_recovery_code(self, user: Account, code: str) -> bool:
        """Whether the code is good; whoever sends it twice at once waits here."""
        session().refresh(user, ["mf_recovery_codes"], with_for_update=True)
        is_good: bool = super().check_recovery_code(user, code)
        return is_good
