"""A wrong code while codes are set up: the key that the app has read stays."""

from typing import Any

from flask import Flask, Response, current_app, request
from flask import session as browser_session
from flask_security import current_user
from flask_security.utils import get_message

from marketplace.html.forms import Form
from marketplace.html.translations import said

SET_UP = "security.two_factor_setup_validate"
SECRET, METHOD = "tf_totp_secret", "tf_primary_method"  # as Flask-Security keeps them meanwhile
AGAIN = "codes_again"


def install_second_tries(app: Flask) -> None:
    """Show the same key again after a wrong code."""
    app.after_request(_note_wrong_code)
    app.extensions["security"].tf_setup_context_processor(_same_key)


def _note_wrong_code(response: Response) -> Response:
    """Note that a code was wrong; after one that is right, or too late, no key is left."""
    if request.endpoint == SET_UP and response.status_code == 302 and SECRET in browser_session:
        browser_session[AGAIN] = True
    return response


def _same_key() -> dict[str, Any]:
    """Return what the page shows of the key, where a code for it was just wrong."""
    if not browser_session.pop(AGAIN, False) or SECRET not in browser_session:
        return {"again": None}
    security = current_app.extensions["security"]
    secret = browser_session[SECRET]
    state = {"totp_secret": secret, "method": browser_session[METHOD], "phone": None}
    shown = security.totp_factory.fetch_setup_values(secret, current_user)
    wrong, _ = get_message("TWO_FACTOR_INVALID_TOKEN")
    return {
        "again": {
            "picture": shown["image"],
            "key": shown["key"],
            "token": security.tf_setup_serializer.dumps(state),
            "form": Form({}, {"code": [said(str(wrong))]}),
        }
    }
