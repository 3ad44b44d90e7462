"""Analysed words beside roles and candidates."""

import sqlalchemy as sa
from alembic import op

revision = "0007_analysed_words"
down_revision = "0006_policies"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for subject in ("role", "candidate"):
        table = f"{subject}_document"
        op.create_table(
            table,
            sa.Column("version", sa.String(length=16), nullable=False),
            sa.Column("digest", sa.LargeBinary(length=16), nullable=False),
            sa.Column("body", sa.LargeBinary(), nullable=False),
            sa.Column(f"{subject}_id", sa.Uuid(), nullable=False),
            sa.ForeignKeyConstraint(
                [f"{subject}_id"],
                [f"{subject}.id"],
                name=op.f(f"fk_{table}_{subject}_id_{subject}"),
                ondelete="CASCADE",
            ),
            sa.PrimaryKeyConstraint(f"{subject}_id", name=op.f(f"pk_{table}")),
        )


def downgrade() -> None:
    op.drop_table("candidate_document")
    op.drop_table("role_document")
