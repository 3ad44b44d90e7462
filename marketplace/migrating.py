"""Bring the database to the newest revision, once however many start at the same time."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from marketplace.database import CHANGE_LOCK

PATIENCE_MILLISECONDS = 600_000  # with another migration; PostgreSQL waits for its end
MIGRATIONS = Path(__file__).parent.parent / "migrations"


class BrokenReferences(Exception):
    """A migration would leave rows that refer to nothing."""


def migrate(engine: sa.Engine, revision: str = "head") -> None:
    """Upgrade to a revision; others who try meanwhile wait and then find it done."""
    with _exclusive(engine) as connection:
        command.upgrade(_config(connection), revision)
        _commit(connection)


def downgrade(engine: sa.Engine, revision: str) -> None:
    """Go back to a revision; ``base`` is the empty database."""
    with _exclusive(engine) as connection:
        command.downgrade(_config(connection), revision)
        _commit(connection)


@contextmanager
def _exclusive(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Give a connection that no other migration runs beside."""
    options = {"write": True, "limited": False, "patience": PATIENCE_MILLISECONDS}
    with engine.execution_options(**options).connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(sa.text("SET LOCAL statement_timeout = 0"))
            connection.execute(sa.text("SET LOCAL lock_timeout = 0"))
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(CHANGE_LOCK - 1)))
            yield connection
        else:
            with _keys_checked_at_the_end(connection):
                connection.execute(sa.select(1))  # BEGIN IMMEDIATE waits for the other's commit
                yield connection


@contextmanager
def _keys_checked_at_the_end(connection: sa.Connection) -> Iterator[None]:
    """Let SQLite replace a table without deleting what refers to it.

    It alters a table by copying, dropping and renaming it; with foreign keys on, the drop deletes
    its rows first, and with them, by ON DELETE CASCADE, those of other tables.
    """
    raw = connection.connection.driver_connection
    assert raw is not None  # noqa: S101 - the connection was just opened
    raw.execute("PRAGMA foreign_keys=OFF")  # does nothing inside a transaction
    try:
        yield
    finally:
        connection.rollback()
        raw.execute("PRAGMA foreign_keys=ON")


def _commit(connection: sa.Connection) -> None:
    """Commit, unless a row refers to one that is not there."""
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise BrokenReferences(f"rows refer to nothing, and nothing was changed: {broken[:5]}")
    connection.commit()


def _config(connection: sa.Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config
