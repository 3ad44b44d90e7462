"""Which member looks after a candidate for a role."""

import sqlalchemy as sa
from alembic import op

revision = "0015_responsibilities"
down_revision = "0014_import_runs"
branch_labels = None
depends_on = None

TABLE = "responsibility"


def upgrade() -> None:
    op.create_table(
        TABLE,
        _key("role"),
        _key("candidate"),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_responsibility_account_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_responsibility")),
        sa.UniqueConstraint(
            "role_id", "candidate_id", name=op.f("uq_responsibility_role_id_candidate_id")
        ),
        *(_reference(each) for each in ("role", "candidate")),
    )
    for column in ("role_id", "candidate_id"):
        op.create_index(op.f(f"ix_responsibility_{column}"), TABLE, [column], unique=False)


def _key(table: str) -> sa.Column[object]:
    return sa.Column(f"{table}_id", sa.Uuid(), nullable=False)


def _reference(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [f"{table}_id"],
        [f"{table}.id"],
        name=op.f(f"fk_responsibility_{table}_id"),
        ondelete="CASCADE",
    )


def downgrade() -> None:
    op.drop_table(TABLE)
