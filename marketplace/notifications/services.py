"""Use cases of notifications: which mails an account wants."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from marketplace.accounts.letters import public_url
from marketplace.messages import Message
from marketplace.notifications.links import stop_link
from marketplace.notifications.mailing import write_mail
from marketplace.permissions import Caller
from models import Account, NotificationSetting

TOPICS = ("applications", "invitations", "searches", "reviews", "policies", "candidates")


def wanted_topics(session: Session, caller: Caller) -> list[str]:
    """Return the topics that the caller gets mail about."""
    muted = _muted(session, caller.account_id)
    return [topic for topic in TOPICS if topic not in muted]


def choose_topics(session: Session, caller: Caller, wanted: Collection[str]) -> None:
    """Keep which mails the caller wants; all others stop."""
    assert caller.account_id is not None  # noqa: S101 - the page asks for an account
    _mute(session, caller.account_id, [topic for topic in TOPICS if topic not in wanted])


def stop_topic(session: Session, account_id: UUID, topic: str) -> None:
    """Stop the mails of one topic, as somebody asked who holds a link of ours."""
    if session.get(Account, account_id) is None:
        return
    muted = _muted(session, account_id)
    _mute(session, account_id, [each for each in TOPICS if each in muted or each == topic])


def wants(session: Session, account_id: UUID, topic: str) -> bool:
    """Whether an account wants mail of a topic."""
    return topic not in _muted(session, account_id)


def tell_account(
    session: Session,
    account_id: UUID | None,
    *,
    topic: str,
    subject: Message,
    parts: Sequence[str],
    path: str,
    **when: Any,  # noqa: ANN401 - as ``send_mail`` takes it
) -> None:
    """Put a mail into the outbox for an account that wants it, with a link that stops such mail.

    Args:
        parts: its paragraphs, as ``write_mail`` has them.
        path: of the page that says more.
        when: when the mail may leave, and under which id, as ``send_mail`` has it.
    """
    address = session.scalar(sa.select(Account.email).where(Account.id == account_id))
    if account_id is None or address is None or not wants(session, account_id, topic):
        return
    link = stop_link(account_id, topic)
    parts = [*parts, public_url() + path, Message("No more mail of this kind: {link}", link=link)]
    write_mail(session, to=address, subject=subject, parts=parts, unsubscribe=link, **when)


def _muted(session: Session, account_id: UUID | None) -> frozenset[str]:
    kept = sa.select(NotificationSetting.muted).where(NotificationSetting.account_id == account_id)
    return frozenset(session.scalar(kept) or ())


def _mute(session: Session, account_id: UUID, muted: list[str]) -> None:
    setting = session.get(NotificationSetting, account_id)
    if setting is None:
        session.add(NotificationSetting(account_id=account_id, muted=muted))
    else:
        setting.muted = muted
    session.flush()
