"""Tags: an employer's own words on candidates."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Identified, now


class CandidateTag(Identified, Base):
    """A word that an employer's members put on a candidate, for all of its roles."""

    __tablename__ = "candidate_tag"
    __table_args__ = (sa.UniqueConstraint("employer_id", "candidate_id", "name"),)

    employer_id: Mapped[UUID] = mapped_column(sa.ForeignKey("employer.id", ondelete="CASCADE"))
    candidate_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("candidate.id", ondelete="CASCADE"), index=True
    )
    account_id: Mapped[UUID | None] = mapped_column(
        sa.ForeignKey("account.id", ondelete="SET NULL")
    )
    name: Mapped[str] = mapped_column(sa.String(40))
    created_at: Mapped[datetime] = mapped_column(default=now)
