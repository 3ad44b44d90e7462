"""Run migrations on the connection that the caller hands over, or on DATABASE_URL."""

import os
from typing import Literal

import sqlalchemy as sa
from alembic import context
from alembic.autogenerate.api import AutogenContext

from models import Base, UtcDateTime


def render_item(
    kind: str,
    item: object,
    autogen_context: AutogenContext,
) -> str | Literal[False]:
    """Write our column types as SQLAlchemy's own: a migration imports no code of ours."""
    del autogen_context
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, sa.Enum):
        return f"sa.String({item.length})"
    return False


def run(connection: sa.Connection) -> None:
    """Migrate over one connection, all steps in one transaction."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_item=render_item,
        render_as_batch=connection.dialect.name == "sqlite",
    )
    with context.begin_transaction():
        context.run_migrations()


given: sa.Connection | None = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    engine = sa.create_engine(os.environ["DATABASE_URL"])
    with engine.connect() as own:
        run(own)
