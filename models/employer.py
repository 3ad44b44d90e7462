"""Employers: who may post roles."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Identified, Timed, worded


class VerificationStatus(StrEnum):
    """How far the operator has checked an employer."""

    UNVERIFIED = "unverified"
    PENDING = "pending"
    VERIFIED = "verified"
    REJECTED = "rejected"
    SUSPENDED = "suspended"

    @property
    def is_shut_out(self) -> bool:
        """Whether the operator keeps its roles from everyone else."""
        return self in {VerificationStatus.REJECTED, VerificationStatus.SUSPENDED}


class Employer(Identified, Timed, Base):
    """A university, company or zone that posts roles."""

    __tablename__ = "employer"

    name: Mapped[str] = mapped_column(sa.String(200))
    kind: Mapped[str] = mapped_column(sa.String(32))
    sectors: Mapped[list[Any]]
    city: Mapped[str | None] = mapped_column(sa.String(80))
    province: Mapped[str | None] = mapped_column(sa.String(6))  # ISO 3166-2
    website: Mapped[str | None] = mapped_column(sa.String(300))
    unified_social_credit_code: Mapped[str | None] = mapped_column(sa.String(18), unique=True)
    verification_status: Mapped[VerificationStatus] = mapped_column(
        worded(VerificationStatus), default=VerificationStatus.UNVERIFIED, index=True
    )
    verification_checked_at: Mapped[datetime | None]
    verification_reason: Mapped[str | None] = mapped_column(sa.String(1000))  # the operator's word
    source: Mapped[str | None] = mapped_column(sa.String(300), unique=True)
    # ^ the key that an import gave; null: made by a person
