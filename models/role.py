"""Roles: jobs to fill, from draft to their end."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Identified, Timed, now, worded
from models.employer import Employer
from models.transitions import InvalidTransition


class RoleStatus(StrEnum):
    """Where a role stands."""

    DRAFT = "draft"
    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"
    EXPIRED = "expired"


TRANSITIONS: Mapping[RoleStatus, tuple[RoleStatus, ...]] = MappingProxyType(
    {
        RoleStatus.DRAFT: (RoleStatus.OPEN,),
        RoleStatus.OPEN: (RoleStatus.PAUSED, RoleStatus.CLOSED, RoleStatus.EXPIRED),
        RoleStatus.PAUSED: (RoleStatus.OPEN, RoleStatus.CLOSED, RoleStatus.EXPIRED),
        RoleStatus.CLOSED: (),
        RoleStatus.EXPIRED: (),
    }
)


class Role(Identified, Timed, Base):
    """A job that an employer wants to fill."""

    __tablename__ = "role"
    __table_args__ = (
        sa.UniqueConstraint("employer_id", "source"),
        sa.Index("ix_role_status_valid_through", "status", "valid_through"),
        sa.Index("ix_role_status_id", "status", "id"),  # the newest open ones, the oldest
    )

    employer_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("employer.id", ondelete="CASCADE"), index=True
    )
    title: Mapped[str] = mapped_column(sa.String(200))
    description: Mapped[str | None] = mapped_column(sa.Text)
    requirements: Mapped[str | None] = mapped_column(sa.Text)
    skills: Mapped[list[Any]]  # of {name, required}
    sectors: Mapped[list[Any] | None]
    sectors_proposed: Mapped[bool] = mapped_column(default=False)  # by us, from the text
    kind: Mapped[str] = mapped_column(sa.String(16), default="job")
    seniority: Mapped[str | None] = mapped_column(sa.String(80))
    city: Mapped[str | None] = mapped_column(sa.String(80))
    province: Mapped[str | None] = mapped_column(sa.String(6))  # ISO 3166-2
    work_mode: Mapped[str | None] = mapped_column(sa.String(16))
    employment_type: Mapped[str | None] = mapped_column(sa.String(16))
    headcount: Mapped[int | None]
    start_date: Mapped[date | None]
    duration_months: Mapped[int | None]
    salary_min: Mapped[int | None] = mapped_column(sa.BigInteger)  # whole units of the currency
    salary_max: Mapped[int | None] = mapped_column(sa.BigInteger)
    salary_currency: Mapped[str | None] = mapped_column(sa.String(3))
    salary_period: Mapped[str | None] = mapped_column(sa.String(8))
    degree_min: Mapped[str | None] = mapped_column(sa.String(16))
    experience_years_min: Mapped[int | None]
    languages: Mapped[list[Any] | None]  # of {language, level}
    offers_sponsorship: Mapped[bool | None]  # the employer's word; no flag reads it
    support: Mapped[dict[str, Any]]
    terms: Mapped[dict[str, Any]]
    facilities: Mapped[list[Any]]
    questions: Mapped[list[Any]] = mapped_column(default=list)  # of {id, text, kind …}
    blind_review: Mapped[bool] = mapped_column(default=False)  # candidates stay codes at first
    status: Mapped[RoleStatus] = mapped_column(worded(RoleStatus), default=RoleStatus.DRAFT)
    posted_at: Mapped[datetime | None]  # when it was first opened
    reposts: Mapped[int] = mapped_column(default=0)  # postings of the same, ended before it
    ended_at: Mapped[datetime | None]
    valid_through: Mapped[date | None]
    source: Mapped[str | None] = mapped_column(sa.String(300))  # identity given by an import
    source_digest: Mapped[str | None] = mapped_column(sa.String(64))  # of the imported line
    employer: Mapped[Employer] = relationship(lazy="raise_on_sql")

    def move_to(self, status: RoleStatus) -> None:
        """Change the status.

        Raises:
            InvalidTransition: the table of transitions has no such move.
        """
        if status not in TRANSITIONS[self.status]:
            raise InvalidTransition(self.status, status, TRANSITIONS[self.status])
        self.status = status
        if status is RoleStatus.OPEN and self.posted_at is None:
            self.posted_at = now()
        if status in (RoleStatus.CLOSED, RoleStatus.EXPIRED):
            self.ended_at = now()

    @property
    def was_published(self) -> bool:
        """Whether the public has ever seen the role."""
        return self.posted_at is not None

    @property
    def has_ended(self) -> bool:
        """Whether the role is over for good."""
        return self.status in (RoleStatus.CLOSED, RoleStatus.EXPIRED)
