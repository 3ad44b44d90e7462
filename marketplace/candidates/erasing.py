"""What else holds a candidate's words, beside the rows that hang on the candidate."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from marketplace.candidates.profiles import STATUS_FLAGS
from marketplace.events import MAIL
from models import (
    Account,
    Application,
    Candidate,
    EvidenceItem,
    IdempotencyKey,
    Invitation,
    OutboxMessage,
    RoleMark,
    SavedSearch,
)

CONFIRM_SUBJECT = "Confirm the profile that was made for you"
LONGEST_REQUEST = timedelta(seconds=60)


def forget_traces(session: Session, candidate: Candidate) -> None:
    """Delete the mails to a candidate, their searches, and stored answers that repeat them."""
    _forget_mail(session, candidate)
    for kept in (SavedSearch, RoleMark):
        session.execute(
            sa.delete(kept).where(
                kept.account_id.is_not(None), kept.account_id == candidate.account_id
            )
        )
    session.execute(
        sa.delete(IdempotencyKey).where(
            IdempotencyKey.account_id.is_not(None),
            IdempotencyKey.account_id == candidate.account_id,
        )
    )
    for account_id, answered_at in _answers_to_others(session, candidate):
        session.execute(
            sa.delete(IdempotencyKey).where(
                IdempotencyKey.account_id == account_id,
                IdempotencyKey.created_at.between(answered_at - LONGEST_REQUEST, answered_at),
            )
        )


def forget_status_outcomes(session: Session, candidate: Candidate) -> None:
    """Blank what applications and invitations keep of outcomes that rested on the status."""
    applied = sa.select(Application).where(Application.candidate_id == candidate.id)
    invited = sa.select(Invitation).where(Invitation.candidate_id == candidate.id)
    for kept in (*session.scalars(applied), *session.scalars(invited)):
        kept.flags = {
            name: _blank(flag) if name in STATUS_FLAGS else flag
            for name, flag in kept.flags.items()
        }


def _blank(flag: dict[str, Any]) -> dict[str, Any]:
    pack = flag["pack"]
    label = f"Cannot be confirmed under {pack['id']} {pack['version']}"
    told = {name: value for name, value in flag.items() if name != "trace"}
    return {**told, "outcome": "unknown", "label": label}


def _forget_mail(session: Session, candidate: Candidate) -> None:
    """Delete mails; those to an address that is not proved to be theirs only if they are ours."""
    mails = sa.delete(OutboxMessage).where(
        OutboxMessage.type == MAIL, OutboxMessage.payload["to"].as_string() == candidate.email
    )
    owned = sa.select(Account.id).where(
        Account.id == candidate.account_id, Account.email == candidate.email
    )
    if session.scalar(owned) is None:
        mails = mails.where(OutboxMessage.payload["subject"].as_string() == CONFIRM_SUBJECT)
    session.execute(mails)
    account = sa.select(Account.email).where(Account.id == candidate.account_id)
    own = sa.delete(OutboxMessage).where(
        OutboxMessage.type == MAIL,
        OutboxMessage.payload["to"].as_string() == account.scalar_subquery(),
    )
    session.execute(own)


def _answers_to_others(
    session: Session, candidate: Candidate
) -> Iterator[tuple[UUID | None, datetime]]:
    """Yield whom we gave an answer about the candidate, and when.

    Stored answers are sealed and cannot be searched; the moment tells which they are.
    """
    yield candidate.managed_by_id, candidate.created_at
    decisions = sa.select(EvidenceItem.decided_by_id, EvidenceItem.decided_at).where(
        EvidenceItem.candidate_id == candidate.id, EvidenceItem.decided_at.is_not(None)
    )
    invitations = sa.select(Invitation.account_id, Invitation.created_at).where(
        Invitation.candidate_id == candidate.id
    )
    for answers in (decisions, invitations):
        for account_id, answered_at in session.execute(answers):
            if answered_at is not None:
                yield account_id, answered_at
