"""Hand e-mail on: to a server by SMTP, or into a folder as files."""

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from marketplace.config import Config

TIMEOUT_SECONDS = 15


class Sender(Protocol):
    """Hands one message on, or raises ``OSError``."""

    def __call__(self, message: EmailMessage) -> None:
        """Hand the message on."""


def make_sender(settings: Config) -> Sender:
    """Return what delivers mail here: ``MAIL_SERVER``, or files in ``MAIL_FOLDER`` without one."""
    if settings.mail_server:
        return SmtpSender(settings.mail_server)
    return FolderSender(settings.mail_folder)


@dataclass(frozen=True, slots=True)
class FolderSender:
    """Writes each message as a file that mail programs open."""

    folder: Path

    def __call__(self, message: EmailMessage) -> None:
        """Write the message whole or not at all; a repeated one replaces itself."""
        self.folder.mkdir(parents=True, exist_ok=True)
        name = str(message["Message-ID"]).strip("<>").partition("@")[0]
        unfinished = self.folder / f".{name}.part"
        unfinished.write_bytes(message.as_bytes())
        unfinished.replace(self.folder / f"{name}.eml")


@dataclass(frozen=True, slots=True)
class SmtpSender:
    """Sends through ``host``, ``host:port``, ``smtp://`` or ``smtps://user:password@host:port``."""

    server: str

    def __call__(self, message: EmailMessage) -> None:
        """Send the message."""
        with self._connect() as connection:
            connection.send_message(message)

    def _connect(self) -> smtplib.SMTP:
        url = urlsplit(self.server if "://" in self.server else f"smtp://{self.server}")
        host = url.hostname or "localhost"
        connection: smtplib.SMTP
        if url.scheme == "smtps":
            context = ssl.create_default_context()
            connection = smtplib.SMTP_SSL(
                host, url.port or 465, timeout=TIMEOUT_SECONDS, context=context
            )
        else:
            connection = smtplib.SMTP(host, url.port or 25, timeout=TIMEOUT_SECONDS)
        if url.username:
            connection.login(unquote(url.username), unquote(url.password or ""))
        return connection
