"""Webhooks: addresses that hear of events, and what was delivered to them."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Identified, Served, now, worded


class DisabledBecause(StrEnum):
    """Why we stopped delivering, where it was not the owner's wish."""

    GONE = "gone"  # the receiver answered 410
    FAILING = "failing"  # nothing got through for days


class Webhook(Served, Base):
    """An address of an account's or an employer's that hears of events."""

    __tablename__ = "webhook"
    __table_args__ = (
        sa.CheckConstraint("(account_id IS NULL) <> (employer_id IS NULL)", name="one_owner"),
    )

    account_id: Mapped[UUID | None] = mapped_column(
        sa.ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    employer_id: Mapped[UUID | None] = mapped_column(
        sa.ForeignKey("employer.id", ondelete="CASCADE"), index=True
    )
    url: Mapped[str] = mapped_column(sa.String(500))
    description: Mapped[str | None] = mapped_column(sa.String(200))
    events: Mapped[list[Any]]  # the types that it hears of
    enabled: Mapped[bool] = mapped_column(default=True)
    disabled_because: Mapped[DisabledBecause | None] = mapped_column(worded(DisabledBecause))
    disabled_at: Mapped[datetime | None]  # by us or its owner; null: it is enabled
    resend_after: Mapped[UUID | None]  # the last event it missed that it was told of since
    secret: Mapped[bytes] = mapped_column(sa.LargeBinary)  # sealed
    old_secret: Mapped[bytes | None] = mapped_column(sa.LargeBinary)  # sealed; signs beside it
    old_secret_until: Mapped[datetime | None]
    failing_since: Mapped[datetime | None]  # null: the last attempt succeeded
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now)  # by its owner, or when disabled

    def stop(self, because: DisabledBecause, at: datetime) -> None:
        """Deliver nothing more, until the owner enables it again."""
        self.enabled, self.disabled_because = False, because
        self.disabled_at = self.updated_at = at


class DeliveryStatus(StrEnum):
    """What became of a delivery."""

    PENDING = "pending"
    DELIVERED = "delivered"
    FAILED = "failed"  # given up
    WITHHELD = "withheld"  # the receiver may not hear of it any more


class WebhookDelivery(Identified, Base):
    """One event on its way to one webhook."""

    __tablename__ = "webhook_delivery"
    __table_args__ = (
        sa.UniqueConstraint("webhook_id", "event_id"),
        sa.Index(None, "webhook_id", "status", "due_at"),
    )

    webhook_id: Mapped[UUID] = mapped_column(sa.ForeignKey("webhook.id", ondelete="CASCADE"))
    event_id: Mapped[UUID]  # what the receiver gets as webhook-id, on every attempt
    type: Mapped[str] = mapped_column(sa.String(64))
    payload: Mapped[dict[str, Any]]  # ids and codes, of which the body is made at each attempt
    happened_at: Mapped[datetime]
    status: Mapped[DeliveryStatus] = mapped_column(
        worded(DeliveryStatus), default=DeliveryStatus.PENDING
    )
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime]
    attempted_at: Mapped[datetime | None]
    response_status: Mapped[int | None]  # of the last attempt; null: no answer
    failure: Mapped[str | None] = mapped_column(sa.String(200))  # of the last attempt
    finished_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now, index=True)

    @property
    def next_attempt_at(self) -> datetime | None:
        """When it is tried again, if it is."""
        return self.due_at if self.status is DeliveryStatus.PENDING else None
