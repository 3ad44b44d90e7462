"""Mail in the language of whoever gets it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from marketplace.events import send_mail
from marketplace.html.translations import said_in
from marketplace.messages import Message
from matching.policy.pack import Language
from models import Account

LANGUAGES: tuple[Language, ...] = ("en", "zh-Hans")


def known_language(told: str | None) -> Language:
    """Return the language of an account; who chose none gets English."""
    return next((each for each in LANGUAGES if each == told), LANGUAGES[0])


def language_of(session: Session, account_id: UUID | None) -> Language:
    """Return the language in which an account gets its mail."""
    return known_language(
        session.scalar(sa.select(Account.language).where(Account.id == account_id))
    )


def keep_language(session: Session, account_id: UUID | None, language: Language) -> None:
    """Send an account its mail in a language from now on."""
    session.execute(
        sa.update(Account)
        .where(Account.id == account_id, Account.language.is_distinct_from(language))
        .values(language=language)
    )


def write_mail(
    session: Session,
    *,
    to: str,
    subject: Message,
    parts: Sequence[str],
    **how: Any,  # noqa: ANN401 - as ``send_mail`` takes it
) -> None:
    """Put a mail to an account's address into the outbox, in the account's language.

    Args:
        parts: its paragraphs; messages are said in the language, other texts stand as they are.
    """
    told = session.scalar(sa.select(Account.language).where(Account.email == to))
    language = known_language(told)
    text = "\n\n".join(said_in(part, language) for part in parts)
    send_mail(session, to=to, subject=said_in(subject, language), text=text, **how)
