"""Accounts, their API tokens and the parts they play in employers."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Identified, Timed, now, worded
from models.passkey import Passkey


class Account(Identified, Timed, Base):
    """Someone who can sign in."""

    __tablename__ = "account"

    email: Mapped[str] = mapped_column(sa.String(254), unique=True)  # normalised, lower case
    password: Mapped[str] = mapped_column(sa.String(255))  # an argon2 hash
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(
        sa.String(64), unique=True, default=lambda: uuid4().hex
    )  # a new one ends every session of the account
    confirmed_at: Mapped[datetime | None]  # when the e-mail address was proved
    language: Mapped[str | None] = mapped_column(sa.String(8))  # of mail; null: none chosen yet
    is_admin: Mapped[bool] = mapped_column(default=False)  # the operator
    is_verifier: Mapped[bool] = mapped_column(default=False)  # decides on evidence
    tf_primary_method: Mapped[str | None] = mapped_column(sa.String(64))  # of the second factor
    tf_totp_secret: Mapped[str | None] = mapped_column(sa.String(500))  # encrypted
    totp_counter: Mapped[int | None]  # of the last code used: none opens twice
    mf_recovery_codes: Mapped[list[str] | None] = mapped_column(
        MutableList.as_mutable(sa.JSON(none_as_null=True))
    )  # encrypted, each good once
    fs_webauthn_user_handle: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    webauthn: Mapped[list[Passkey]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, order_by=Passkey.id
    )


class ApiToken(Identified, Base):
    """A secret that lets a program act for an account, within scopes."""

    __tablename__ = "api_token"

    account_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str] = mapped_column(sa.String(80))
    prefix: Mapped[str] = mapped_column(sa.String(12))  # enough to recognise, too little to use
    digest: Mapped[str] = mapped_column(sa.String(64), unique=True)  # SHA-256 of the secret
    scopes: Mapped[list[Any]]
    created_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class MemberPart(StrEnum):
    """What a member may do for an employer."""

    OWNER = "owner"
    RECRUITER = "recruiter"
    VIEWER = "viewer"


class Membership(Identified, Base):
    """An account's part in an employer."""

    __tablename__ = "membership"
    __table_args__ = (sa.UniqueConstraint("employer_id", "email"),)

    employer_id: Mapped[UUID] = mapped_column(sa.ForeignKey("employer.id", ondelete="CASCADE"))
    email: Mapped[str] = mapped_column(sa.String(254))  # normalised, lower case
    account_id: Mapped[UUID | None] = mapped_column(
        sa.ForeignKey("account.id", ondelete="CASCADE"), index=True
    )  # null: nobody with this address has an account yet
    part: Mapped[MemberPart] = mapped_column(worded(MemberPart))
    created_at: Mapped[datetime] = mapped_column(default=now)
