"""Employers' accounts at Greenhouse, and whom they send there."""

import sqlalchemy as sa
from alembic import op

revision = "0023_greenhouse"
down_revision = "0022_role_watches"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "greenhouse_account",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("employer_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("key_end", sa.String(length=4), nullable=False),
        sa.Column("user_email", sa.String(length=254), nullable=False),
        sa.Column("is_to_check", sa.Boolean(), nullable=False),
        sa.Column("checked_at", MOMENT, nullable=True),
        sa.Column("user_name", sa.String(length=200), nullable=True),
        sa.Column("failure", sa.String(length=200), nullable=True),
        sa.Column("held_until", MOMENT, nullable=True),
        sa.Column("leased_until", MOMENT, nullable=True),
        sa.Column("served_at", MOMENT, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["employer_id"],
            ["employer.id"],
            name=op.f("fk_greenhouse_account_employer_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_greenhouse_account")),
        sa.UniqueConstraint("employer_id", name=op.f("uq_greenhouse_account_employer_id")),
    )
    op.create_table(
        "greenhouse_push",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("employer_id", sa.Uuid(), nullable=False),
        sa.Column("role_id", sa.Uuid(), nullable=False),
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("job_id", sa.BigInteger(), nullable=True),
        sa.Column("band", sa.String(length=16), nullable=True),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("attempted_at", MOMENT, nullable=True),
        sa.Column("failure", sa.String(length=200), nullable=True),
        sa.Column("detail", sa.String(length=300), nullable=True),
        sa.Column("profile_url", sa.String(length=500), nullable=True),
        sa.Column("finished_at", MOMENT, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [f"{other}_id"],
                [f"{other}.id"],
                name=op.f(f"fk_greenhouse_push_{other}_id"),
                ondelete="SET NULL" if other == "account" else "CASCADE",
            )
            for other in ("employer", "role", "candidate", "account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_greenhouse_push")),
        sa.UniqueConstraint(
            "role_id", "candidate_id", name=op.f("uq_greenhouse_push_role_id_candidate_id")
        ),
    )
    op.create_index(op.f("ix_greenhouse_push_candidate_id"), "greenhouse_push", ["candidate_id"])
    op.create_index(
        op.f("ix_greenhouse_push_employer_id_status_due_at"),
        "greenhouse_push",
        ["employer_id", "status", "due_at"],
    )


def downgrade() -> None:
    op.drop_table("greenhouse_push")
    op.drop_table("greenhouse_account")
