"""What an employer's members write about candidates: shortlists, notes, scorecards, talks."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009_reviews"
down_revision = "0008_candidate_area"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _about_one("note", sa.Column("text", sa.Text(), nullable=False), _flag("is_shareable"), _at())
    _about_one(
        "scorecard",
        sa.Column("levels", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("overall", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text()),
        _at(),
        _at("updated_at"),
        unique=("role_id", "candidate_id", "account_id"),
    )
    _about_one(
        "unblinding",
        sa.Column("reason", sa.String(length=500), nullable=False),
        _at(),
        unique=("role_id", "candidate_id"),
    )
    _about_one(
        "message",
        _flag("by_candidate"),
        sa.Column("text", sa.Text(), nullable=False),
        _at("sent_at"),
    )
    _about_one(
        "interview",
        _at("starts_at"),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=300), nullable=False),
        _at(),
        sa.Column("cancelled_at", MOMENT),
    )
    _shortlists()
    op.add_column(
        "role", sa.Column("blind_review", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column("application_move", sa.Column("batch_id", sa.Uuid()))
    op.create_index(op.f("ix_application_move_batch_id"), "application_move", ["batch_id"])


def _shortlists() -> None:
    op.create_table(
        "shortlist",
        _key("role"),
        _key("account", nullable=True, ondelete="SET NULL"),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("share_key", sa.Uuid()),
        sa.Column("shared_until", MOMENT),
        sa.Column("id", sa.Uuid(), nullable=False),
        _at(),
        _at("updated_at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shortlist")),
        sa.UniqueConstraint("role_id", "name", name=op.f("uq_shortlist_role_id_name")),
    )
    op.create_table(
        "shortlist_entry",
        _key("shortlist"),
        _key("candidate"),
        _key("account", nullable=True, ondelete="SET NULL"),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("rationale", sa.String(length=1000)),
        _at(),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shortlist_entry")),
        sa.UniqueConstraint(
            "shortlist_id",
            "candidate_id",
            name=op.f("uq_shortlist_entry_shortlist_id_candidate_id"),
        ),
    )
    op.create_index(op.f("ix_shortlist_entry_candidate_id"), "shortlist_entry", ["candidate_id"])


def _about_one(name: str, *columns: sa.Column[Any], unique: tuple[str, ...] = ()) -> None:
    """Make a table of rows about one candidate for one role, by one account."""
    constraints = [sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}"))]
    more = [sa.UniqueConstraint(*unique, name=op.f(f"uq_{name}_{'_'.join(unique)}"))]
    op.create_table(
        name,
        _key("role"),
        _key("candidate"),
        _key("account", nullable=True, ondelete="SET NULL"),
        *columns,
        sa.Column("id", sa.Uuid(), nullable=False),
        *constraints,
        *(more if unique else ()),
    )
    for key in ("role_id", "candidate_id"):
        op.create_index(op.f(f"ix_{name}_{key}"), name, [key])


def _key(table: str, *, nullable: bool = False, ondelete: str = "CASCADE") -> sa.Column[Any]:
    there = sa.ForeignKey(f"{table}.id", ondelete=ondelete)
    return sa.Column(f"{table}_id", sa.Uuid(), there, nullable=nullable)


def _at(name: str = "created_at") -> sa.Column[Any]:
    return sa.Column(name, MOMENT, nullable=False)


def _flag(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Boolean(), nullable=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_application_move_batch_id"), "application_move")
    op.drop_column("application_move", "batch_id")
    op.drop_column("role", "blind_review")
    for name in (
        "shortlist_entry",
        "shortlist",
        "interview",
        "message",
        "unblinding",
        "scorecard",
        "note",
    ):
        op.drop_table(name)
