"""Candidates: their profiles, what they consented to and what was proved."""

from datetime import date, datetime
from enum import StrEnum
from secrets import randbits
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Identified, Timed, now, worded


class Visibility(StrEnum):
    """Who may find a candidate."""

    HIDDEN = "hidden"  # in no ranking
    ANONYMOUS = "anonymous"  # ranked, identity withheld
    OPEN = "open"


class Purpose(StrEnum):
    """What a candidate can consent to."""

    MATCHING = "matching"
    SENSITIVE_STATUS = "sensitive_status"
    SHARE_STATUS = "share_status"
    CONTACT = "contact"


class EvidenceState(StrEnum):
    """What a claim's proof is worth."""

    NONE = "none"
    VERIFIED = "verified"
    EXPIRED = "expired"
    REJECTED = "rejected"


class Candidate(Identified, Timed, Base):
    """A person who looks for roles.

    The sections (``experience`` to ``languages``) are lists of objects, each with an ``id`` and
    its ``evidence``; null is "not stated", an empty list "stated: none".
    """

    __tablename__ = "candidate"

    account_id: Mapped[UUID | None] = mapped_column(
        sa.ForeignKey("account.id", ondelete="CASCADE"), unique=True
    )  # null: made by an integration, not yet claimed
    managed_by_id: Mapped[UUID | None] = mapped_column(
        sa.ForeignKey("account.id", ondelete="SET NULL"), index=True
    )  # the integration that made it
    number: Mapped[int] = mapped_column(
        sa.BigInteger, unique=True, default=lambda: randbits(40)
    )  # the secret behind the codes that employers see
    confirmed_at: Mapped[datetime | None]  # when the person took the profile over
    name: Mapped[str | None] = mapped_column(sa.String(200))
    email: Mapped[str | None] = mapped_column(sa.String(254))
    phone: Mapped[str | None] = mapped_column(sa.String(40))
    links: Mapped[list[Any]]
    headline: Mapped[str | None] = mapped_column(sa.String(200))
    summary: Mapped[str | None] = mapped_column(sa.Text)
    skills: Mapped[list[Any] | None]
    experience: Mapped[list[Any] | None]
    education: Mapped[list[Any] | None]
    patents: Mapped[list[Any] | None]
    publications: Mapped[list[Any] | None]
    awards: Mapped[list[Any] | None]
    languages: Mapped[list[Any] | None]
    hubs: Mapped[list[Any] | None]
    salary_min: Mapped[dict[str, Any] | None]  # {amount, currency, period}
    notice_weeks: Mapped[int | None]  # from an offer to the first day; 0: at once
    visibility: Mapped[Visibility] = mapped_column(worded(Visibility), default=Visibility.HIDDEN)
    hidden_from: Mapped[list[Any]]  # employer ids and domains, as the person wrote them
    hidden_keys: Mapped[list[Any]]  # the same, with the domains of the named employers
    source: Mapped[str | None] = mapped_column(sa.String(300), unique=True)
    source_digest: Mapped[str | None] = mapped_column(sa.String(64))
    status: Mapped["CandidateStatus | None"] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", passive_deletes=True
    )
    consents: Mapped[list["Consent"]] = relationship(
        lazy="raise_on_sql",
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="Consent.purpose",
    )

    def consents_to(self, purpose: Purpose) -> bool:
        """Whether the consent stands; the consents must be loaded."""
        return any(consent.purpose == purpose for consent in self.consents)


class CandidateStatus(Base):
    """A candidate's visa and permits: the most sensitive row that we keep."""

    __tablename__ = "candidate_status"

    candidate_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("candidate.id", ondelete="CASCADE"), primary_key=True
    )
    visa: Mapped[str | None] = mapped_column(sa.String(8))
    k_expires: Mapped[date | None]
    current_sectors: Mapped[list[Any] | None]
    current_province: Mapped[str | None] = mapped_column(sa.String(6))
    work_permit: Mapped[bool | None]
    work_permit_employer: Mapped[str | None] = mapped_column(sa.String(200))
    work_residence_permit: Mapped[bool | None]
    birth_year: Mapped[int | None]
    evidence: Mapped[EvidenceState] = mapped_column(
        worded(EvidenceState), default=EvidenceState.NONE
    )
    evidence_expires_on: Mapped[date | None]


class Consent(Base):
    """A purpose that the candidate allowed; withdrawing deletes the row, the audit keeps both."""

    __tablename__ = "consent"

    candidate_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("candidate.id", ondelete="CASCADE"), primary_key=True
    )
    purpose: Mapped[Purpose] = mapped_column(worded(Purpose), primary_key=True)
    given_at: Mapped[datetime] = mapped_column(default=now)
    basis: Mapped[str] = mapped_column(sa.String(500))  # how the consent was given


class EvidenceItem(Identified, Base):
    """A proof that a candidate handed in for one claim, and what was decided."""

    __tablename__ = "evidence"

    candidate_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("candidate.id", ondelete="CASCADE"), index=True
    )
    section: Mapped[str] = mapped_column(sa.String(16))  # education, patents …, status
    claim_id: Mapped[UUID | None]  # the entry's id; null for the status
    proof: Mapped[str] = mapped_column(sa.String(1000))  # a reference or an address
    state: Mapped[EvidenceState] = mapped_column(worded(EvidenceState), default=EvidenceState.NONE)
    reason: Mapped[str | None] = mapped_column(sa.String(1000))
    expires_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[UUID | None] = mapped_column(
        sa.ForeignKey("account.id", ondelete="SET NULL")
    )


class CandidateView(Identified, Base):
    """That someone saw a candidate: what, when, and for which role."""

    __tablename__ = "candidate_view"

    candidate_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("candidate.id", ondelete="CASCADE"), index=True
    )
    account_id: Mapped[UUID | None] = mapped_column(
        sa.ForeignKey("account.id", ondelete="SET NULL")
    )
    employer_id: Mapped[UUID | None] = mapped_column(
        sa.ForeignKey("employer.id", ondelete="SET NULL")
    )
    role_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("role.id", ondelete="SET NULL"))
    what: Mapped[str] = mapped_column(sa.String(32))  # match, contact, evidence …
    seen_at: Mapped[datetime] = mapped_column(default=now)
