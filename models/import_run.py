"""Imports: who brought in how much, and what was refused."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Identified, now


class ImportRun(Identified, Base):
    """One import that wrote something, or was to."""

    __tablename__ = "import_run"

    account_id: Mapped[UUID | None] = mapped_column(
        sa.ForeignKey("account.id", ondelete="SET NULL")
    )
    kind: Mapped[str] = mapped_column(sa.String(20))  # roles or candidates
    by_command: Mapped[bool]  # else over HTTP
    created: Mapped[int]
    updated: Mapped[int]
    unchanged: Mapped[int]
    refused: Mapped[int]
    refusals: Mapped[list[Any]]  # the first refused lines: number, places and reasons
    ended_at: Mapped[datetime] = mapped_column(default=now, index=True)

    @property
    def lines(self) -> int:
        """How many lines it had."""
        return self.created + self.updated + self.unchanged + self.refused
