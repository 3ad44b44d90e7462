"""What happened and what must follow: audit trail, outbox, change log, idempotency keys."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Identified, now, worded


class AuditEvent(Identified, Base):
    """An act that someone may have to answer for: append-only."""

    __tablename__ = "audit_event"

    type: Mapped[str] = mapped_column(sa.String(64), index=True)
    actor_id: Mapped[UUID | None]  # no foreign key: the trail outlives the account
    subject_id: Mapped[UUID | None] = mapped_column(index=True)
    detail: Mapped[dict[str, Any]]  # ids and codes, never personal data
    request_id: Mapped[str | None] = mapped_column(sa.String(64))
    happened_at: Mapped[datetime] = mapped_column(default=now)


class OutboxMessage(Identified, Base):
    """Something to do after the commit, at least once: an e-mail or an event to deliver."""

    __tablename__ = "outbox"

    type: Mapped[str] = mapped_column(sa.String(64))
    payload: Mapped[dict[str, Any]]
    created_at: Mapped[datetime] = mapped_column(default=now)
    due_at: Mapped[datetime] = mapped_column(default=now, index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    leased_until: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None] = mapped_column(index=True)
    failure: Mapped[str | None] = mapped_column(sa.String(500))  # of the last attempt


class ChangedKind(StrEnum):
    """What changed."""

    ROLE = "role"
    CANDIDATE = "candidate"
    GENERATION = "generation"  # a new lexicon is in force


class IndexChange(Base):
    """Something whose index entry is no longer true, in order of commit."""

    __tablename__ = "index_change"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(
        sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True
    )
    kind: Mapped[ChangedKind] = mapped_column(worded(ChangedKind))
    subject_id: Mapped[UUID]


class IdempotencyKey(Base):
    """A creating request that was answered, or is being answered, once."""

    __tablename__ = "idempotency_key"

    digest: Mapped[str] = mapped_column(sa.String(64), primary_key=True)  # caller, call and key
    account_id: Mapped[UUID | None] = mapped_column(
        sa.ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    body_digest: Mapped[str] = mapped_column(sa.String(64))
    answer: Mapped[bytes | None] = mapped_column(sa.LargeBinary)  # sealed; null: still running
    created_at: Mapped[datetime] = mapped_column(default=now, index=True)
