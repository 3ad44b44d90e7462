"""Since when a webhook is disabled, and from where on it hears of what it missed."""

import sqlalchemy as sa
from alembic import op

revision = "0019_webhook_catch_up"
down_revision = "0018_webhooks"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("webhook", sa.Column("disabled_at", sa.DateTime(timezone=True)))
    op.add_column("webhook", sa.Column("resend_after", sa.Uuid()))
    webhook = sa.table("webhook", *map(sa.column, ("enabled", "disabled_at", "updated_at")))
    disabled = sa.update(webhook).where(webhook.c.enabled == sa.false())
    op.execute(disabled.values(disabled_at=webhook.c.updated_at))


def downgrade() -> None:
    op.drop_column("webhook", "resend_after")
    op.drop_column("webhook", "disabled_at")
