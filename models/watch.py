"""Watches: whom a member wants to hear of for a role."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Identified, now


class RoleWatch(Identified, Base):
    """A member's wish to be mailed when new candidates fit a role."""

    __tablename__ = "role_watch"
    __table_args__ = (sa.UniqueConstraint("role_id", "account_id"),)

    role_id: Mapped[UUID] = mapped_column(sa.ForeignKey("role.id", ondelete="CASCADE"))
    account_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    least_band: Mapped[str] = mapped_column(sa.String(16))  # weaker fits are no news
    frequency: Mapped[str] = mapped_column(sa.String(16))
    told_until: Mapped[datetime] = mapped_column(default=now)  # of changes up to then was told
