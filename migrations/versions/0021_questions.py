"""What roles ask their applicants, and what these answered."""

import sqlalchemy as sa
from alembic import op

revision = "0021_questions"
down_revision = "0020_notice_period"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table, name in (("role", "questions"), ("application", "answers")):
        op.add_column(table, sa.Column(name, sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    op.drop_column("application", "answers")
    op.drop_column("role", "questions")
