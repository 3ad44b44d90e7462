"""How often an employer posted a role before it posted this one."""

import sqlalchemy as sa
from alembic import op

revision = "0013_reposts"
down_revision = "0012_language_of_mail"
branch_labels = None
depends_on = None

# By one walk over each employer's postings of a title in a city: there may be thousands.
COUNT = """
UPDATE role SET reposts = counted.earlier
FROM (
    SELECT id, coalesce(sum(CASE WHEN status IN ('closed', 'expired') THEN 1 ELSE 0 END) OVER (
        PARTITION BY employer_id, lower(title), coalesce(city, '')
        ORDER BY posted_at
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ), 0) AS earlier
    FROM role WHERE posted_at IS NOT NULL
) AS counted
WHERE counted.id = role.id AND counted.earlier > 0
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
