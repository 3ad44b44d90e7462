"""Greenhouse: an employer's account there, and whom the employer has us send to it."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Identified, Served, now, worded


class GreenhouseAccount(Served, Base):
    """How we reach the Greenhouse of an employer, as its sourcing partner."""

    __tablename__ = "greenhouse_account"

    employer_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("employer.id", ondelete="CASCADE"), unique=True
    )
    key: Mapped[bytes] = mapped_column(sa.LargeBinary)  # sealed
    key_end: Mapped[str] = mapped_column(sa.String(4))  # by which its owner knows it again
    user_email: Mapped[str] = mapped_column(sa.String(254))  # on whose behalf we send
    is_to_check: Mapped[bool] = mapped_column(default=True)  # ask Greenhouse who the user is
    checked_at: Mapped[datetime | None]
    user_name: Mapped[str | None] = mapped_column(sa.String(200))  # as Greenhouse answered
    failure: Mapped[str | None] = mapped_column(sa.String(200))  # null: it works, or is not asked
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now)  # by its owner


class PushStatus(StrEnum):
    """What became of somebody whom an employer sends to its Greenhouse."""

    WAITING = "waiting"
    UNDER_WAY = "under_way"  # asked of Greenhouse; what it answers is not known yet
    SENT = "sent"
    FAILED = "failed"  # given up, or refused there
    WITHHELD = "withheld"  # the person's contact was not released any more


class GreenhousePush(Identified, Base):
    """One candidate of one role on the way to the employer's Greenhouse."""

    __tablename__ = "greenhouse_push"
    __table_args__ = (
        sa.UniqueConstraint("role_id", "candidate_id"),  # nobody is sent twice
        sa.Index(None, "employer_id", "status", "due_at"),
    )

    employer_id: Mapped[UUID] = mapped_column(sa.ForeignKey("employer.id", ondelete="CASCADE"))
    role_id: Mapped[UUID] = mapped_column(sa.ForeignKey("role.id", ondelete="CASCADE"))
    candidate_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("candidate.id", ondelete="CASCADE"), index=True
    )
    account_id: Mapped[UUID | None] = mapped_column(  # of the member who asked for it
        sa.ForeignKey("account.id", ondelete="SET NULL")
    )
    job_id: Mapped[int | None] = mapped_column(sa.BigInteger)  # there; null: a prospect of no job
    band: Mapped[str | None] = mapped_column(sa.String(16))  # how well they fit when it was asked
    status: Mapped[PushStatus] = mapped_column(worded(PushStatus), default=PushStatus.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime]
    attempted_at: Mapped[datetime | None]
    failure: Mapped[str | None] = mapped_column(sa.String(200))  # of the last attempt
    detail: Mapped[str | None] = mapped_column(sa.String(300))  # what Greenhouse said is wrong
    profile_url: Mapped[str | None] = mapped_column(sa.String(500))  # of the person there
    finished_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)

    def finish(
        self,
        status: PushStatus,
        at: datetime,
        *,
        failure: str | None = None,
        detail: str | None = None,
        profile_url: str | None = None,
    ) -> None:
        """End what is tried, with what came of it."""
        self.status, self.finished_at = status, at
        self.failure = None if failure is None else str(failure)
        self.detail, self.profile_url = detail, profile_url
