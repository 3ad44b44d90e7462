"""What goes by itself, and when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa

from marketplace.events import MAIL
from marketplace.http.idempotency import KEPT
from marketplace.outbox import MAX_ATTEMPTS
from models import IdempotencyKey, ImportRun, OutboxMessage, RoleVisit, WebhookDelivery

EVERY = sa.true()
MONTH, QUARTER, YEAR = timedelta(days=30), timedelta(days=90), timedelta(days=365)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Rows of one table that go once they are old enough."""

    table: Any
    key: Any  # of the table
    since: Any  # the column from which on they are kept
    kept: timedelta
    among: sa.ColumnElement[bool] = EVERY  # the rows that the rule is about


_IS_MAIL = OutboxMessage.type == MAIL
RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "idempotency_keys": Rule(
            table=IdempotencyKey,
            key=IdempotencyKey.digest,
            since=IdempotencyKey.created_at,
            kept=KEPT,
        ),
        "delivered_mail": Rule(
            table=OutboxMessage,
            key=OutboxMessage.id,
            since=OutboxMessage.delivered_at,
            kept=MONTH,
            among=sa.and_(_IS_MAIL, OutboxMessage.delivered_at.is_not(None)),
        ),
        "failed_mail": Rule(
            table=OutboxMessage,
            key=OutboxMessage.id,
            since=OutboxMessage.due_at,
            kept=QUARTER,
            among=sa.and_(
                _IS_MAIL,
                OutboxMessage.delivered_at.is_(None),
                OutboxMessage.attempts >= MAX_ATTEMPTS,
            ),
        ),
        "events": Rule(
            table=OutboxMessage,
            key=OutboxMessage.id,
            since=OutboxMessage.delivered_at,
            kept=MONTH,
            among=sa.and_(~_IS_MAIL, OutboxMessage.delivered_at.is_not(None)),
        ),
        "webhook_deliveries": Rule(
            table=WebhookDelivery,
            key=WebhookDelivery.id,
            since=WebhookDelivery.created_at,
            kept=MONTH,
        ),
        "imports": Rule(table=ImportRun, key=ImportRun.id, since=ImportRun.ended_at, kept=QUARTER),
        "visits": Rule(table=RoleVisit, key=RoleVisit.id, since=RoleVisit.last_at, kept=YEAR),
    }
)
