"""What an employer's members write and agree about one candidate for one role."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Identified, Timed, now


class _Meeting(Identified):
    """A row about one candidate for one role, by one account."""

    role_id: Mapped[UUID] = mapped_column(sa.ForeignKey("role.id", ondelete="CASCADE"), index=True)
    candidate_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("candidate.id", ondelete="CASCADE"), index=True
    )
    account_id: Mapped[UUID | None] = mapped_column(
        sa.ForeignKey("account.id", ondelete="SET NULL")
    )


class Note(_Meeting, Base):
    """A member's note."""

    __tablename__ = "note"

    text: Mapped[str] = mapped_column(sa.Text)
    is_shareable: Mapped[bool] = mapped_column(default=False)  # may stand behind a shared link
    created_at: Mapped[datetime] = mapped_column(default=now)


class Scorecard(_Meeting, Timed, Base):
    """A member's judgement, attribute by attribute."""

    __tablename__ = "scorecard"
    __table_args__ = (sa.UniqueConstraint("role_id", "candidate_id", "account_id"),)

    levels: Mapped[dict[str, Any]]  # attribute → 1 (far below) … 5 (far above)
    overall: Mapped[int]
    text: Mapped[str | None] = mapped_column(sa.Text)


class Unblinding(_Meeting, Base):
    """That a member lifted the blind from a candidate, and why: append-only."""

    __tablename__ = "unblinding"
    __table_args__ = (sa.UniqueConstraint("role_id", "candidate_id"),)

    reason: Mapped[str] = mapped_column(sa.String(500))
    created_at: Mapped[datetime] = mapped_column(default=now)


class Responsibility(_Meeting, Base):
    """Which member looks after a candidate for a role."""

    __tablename__ = "responsibility"
    __table_args__ = (sa.UniqueConstraint("role_id", "candidate_id"),)

    created_at: Mapped[datetime] = mapped_column(default=now)


class ConversationMessage(_Meeting, Base):
    """What one side wrote to the other once the contact was released."""

    __tablename__ = "message"

    by_candidate: Mapped[bool]
    text: Mapped[str] = mapped_column(sa.Text)
    sent_at: Mapped[datetime] = mapped_column(default=now)


class Interview(_Meeting, Base):
    """A date that a member set for a talk with a candidate."""

    __tablename__ = "interview"

    starts_at: Mapped[datetime]
    minutes: Mapped[int]
    place: Mapped[str] = mapped_column(sa.String(300))  # an address, a room or a link
    created_at: Mapped[datetime] = mapped_column(default=now)
    cancelled_at: Mapped[datetime | None]
