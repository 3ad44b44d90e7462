"""What draft policies would change, and which versions were released."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Identified, now


class PolicyImpact(Identified, Base):
    """One evaluation of a draft over everything stored."""

    __tablename__ = "policy_impact"

    policy: Mapped[str] = mapped_column(sa.String(100))  # of the draft: a pack or an overlay
    version: Mapped[str] = mapped_column(sa.String(32))
    digest: Mapped[str] = mapped_column(sa.String(80), index=True)
    as_of: Mapped[date]
    pairs: Mapped[int]  # candidates times roles, each candidate once more without a role
    changes: Mapped[int]  # outcomes of pairs that differ
    created_at: Mapped[datetime] = mapped_column(default=now)


class FlagChange(Identified, Base):
    """A flag of one candidate that a draft would change, with the roles in which it does."""

    __tablename__ = "policy_flag_change"

    impact_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("policy_impact.id", ondelete="CASCADE"), index=True
    )
    candidate_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("candidate.id", ondelete="CASCADE"), index=True
    )
    flag: Mapped[str] = mapped_column(sa.String(64))
    before: Mapped[str] = mapped_column(sa.String(16))
    after: Mapped[str] = mapped_column(sa.String(16))
    role_ids: Mapped[list[Any]]  # null among them: without a role


class PolicyRelease(Identified, Base):
    """A version that came into use, once."""

    __tablename__ = "policy_release"

    policy: Mapped[str] = mapped_column(sa.String(100))
    version: Mapped[str] = mapped_column(sa.String(32))
    digest: Mapped[str] = mapped_column(sa.String(80), unique=True)
    released_at: Mapped[datetime] = mapped_column(default=now)
