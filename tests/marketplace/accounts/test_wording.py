"""What Flask-Security says to people is said in our words, in both languages."""

import pytest
from flask import Flask
from flask_security.core import _default_messages
from flask_security.utils import get_message

from marketplace.html.translations import merged_catalogue

# Of features that are not switched on.
NEVER_SAID = (
    "GENERIC_US",
    "US_",
    "USERNAME_",
    "OAUTH_",
    "LOGIN",
    "REFRESH",
    "PHONE_",
    "PASSWORDLESS",
    "PASSWORD_BREACHED",
    "PASSWORD_TOO_SIMPLE",
    "PASSWORD_MISMATCH",
    "INVALID_LOGIN",
    "INVALID_CODE",
    "INVALID_INPUT_LENGTH",
    "INVALID_PASSWORD_CODE",
    "CONFIRM_REGISTRATION",
    "IDENTITY_",
    "CODE_HAS_BEEN_SENT",
    "FAILED_TO_SEND",
    "FORGOT_PASSWORD",
    "USE_CODE",
)
SAID = {
    key: text
    for key, (text, _) in _default_messages.items()
    if not key.startswith(NEVER_SAID) and key != "PASSWORD_RESET"  # our reset signs nobody in
}


@pytest.mark.parametrize("key", SAID)
def test_every_message_is_translated(key: str) -> None:
    message = merged_catalogue("zh").get(SAID[key])
    assert message is not None
    assert message.string


def test_a_message_is_said_in_the_language_of_the_request(app: Flask) -> None:
    with app.test_request_context("/?lang=zh-Hans"):
        assert get_message("PASSWORD_CHANGE")[0] == "密码已修改。"
    with app.test_request_context("/"):
        assert get_message("PASSWORD_CHANGE")[0] == "Your password is changed."
