"""Members who want to be mailed when new candidates fit a role."""

import sqlalchemy as sa
from alembic import op

revision = "0022_role_watches"
down_revision = "0021_questions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "role_watch",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("role_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("least_band", sa.String(length=16), nullable=False),
        sa.Column("frequency", sa.String(length=16), nullable=False),
        sa.Column("told_until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["role_id"], ["role.id"], name=op.f("fk_role_watch_role_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_role_watch_account_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_watch")),
        sa.UniqueConstraint("role_id", "account_id", name=op.f("uq_role_watch_role_id_account_id")),
    )
    op.create_index(op.f("ix_role_watch_account_id"), "role_watch", ["account_id"])


def downgrade() -> None:
    op.drop_table("role_watch")
