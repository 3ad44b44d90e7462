"""Saved searches."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Identified, now


class SavedSearch(Identified, Base):
    """A stored query that alerts its owner."""

    __tablename__ = "saved_search"

    account_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str] = mapped_column(sa.String(120))
    query: Mapped[dict[str, Any]]
    frequency: Mapped[str] = mapped_column(sa.String(16), default="daily")
    created_at: Mapped[datetime] = mapped_column(default=now)
