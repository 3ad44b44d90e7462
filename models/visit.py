"""Visits: when a member last looked at who applied for a role."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Identified


class RoleVisit(Identified, Base):
    """A member's visit to the people of a role, and the one before it."""

    __tablename__ = "role_visit"
    __table_args__ = (sa.UniqueConstraint("role_id", "account_id"),)

    role_id: Mapped[UUID] = mapped_column(sa.ForeignKey("role.id", ondelete="CASCADE"))
    account_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    ended_before_at: Mapped[datetime | None]  # when the visit before this one ended; null: none
    begun_at: Mapped[datetime]
    last_at: Mapped[datetime]  # the latest look of this visit
