"""Candidates, their status, consents, evidence and who saw them."""

import sqlalchemy as sa
from alembic import op

revision = "0003_candidates"
down_revision = "0002_roles"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "candidate",
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("managed_by_id", sa.Uuid(), nullable=True),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("links", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("headline", sa.String(length=200), nullable=True),
        sa.Column("summary", sa.Text(), nullable=True),
        sa.Column("skills", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("experience", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("education", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("patents", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("publications", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("awards", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("languages", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("hubs", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("salary_min", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("visibility", sa.String(32), nullable=False),
        sa.Column("hidden_from", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("hidden_keys", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=True),
        sa.Column("source_digest", sa.String(length=64), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_candidate_account_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["managed_by_id"],
            ["account.id"],
            name=op.f("fk_candidate_managed_by_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidate")),
        sa.UniqueConstraint("account_id", name=op.f("uq_candidate_account_id")),
        sa.UniqueConstraint("number", name=op.f("uq_candidate_number")),
        sa.UniqueConstraint("source", name=op.f("uq_candidate_source")),
    )
    with op.batch_alter_table("candidate", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_candidate_managed_by_id"), ["managed_by_id"], unique=False
        )

    op.create_table(
        "candidate_status",
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("visa", sa.String(length=8), nullable=True),
        sa.Column("k_expires", sa.Date(), nullable=True),
        sa.Column("current_sectors", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("current_province", sa.String(length=6), nullable=True),
        sa.Column("work_permit", sa.Boolean(), nullable=True),
        sa.Column("work_permit_employer", sa.String(length=200), nullable=True),
        sa.Column("work_residence_permit", sa.Boolean(), nullable=True),
        sa.Column("birth_year", sa.Integer(), nullable=True),
        sa.Column("evidence", sa.String(32), nullable=False),
        sa.Column("evidence_expires_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["candidate_id"],
            ["candidate.id"],
            name=op.f("fk_candidate_status_candidate_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("candidate_id", name=op.f("pk_candidate_status")),
    )
    op.create_table(
        "candidate_view",
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("employer_id", sa.Uuid(), nullable=True),
        sa.Column("role_id", sa.Uuid(), nullable=True),
        sa.Column("what", sa.String(length=32), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_candidate_view_account_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["candidate_id"],
            ["candidate.id"],
            name=op.f("fk_candidate_view_candidate_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["employer_id"],
            ["employer.id"],
            name=op.f("fk_candidate_view_employer_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["role_id"], ["role.id"], name=op.f("fk_candidate_view_role_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidate_view")),
    )
    with op.batch_alter_table("candidate_view", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_candidate_view_candidate_id"), ["candidate_id"], unique=False
        )

    op.create_table(
        "consent",
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(32), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("basis", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate_id"],
            ["candidate.id"],
            name=op.f("fk_consent_candidate_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("candidate_id", "purpose", name=op.f("pk_consent")),
    )
    op.create_table(
        "evidence",
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("section", sa.String(length=16), nullable=False),
        sa.Column("claim_id", sa.Uuid(), nullable=True),
        sa.Column("proof", sa.String(length=1000), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate_id"],
            ["candidate.id"],
            name=op.f("fk_evidence_candidate_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"],
            ["account.id"],
            name=op.f("fk_evidence_decided_by_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_evidence_candidate_id"), ["candidate_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evidence_candidate_id"))

    op.drop_table("evidence")
    op.drop_table("consent")
    with op.batch_alter_table("candidate_view", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_candidate_view_candidate_id"))

    op.drop_table("candidate_view")
    op.drop_table("candidate_status")
    with op.batch_alter_table("candidate", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_candidate_managed_by_id"))

    op.drop_table("candidate")
