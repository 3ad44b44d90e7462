"""Webhooks and their deliveries."""

import sqlalchemy as sa
from alembic import op

revision = "0018_webhooks"
down_revision = "0017_column_limits"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "webhook",
        *(sa.Column(f"{owner}_id", sa.Uuid(), nullable=True) for owner in ("account", "employer")),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("description", sa.String(length=200), nullable=True),
        sa.Column("events", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("disabled_because", sa.String(length=32), nullable=True),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("old_secret", sa.LargeBinary(), nullable=True),
        *(
            _moment(name, nullable=True)
            for name in ("old_secret_until", "failing_since", "held_until", "leased_until")
        ),
        *(_moment(name) for name in ("served_at", "created_at", "updated_at")),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(account_id IS NULL) <> (employer_id IS NULL)", name=op.f("ck_webhook_one_owner")
        ),
        *(_reference("webhook", owner) for owner in ("account", "employer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook")),
    )
    for owner in ("account", "employer"):
        op.create_index(op.f(f"ix_webhook_{owner}_id"), "webhook", [f"{owner}_id"], unique=False)
    _create_deliveries()


def _create_deliveries() -> None:
    op.create_table(
        "webhook_delivery",
        sa.Column("webhook_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("type", sa.String(length=64), nullable=False),
        sa.Column("payload", sa.JSON(none_as_null=True), nullable=False),
        _moment("happened_at"),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        _moment("due_at"),
        _moment("attempted_at", nullable=True),
        sa.Column("response_status", sa.Integer(), nullable=True),
        sa.Column("failure", sa.String(length=200), nullable=True),
        _moment("finished_at", nullable=True),
        _moment("created_at"),
        sa.Column("id", sa.Uuid(), nullable=False),
        _reference("webhook_delivery", "webhook"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_delivery")),
        sa.UniqueConstraint(
            "webhook_id", "event_id", name=op.f("uq_webhook_delivery_webhook_id_event_id")
        ),
    )
    for columns in (["webhook_id", "status", "due_at"], ["created_at"]):
        name = op.f(f"ix_webhook_delivery_{'_'.join(columns)}")
        op.create_index(name, "webhook_delivery", columns, unique=False)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _reference(table: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [f"{to}_id"], [f"{to}.id"], name=op.f(f"fk_{table}_{to}_id"), ondelete="CASCADE"
    )


def downgrade() -> None:
    op.drop_table("webhook_delivery")
    op.drop_table("webhook")
