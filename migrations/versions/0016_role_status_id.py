"""The newest open roles, and the oldest, without sorting all of them."""

from alembic import op

revision = "0016_role_status_id"
down_revision = "0015_responsibilities"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_role_status_id", "role", ["status", "id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_role_status_id", table_name="role")
