"""Passkeys: what devices keep and we can check."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Identified


class Passkey(Identified, Base):
    """A key of a device that opens an account without its password."""

    __tablename__ = "passkey"

    account_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str] = mapped_column(sa.String(64))
    credential_id: Mapped[bytes] = mapped_column(sa.LargeBinary(1024), unique=True)
    public_key: Mapped[bytes] = mapped_column(sa.LargeBinary(2048))
    sign_count: Mapped[int] = mapped_column(default=0)
    usage: Mapped[str] = mapped_column(sa.String(16))  # first: opens alone
    transports: Mapped[list[Any] | None]
    extensions: Mapped[str | None] = mapped_column(sa.String(255))
    backup_state: Mapped[bool]
    device_type: Mapped[str] = mapped_column(sa.String(64))
    lastuse_datetime: Mapped[datetime]
