"""Generations of the lexicon: what each term is worth, the same for every worker."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Identified, now


class IndexGeneration(Identified, Base):
    """One fitted lexicon; the newest is in force."""

    __tablename__ = "index_generation"

    name: Mapped[str] = mapped_column(sa.String(32))  # by its content
    documents: Mapped[int]  # how many it was fitted on
    lexicon: Mapped[bytes] = mapped_column(sa.LargeBinary)  # see Lexicon.to_bytes
    created_at: Mapped[datetime] = mapped_column(default=now)
