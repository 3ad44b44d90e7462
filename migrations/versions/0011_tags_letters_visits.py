"""Tags on candidates, form letters, and when members last looked."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0011_tags_letters_visits"
down_revision = "0010_second_ways"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _make(
        "candidate_tag",
        _key("employer"),
        _key("candidate"),
        _key("account", nullable=True, ondelete="SET NULL"),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        unique=("employer_id", "candidate_id", "name"),
    )
    op.create_index(op.f("ix_candidate_tag_candidate_id"), "candidate_tag", ["candidate_id"])
    _make(
        "form_letter",
        _key("employer"),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("text_en", sa.Text()),
        sa.Column("text_zh", sa.Text()),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        unique=("employer_id", "kind", "name"),
    )
    _make(
        "role_visit",
        _key("role"),
        _key("account"),
        sa.Column("ended_before_at", MOMENT),
        sa.Column("begun_at", MOMENT, nullable=False),
        sa.Column("last_at", MOMENT, nullable=False),
        unique=("role_id", "account_id"),
    )
    op.create_index(op.f("ix_role_visit_account_id"), "role_visit", ["account_id"])


def _make(name: str, *columns: sa.Column[Any], unique: tuple[str, ...]) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Uuid(), nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint(*unique, name=op.f(f"uq_{name}_{'_'.join(unique)}")),
    )


def _key(table: str, *, nullable: bool = False, ondelete: str = "CASCADE") -> sa.Column[Any]:
    there = sa.ForeignKey(f"{table}.id", ondelete=ondelete)
    return sa.Column(f"{table}_id", sa.Uuid(), there, nullable=nullable)


def downgrade() -> None:
    for name in ("role_visit", "form_letter", "candidate_tag"):
        op.drop_table(name)
