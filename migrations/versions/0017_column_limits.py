"""How many people a column of a pipeline is meant to hold."""

import sqlalchemy as sa
from alembic import op

revision = "0017_column_limits"
down_revision = "0016_role_status_id"
branch_labels = None
depends_on = None

TABLE = "column_limit"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("role_id", sa.Uuid(), nullable=False),
        sa.Column("column", sa.String(length=16), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["role_id"], ["role.id"], name=op.f("fk_column_limit_role_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("role_id", "column", name=op.f("pk_column_limit")),
    )


def downgrade() -> None:
    op.drop_table(TABLE)
