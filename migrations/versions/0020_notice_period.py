"""How many weeks after an offer a candidate could start."""

import sqlalchemy as sa
from alembic import op

revision = "0020_notice_period"
down_revision = "0019_webhook_catch_up"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("candidate", sa.Column("notice_weeks", sa.Integer()))


def downgrade() -> None:
    op.drop_column("candidate", "notice_weeks")
