"""Letters about accounts: a template each, whose first line is the subject."""

import re
from datetime import timedelta
from typing import Any

from flask import current_app, render_template, url_for
from flask_babel import ngettext
from flask_security import MailUtil
from flask_security.confirmable import generate_confirmation_token

from marketplace.accounts.addresses import normalise_email
from marketplace.config import current_settings
from marketplace.database import session
from marketplace.events import send_mail
from marketplace.html.translations import said
from marketplace.http.languages import answering_in
from marketplace.messages import Message
from models import Account

LETTERS = "security/email"
LASTING = {  # letters with a link, and the setting that says for how long it is good
    f"{LETTERS}/confirmation_instructions": "SECURITY_CONFIRM_EMAIL_WITHIN",
    f"{LETTERS}/change_email_instructions": "SECURITY_CHANGE_EMAIL_WITHIN",
    f"{LETTERS}/reset_instructions": "SECURITY_RESET_PASSWORD_WITHIN",
}
_ANY_ORIGIN = re.compile(r"https?://[^/\s]*/account/")


class OutboxMail(MailUtil):
    """Send Flask-Security's mail through the outbox, and write addresses in one way."""

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
        """Put one letter into the outbox, in the account's language; its template says all."""
        del subject, sender, body, html
        account: Any = kwargs.get("user")
        with answering_in(None if account is None else account.language):
            if template in LASTING:
                kwargs["within"] = days_of(LASTING[template])
            written = current_app.extensions["security"].render_template(
                f"{template}.txt", **kwargs
            )
        post_letter(recipient, written)

    def normalize(self, email: str) -> str:
        """Return an address that somebody signs in with, as we write it."""
        return normalise_email(super().normalize(email))

    def validate(self, email: str) -> str:
        """Return an address that gets a mail, as we write it."""
        return normalise_email(super().validate(email))


def days_of(setting: str) -> str:
    """Say how long a link is good, in the language of its letter."""
    lasting: timedelta = current_app.config[setting]
    told: str = ngettext("%(num)d day", "%(num)d days", lasting.days)
    return told


def public_url() -> str:
    """Return the address under which people reach us."""
    return current_settings().public_url


def post_letter(recipient: str, written: str) -> None:
    """Put a letter into the outbox: its first line is the subject, the rest its text."""
    # Links are built from the Host header, which the sender of a request chooses.
    subject, _, text = _ANY_ORIGIN.sub(f"{public_url()}/account/", written.strip()).partition("\n")
    send_mail(session(), to=recipient, subject=subject, text=text.strip())


def ask_for_confirmation(account: Account) -> None:
    """Ask for the proof of a new account's address."""
    text = render_template(
        f"{LETTERS}/confirmation_instructions.txt",
        confirmation_link=confirmation_link(account),
        within=days_of("SECURITY_CONFIRM_EMAIL_WITHIN"),
    )
    post_letter(account.email, text)


def tell_of_registration(account: Account) -> None:
    """Tell whom an account belongs to that somebody registered with the address again."""
    confirmation_link(account)  # never sent: as slow as for an address that is new
    with answering_in(account.language):
        post_letter(account.email, render_template(f"{LETTERS}/already_registered.txt"))


def tell_of_new_address(old_address: str, account: Account) -> None:
    """Tell the old address of an account that it has another one now."""
    with answering_in(account.language):
        text = render_template(f"{LETTERS}/address_changed.txt", address=account.email)
    post_letter(old_address, text)


def tell_of_change(account: Account, what: Message) -> None:
    """Tell whom an account belongs to that it is opened in another way now."""
    with answering_in(account.language):
        text = render_template(f"{LETTERS}/sign_in_changed.txt", what=said(what))
    post_letter(account.email, text)


def confirmation_link(account: Account) -> str:
    """Return the address that proves the account's e-mail address."""
    token = generate_confirmation_token(account)
    return public_url() + url_for("security.confirm_email", token=token)
