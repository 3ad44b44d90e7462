"""The page on which a person takes over a profile that somebody else made for them."""

from typing import Any

from flask import Blueprint, Flask, render_template
from flask.blueprints import BlueprintSetupState
from flask_security import user_confirmed

from marketplace.candidates.claiming import (
    claim_profile,
    confirm_candidate,
    confirmable_candidate,
)
from marketplace.candidates.confirmation import read_confirmation
from marketplace.database import session

profiles = Blueprint("profiles", __name__, url_prefix="/profiles")


@profiles.get("/confirm/<token>")
def show_confirmation(token: str) -> str:
    """Ask whether to take the profile over; looking changes nothing."""
    confirmable_candidate(session(), read_confirmation(token))
    return render_template("candidates/confirm.html", confirmed=False)


@profiles.post("/confirm/<token>")
def confirm_profile(token: str) -> str:
    """Take the profile over."""
    candidate = confirm_candidate(session(), read_confirmation(token))
    return render_template(
        "candidates/confirm.html", confirmed=True, has_account=candidate.account_id is not None
    )


def _claim(app: Flask, user: Any, **_: object) -> None:  # noqa: ANN401 - Flask-Security's user
    del app
    claim_profile(session(), user.email)


@profiles.record_once
def listen(state: BlueprintSetupState) -> None:
    """Hear when an account proves its address: a confirmed profile may be waiting for it."""
    user_confirmed.connect(_claim, state.app)
