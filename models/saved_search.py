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
    frequency: Mapped[str] = mapped_column(sa.String(16), default="daily")  # "off": no mail
    language: Mapped[str] = mapped_column(sa.String(8), default="en")  # of its mails
    seen_until: Mapped[datetime] = mapped_column(default=now)  # roles posted later are news
    told: Mapped[list[Any]] = mapped_column(default=list)  # ids told of near ``seen_until``
    told_at: Mapped[datetime] = mapped_column(default=now)  # when the last digest was due
    created_at: Mapped[datetime] = mapped_column(default=now)
