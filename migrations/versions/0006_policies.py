"""What draft policies would change, and releases."""

import sqlalchemy as sa
from alembic import op

revision = "0006_policies"
down_revision = "0005_events"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "policy_impact",
        sa.Column("policy", sa.String(length=100), nullable=False),
        sa.Column("version", sa.String(length=32), nullable=False),
        sa.Column("digest", sa.String(length=80), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("pairs", sa.Integer(), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_impact")),
    )
    with op.batch_alter_table("policy_impact", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_policy_impact_digest"), ["digest"], unique=False)

    op.create_table(
        "policy_flag_change",
        sa.Column("impact_id", sa.Uuid(), nullable=False),
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("flag", sa.String(length=64), nullable=False),
        sa.Column("before", sa.String(length=16), nullable=False),
        sa.Column("after", sa.String(length=16), nullable=False),
        sa.Column("role_ids", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate_id"],
            ["candidate.id"],
            name=op.f("fk_policy_flag_change_candidate_id_candidate"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["impact_id"],
            ["policy_impact.id"],
            name=op.f("fk_policy_flag_change_impact_id_policy_impact"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_flag_change")),
    )
    with op.batch_alter_table("policy_flag_change", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_policy_flag_change_candidate_id"), ["candidate_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_policy_flag_change_impact_id"), ["impact_id"], unique=False
        )

    op.create_table(
        "policy_release",
        sa.Column("policy", sa.String(length=100), nullable=False),
        sa.Column("version", sa.String(length=32), nullable=False),
        sa.Column("digest", sa.String(length=80), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_release")),
        sa.UniqueConstraint("digest", name=op.f("uq_policy_release_digest")),
    )


def downgrade() -> None:
    op.drop_table("policy_release")
    op.drop_table("policy_flag_change")
    op.drop_table("policy_impact")
