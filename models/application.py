"""Applications and invitations: the two ways in which a role and a candidate meet."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Identified, Timed, now, worded
from models.role import Role
from models.transitions import InvalidTransition


class Stage(StrEnum):
    """How far an application has come."""

    APPLIED = "applied"
    SCREEN = "screen"
    INTERVIEW = "interview"
    OFFER = "offer"
    VISA = "visa"
    HIRED = "hired"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


_LINE = (Stage.APPLIED, Stage.SCREEN, Stage.INTERVIEW, Stage.OFFER, Stage.VISA, Stage.HIRED)

TRANSITIONS: Mapping[Stage, tuple[Stage, ...]] = MappingProxyType(
    {
        **{
            stage: (*_LINE[place + 1 :], Stage.REJECTED, Stage.WITHDRAWN)
            for place, stage in enumerate(_LINE[:-1])
        },
        Stage.HIRED: (),
        Stage.REJECTED: (),
        Stage.WITHDRAWN: (),
    }
)


class Application(Identified, Timed, Base):
    """A candidate's act: asking for a role."""

    __tablename__ = "application"
    __table_args__ = (sa.UniqueConstraint("role_id", "candidate_id"),)

    role_id: Mapped[UUID] = mapped_column(sa.ForeignKey("role.id", ondelete="CASCADE"))
    candidate_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("candidate.id", ondelete="CASCADE"), index=True
    )
    message: Mapped[str | None] = mapped_column(sa.Text)
    answers: Mapped[list[Any]] = mapped_column(default=list)  # of {id, question, kind, answer}
    stage: Mapped[Stage] = mapped_column(worded(Stage), default=Stage.APPLIED)
    flags: Mapped[dict[str, Any]]  # as they were shown when the candidate applied
    role: Mapped[Role] = relationship(lazy="raise_on_sql")

    def move_to(self, stage: Stage) -> None:
        """Change the stage.

        Raises:
            InvalidTransition: the table of transitions has no such move.
        """
        if stage not in TRANSITIONS[self.stage]:
            raise InvalidTransition(self.stage, stage, TRANSITIONS[self.stage])
        self.stage = stage


class ApplicationMove(Identified, Base):
    """One change of an application's stage: append-only."""

    __tablename__ = "application_move"

    application_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("application.id", ondelete="CASCADE"), index=True
    )
    account_id: Mapped[UUID | None] = mapped_column(
        sa.ForeignKey("account.id", ondelete="SET NULL")
    )
    from_stage: Mapped[Stage | None] = mapped_column(worded(Stage))
    to_stage: Mapped[Stage] = mapped_column(worded(Stage))
    reason: Mapped[str | None] = mapped_column(sa.String(200))  # for the employer alone
    message: Mapped[str | None] = mapped_column(sa.Text)  # for the candidate, once sent
    message_due_at: Mapped[datetime | None]  # a rejection can be taken back until then
    moved_at: Mapped[datetime] = mapped_column(default=now)
    batch_id: Mapped[UUID | None] = mapped_column(index=True)  # moved by one act, undone by one


class InvitationStatus(StrEnum):
    """What became of an invitation."""

    SENT = "sent"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class Invitation(Identified, Timed, Base):
    """An employer's act: asking a candidate to talk."""

    __tablename__ = "invitation"
    __table_args__ = (sa.UniqueConstraint("role_id", "candidate_id"),)

    role_id: Mapped[UUID] = mapped_column(sa.ForeignKey("role.id", ondelete="CASCADE"))
    candidate_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("candidate.id", ondelete="CASCADE"), index=True
    )
    account_id: Mapped[UUID | None] = mapped_column(
        sa.ForeignKey("account.id", ondelete="SET NULL")
    )
    message: Mapped[str] = mapped_column(sa.Text)
    status: Mapped[InvitationStatus] = mapped_column(
        worded(InvitationStatus), default=InvitationStatus.SENT
    )
    flags: Mapped[dict[str, Any]]  # as they were shown when the invitation was made
    responded_at: Mapped[datetime | None]
    role: Mapped[Role] = relationship(lazy="raise_on_sql")
