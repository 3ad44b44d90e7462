"""Flask-Security's forms: as even in time for unknown addresses, and as our macros show them."""

from typing import Any

from flask_security import (
    ForgotPasswordForm,
    SendConfirmationForm,
    TwoFactorRescueForm,
    TwoFactorSetupForm,
    WebAuthnRegisterForm,
)
from flask_security.change_email import ChangeEmailForm
from flask_security.utils import hash_data, hash_password
from wtforms import HiddenField

from marketplace.html.forms import Form
from marketplace.html.translations import said

NOBODY = "nobody"
FIRST = "first"


class EvenForgotPasswordForm(ForgotPasswordForm):
    """Spends on any address what a link costs, and what the view spends on unknown ones."""

    def validate(self, **kwargs: object) -> bool:
        """Return whether a link is to be sent."""
        if super().validate(**kwargs):
            hash_password(NOBODY)
            return True
        hash_data(NOBODY)
        return False


class EvenConfirmationForm(SendConfirmationForm):
    """Spends on any address what a link costs."""

    def validate(self, **kwargs: object) -> bool:
        """Return whether a link is to be sent."""
        if super().validate(**kwargs):
            return True
        hash_data(NOBODY)
        return False


class EvenAddressForm(ChangeEmailForm):
    """Spends on any new address what a link costs."""

    def validate(self, **kwargs: object) -> bool:
        """Return whether a link is to be sent."""
        if super().validate(**kwargs):
            return True
        hash_data(NOBODY)
        return False


class CodesForm(TwoFactorSetupForm):
    """Switches codes at sign-in on and off."""

    setup = HiddenField()


class NoRescueForm(TwoFactorRescueForm):
    """Lets whoever lost the device use a recovery code; sends no mail to anybody."""

    help_setup = HiddenField()

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.help_setup.choices = []

    def validate(self, **kwargs: object) -> bool:
        """Return whether a recovery code is to be asked for."""
        return bool(super().validate(**kwargs)) and self.help_setup.data == "recovery_code"


class FirstFactorForm(WebAuthnRegisterForm):
    """Makes passkeys that open the account alone: the device asks for the person itself."""

    usage = HiddenField(default=FIRST)

    def validate(self, **kwargs: object) -> bool:
        """Return whether a passkey is to be made."""
        self.usage.data = FIRST
        is_good: bool = super().validate(**kwargs)
        return is_good


def shown(form: Any) -> Form:  # noqa: ANN401 - WTForms'
    """Return a form of Flask-Security as our macros show it."""
    values = {field.name: [str(field.data)] for field in form if field.data}
    errors = {field.name: [said(str(text)) for text in field.errors] for field in form}
    errors[""] = [said(str(text)) for text in form.form_errors]
    return Form(values, {name: texts for name, texts in errors.items() if texts})
