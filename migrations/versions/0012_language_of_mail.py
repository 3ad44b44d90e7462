"""The language in which an account gets its mail."""

import sqlalchemy as sa
from alembic import op

revision = "0012_language_of_mail"
down_revision = "0011_tags_letters_visits"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.add_column(sa.Column("language", sa.String(length=8), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.drop_column("language")
