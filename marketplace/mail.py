"""E-mail, composed so that no text can add a header."""

from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import format_datetime
from uuid import UUID


class _WholeLine:
    """A header of one address: where a line is too long, nothing in it may be encoded."""

    max_count = 1
    value_parser = staticmethod(UnstructuredHeader.value_parser)
    parse = UnstructuredHeader.parse
    name: str

    def fold(self, *, policy: Policy) -> str:
        """Return the header on a line of its own."""
        return f"{self.name}: {self}{policy.linesep}"


_HEADERS = HeaderRegistry()
_HEADERS.map_to_type("list-unsubscribe", _WholeLine)  # type: ignore[arg-type]
_POLICY = SMTP.clone(header_factory=_HEADERS)


class Unsendable(Exception):
    """The message can never be sent as it stands: trying again is useless."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One e-mail as it waits in the outbox."""

    id: UUID  # the same on every attempt, so that a repeated delivery can be recognised
    to: str
    subject: str
    text: str
    written_at: datetime
    unsubscribe: str | None = None  # an address of ours that stops such mails


def compose(letter: Letter, *, mail_from: str) -> EmailMessage:
    """Return the message of a letter.

    Raises:
        Unsendable: its address is not exactly one address.
    """
    sender = _address(mail_from)
    message = EmailMessage(policy=_POLICY)
    message["From"] = sender
    message["To"] = _address(letter.to)
    message["Subject"] = " ".join(letter.subject.split())
    message["Date"] = format_datetime(letter.written_at)
    message["Message-ID"] = f"<{letter.id}@{sender.domain}>"
    message["Auto-Submitted"] = "auto-generated"
    if letter.unsubscribe is not None:
        message["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(letter.text)
    return message


def _address(text: str) -> Address:
    """Return one address: a list of them, a name or a line break is refused."""
    local, _, domain = text.rpartition("@")
    try:
        address = Address(addr_spec=f"{local}@{domain.encode('idna').decode('ascii')}")
    except (ValueError, IndexError, MessageError):
        raise Unsendable("not one e-mail address") from None
    if not address.domain or any(character.isspace() for character in text):
        raise Unsendable("not one e-mail address")
    return address
