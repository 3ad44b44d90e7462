"""Pipelines: what an employer set for the columns of a role."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class ColumnLimit(Base):
    """How many people a column is meant to hold at most; it stops nobody."""

    __tablename__ = "column_limit"

    role_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("role.id", ondelete="CASCADE"), primary_key=True
    )
    column: Mapped[str] = mapped_column(sa.String(16), primary_key=True)
    most: Mapped[int]
