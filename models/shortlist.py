"""Shortlists: candidates whom an employer set apart for a role, in order."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Identified, Timed, now


class Shortlist(Identified, Timed, Base):
    """A named list of candidates for one role."""

    __tablename__ = "shortlist"
    __table_args__ = (sa.UniqueConstraint("role_id", "name"),)

    role_id: Mapped[UUID] = mapped_column(sa.ForeignKey("role.id", ondelete="CASCADE"))
    account_id: Mapped[UUID | None] = mapped_column(
        sa.ForeignKey("account.id", ondelete="SET NULL")
    )
    name: Mapped[str] = mapped_column(sa.String(120))
    share_key: Mapped[UUID | None]  # what the link is made with; null: it is not shared
    shared_until: Mapped[datetime | None]


class ShortlistEntry(Identified, Base):
    """A candidate's place in a shortlist, and why."""

    __tablename__ = "shortlist_entry"
    __table_args__ = (sa.UniqueConstraint("shortlist_id", "candidate_id"),)

    shortlist_id: Mapped[UUID] = mapped_column(sa.ForeignKey("shortlist.id", ondelete="CASCADE"))
    candidate_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("candidate.id", ondelete="CASCADE"), index=True
    )
    account_id: Mapped[UUID | None] = mapped_column(
        sa.ForeignKey("account.id", ondelete="SET NULL")
    )
    place: Mapped[int]  # from 1; gaps are allowed
    rationale: Mapped[str | None] = mapped_column(sa.String(1000))
    created_at: Mapped[datetime] = mapped_column(default=now)
