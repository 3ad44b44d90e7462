"""What a candidate keeps beside the profile: drafts, proposals, marked roles, reviews, settings."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Identified, now, worded


class ProfileDraft(Base):
    """What somebody typed into a step of the profile's form and has not kept yet."""

    __tablename__ = "profile_draft"

    candidate_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("candidate.id", ondelete="CASCADE"), primary_key=True
    )
    step: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    typed: Mapped[dict[str, Any]]  # the form as it stands, right or wrong
    tag: Mapped[str] = mapped_column(sa.String(64))  # of what the form was opened on
    updated_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)


class ProfileProposal(Base):
    """What a résumé would change in a profile; nothing of it is in the profile yet."""

    __tablename__ = "profile_proposal"

    candidate_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("candidate.id", ondelete="CASCADE"), primary_key=True
    )
    kind: Mapped[str] = mapped_column(sa.String(16))  # json, pdf, docx
    fields: Mapped[dict[str, Any]]  # in the shape of a profile, what the résumé says alone
    notes: Mapped[list[Any]]
    created_at: Mapped[datetime] = mapped_column(default=now)


class EvidenceFile(Base):
    """A document that proves a claim: kept until somebody decided, and no longer.

    It stands in the database, so that it lives and dies with its row on every machine.
    """

    __tablename__ = "evidence_file"

    evidence_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("evidence.id", ondelete="CASCADE"), primary_key=True
    )
    name: Mapped[str] = mapped_column(sa.String(200))  # as the person called it
    media_type: Mapped[str] = mapped_column(sa.String(40))  # as its first bytes say
    size: Mapped[int]  # bytes
    content: Mapped[bytes] = mapped_column(sa.LargeBinary, deferred=True, deferred_raiseload=True)


class MarkKind(StrEnum):
    """What somebody did with a role."""

    SAVED = "saved"
    HIDDEN = "hidden"  # in none of their lists


class RoleMark(Base):
    """A role that somebody saved or does not want to see again."""

    __tablename__ = "role_mark"

    account_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("account.id", ondelete="CASCADE"), primary_key=True
    )
    role_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("role.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    kind: Mapped[MarkKind] = mapped_column(worded(MarkKind))
    created_at: Mapped[datetime] = mapped_column(default=now)


class ReviewStatus(StrEnum):
    """What became of a request that a person look again."""

    OPEN = "open"
    CONFIRMED = "confirmed"  # it was right
    CORRECTED = "corrected"  # it was not


class ReviewRequest(Identified, Base):
    """A candidate's wish that a person look at a flag or at a rank."""

    __tablename__ = "review_request"

    candidate_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("candidate.id", ondelete="CASCADE"), index=True
    )
    role_id: Mapped[UUID] = mapped_column(sa.ForeignKey("role.id", ondelete="CASCADE"), index=True)
    subject: Mapped[str] = mapped_column(sa.String(64))  # a flag's name, or "rank"
    message: Mapped[str] = mapped_column(sa.String(2000))
    shown: Mapped[dict[str, Any]]  # what the candidate saw when they asked
    due_on: Mapped[date]  # by which it is answered
    status: Mapped[ReviewStatus] = mapped_column(worded(ReviewStatus), default=ReviewStatus.OPEN)
    answer: Mapped[str | None] = mapped_column(sa.String(2000))
    created_at: Mapped[datetime] = mapped_column(default=now)
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[UUID | None] = mapped_column(
        sa.ForeignKey("account.id", ondelete="SET NULL")
    )


class NotificationSetting(Base):
    """Which mails an account does not want."""

    __tablename__ = "notification_setting"

    account_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("account.id", ondelete="CASCADE"), primary_key=True
    )
    muted: Mapped[list[Any]]  # topics
