"""What a candidate keeps beside the profile, and how far saved searches have told."""

import sqlalchemy as sa
from alembic import op

revision = "0008_candidate_area"
down_revision = "0007_analysed_words"
branch_labels = None
depends_on = None

TABLES = (
    "evidence_file",
    "role_mark",
    "review_request",
    "profile_proposal",
    "profile_draft",
    "notification_setting",
)


def upgrade() -> None:
    op.create_table(
        "notification_setting",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("muted", sa.JSON(none_as_null=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_notification_setting_account_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_notification_setting")),
    )
    op.create_table(
        "profile_draft",
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("step", sa.String(length=32), nullable=False),
        sa.Column("typed", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("tag", sa.String(length=64), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate_id"],
            ["candidate.id"],
            name=op.f("fk_profile_draft_candidate_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("candidate_id", "step", name=op.f("pk_profile_draft")),
    )
    op.create_table(
        "profile_proposal",
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("fields", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("notes", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate_id"],
            ["candidate.id"],
            name=op.f("fk_profile_proposal_candidate_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("candidate_id", name=op.f("pk_profile_proposal")),
    )
    op.create_table(
        "review_request",
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("role_id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("message", sa.String(length=2000), nullable=False),
        sa.Column("shown", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("answer", sa.String(length=2000), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate_id"],
            ["candidate.id"],
            name=op.f("fk_review_request_candidate_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"],
            ["account.id"],
            name=op.f("fk_review_request_decided_by_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["role_id"], ["role.id"], name=op.f("fk_review_request_role_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_request")),
    )
    with op.batch_alter_table("review_request", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_review_request_candidate_id"), ["candidate_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_review_request_role_id"), ["role_id"], unique=False)

    op.create_table(
        "role_mark",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("role_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_role_mark_account_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["role_id"], ["role.id"], name=op.f("fk_role_mark_role_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", "role_id", name=op.f("pk_role_mark")),
    )
    with op.batch_alter_table("role_mark", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_role_mark_role_id"), ["role_id"], unique=False)

    op.create_table(
        "evidence_file",
        sa.Column("evidence_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["evidence_id"],
            ["evidence.id"],
            name=op.f("fk_evidence_file_evidence_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("evidence_id", name=op.f("pk_evidence_file")),
    )

    _add_search_columns()


def _add_search_columns() -> None:
    search = sa.table(
        "saved_search",
        sa.column("language", sa.String),
        sa.column("seen_until", sa.DateTime(timezone=True)),
        sa.column("told", sa.JSON),
        sa.column("told_at", sa.DateTime(timezone=True)),
    )
    columns = (
        sa.Column("language", sa.String(length=8)),
        sa.Column("seen_until", sa.DateTime(timezone=True)),
        sa.Column("told", sa.JSON(none_as_null=True)),
        sa.Column("told_at", sa.DateTime(timezone=True)),
    )
    with op.batch_alter_table("saved_search") as batch_op:
        for column in columns:
            batch_op.add_column(column)
    # Nobody is told of what was there before.
    moment = sa.func.current_timestamp()
    op.execute(search.update().values(language="en", told=[], seen_until=moment, told_at=moment))
    with op.batch_alter_table("saved_search") as batch_op:
        for column in columns:
            batch_op.alter_column(column.name, existing_type=column.type, nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("saved_search") as batch_op:
        for name in ("told_at", "told", "seen_until", "language"):
            batch_op.drop_column(name)
    for table in TABLES:
        op.drop_table(table)
