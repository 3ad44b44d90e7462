"""Bring the database to the newest revision, once however many start at the same time."""

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from marketplace.database import CHANGE_LOCK

MIGRATIONS = Path(__file__).parent.parent / "migrations"


def migrate(engine: sa.Engine, revision: str = "head") -> None:
    """Upgrade to a revision; others who try meanwhile wait and then find it done."""
    with _exclusive(engine) as connection:
        command.upgrade(_config(connection), revision)
        connection.commit()


def downgrade(engine: sa.Engine, revision: str) -> None:
    """Go back to a revision; ``base`` is the empty database."""
    with _exclusive(engine) as connection:
        command.downgrade(_config(connection), revision)
        connection.commit()


def _exclusive(engine: sa.Engine) -> sa.Connection:
    """Return a connection that no other migration runs beside."""
    connection = engine.execution_options(write=True, limited=False).connect()
    if engine.dialect.name == "postgresql":
        connection.execute(sa.text("SET LOCAL statement_timeout = 0"))
        connection.execute(sa.text("SET LOCAL lock_timeout = 0"))
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(CHANGE_LOCK - 1)))
    else:
        connection.execute(sa.select(1))  # BEGIN IMMEDIATE waits for the other's commit
    return connection


def _config(connection: sa.Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config
