"""How often an employer posted a role before it posted this one."""

import sqlalchemy as sa
from alembic import op

revision = "0013_reposts"
down_revision = "0012_language_of_mail"
branch_labels = None
depends_on = None

COUNT = """
UPDATE role SET reposts = (
    SELECT count(*) FROM role AS earlier
    WHERE earlier.employer_id = role.employer_id
    AND earlier.status IN ('closed', 'expired')
    AND earlier.posted_at < role.posted_at
    AND lower(earlier.title) = lower(role.title)
    AND coalesce(earlier.city, '') = coalesce(role.city, '')
)
"""


def upgrade() -> None:
    with op.batch_alter_table("role", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reposts", sa.Integer(), nullable=False, server_default="0"))
    op.execute(COUNT)
    with op.batch_alter_table("role", schema=None) as batch_op:
        batch_op.alter_column("reposts", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("role", schema=None) as batch_op:
        batch_op.drop_column("reposts")
