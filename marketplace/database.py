"""The database: engines for both kinds, and the session of this request."""

import time
from collections.abc import Callable, Hashable, Iterable
from contextlib import suppress
from typing import Any, TypeVar

import orjson
import sqlalchemy as sa
import structlog
from flask import Flask, current_app, g, has_request_context, request
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from models import IndexChange

log = structlog.get_logger()

Derive = Callable[[Session, Iterable[IndexChange]], None]
Found = TypeVar("Found")

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
READING_POSTS = frozenset(
    {"assessments.assess", "matches.preview_match", "routes.compare_routes"}  # they keep nothing
)
CHANGE_LOCK = 7_302_650_001  # any number that no other program of this database locks
BUSY_MILLISECONDS = 10_000  # that a statement of SQLite waits for another writer
PATIENCE_MILLISECONDS = 300  # the same, for what must not hold up an answer
CLEANING_MILLISECONDS = 0  # that emptying the log waits for readers: writers would wait with it
_PROGRESS_STEPS = 20_000  # SQLite instructions between two looks at the clock


def make_engine(url: str, *, query_seconds: int) -> sa.Engine:
    """Return an engine whose queries end after ``query_seconds``."""
    if url.startswith("sqlite"):
        engine = sa.create_engine(
            url,
            hide_parameters=True,
            json_deserializer=orjson.loads,
            connect_args={"timeout": 10, "check_same_thread": False},
        )
        _tune_sqlite(engine, query_seconds)
        return engine
    options = f"-c statement_timeout={query_seconds * 1000} -c lock_timeout=10000"
    return sa.create_engine(
        url,
        hide_parameters=True,  # they hold personal data, and errors are logged
        json_deserializer=orjson.loads,
        pool_pre_ping=True,
        pool_size=10,
        max_overflow=10,
        connect_args={"options": options, "connect_timeout": 5},
    )


def _tune_sqlite(engine: sa.Engine, query_seconds: int) -> None:
    """Make SQLite durable, checked, concurrent and bounded in time."""

    @sa.event.listens_for(engine, "connect")
    def connected(connection: DBAPIConnection, record: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        cursor = connection.cursor()
        for pragma in (
            f"busy_timeout={BUSY_MILLISECONDS}",
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "secure_delete=ON",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

        def too_late() -> bool:
            deadline: float = record.info.get("deadline", float("inf"))
            return time.monotonic() > deadline

        connection.set_progress_handler(too_late, _PROGRESS_STEPS)

    @sa.event.listens_for(engine, "begin")
    def begun(connection: sa.Connection) -> None:
        options = connection.get_execution_options()
        if "patience" in options:
            _begin_soon(connection, options["patience"])
        else:
            connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("write") else "BEGIN")

    @sa.event.listens_for(engine, "before_cursor_execute")
    def started(connection: sa.Connection, *_: object) -> None:
        limited = connection.get_execution_options().get("limited", True)
        connection.info["deadline"] = time.monotonic() + query_seconds if limited else float("inf")


def _begin_soon(connection: sa.Connection, milliseconds: int) -> None:
    """Take SQLite's one writer's place, or give up soon."""
    connection.exec_driver_sql(f"PRAGMA busy_timeout={milliseconds}")
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    finally:
        connection.exec_driver_sql(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")


def _derive_nothing(session: Session, changes: Iterable[IndexChange]) -> None:
    del session, changes


class Database:
    """The engine of one application, and sessions on it.

    Attributes:
        derive: writes what follows from changed rows, in their transaction.
    """

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine
        self.derive: Derive = _derive_nothing

    def session(self, *, write: bool) -> Session:
        """Return a new session; ``write`` takes SQLite's one writer's place at once."""
        bind = self.engine.execution_options(write=True) if write else self.engine
        info = {"derive": self.derive, "only_reads": not write}
        return Session(bind, expire_on_commit=False, autoflush=False, info=info)

    def impatient_session(self) -> Session:
        """Return a new session that writes, unless it would have to wait for others."""
        bind = self.engine.execution_options(write=True, patience=PATIENCE_MILLISECONDS)
        writing = Session(bind, expire_on_commit=False, autoflush=False)
        if self.engine.dialect.name == "postgresql":
            limit = sa.text(f"SET LOCAL lock_timeout = {PATIENCE_MILLISECONDS}")
            writing.execute(limit)
        return writing


def install_database(app: Flask, engine: sa.Engine) -> None:
    """Give the application a database."""
    app.extensions["database"] = Database(engine)
    app.teardown_appcontext(_close)


def database() -> Database:
    """Return the database of this application."""
    found: Database = current_app.extensions["database"]
    return found


def session() -> Session:
    """Return the session of this request or command, made at its first use."""
    if "session" not in g:
        g.session = database().session(write=_will_write())
    found: Session = g.session
    return found


def separately(work: Callable[[Session], None]) -> None:
    """Do a piece of writing in a transaction of its own, from a request that otherwise reads.

    The request's own connection goes back first: a request that held two could wait for ever
    for other requests that do the same.
    """
    session().commit()
    with database().session(write=True) as writing:
        work(writing)
        commit(writing)


def separately_if_possible(work: Callable[[Session], None]) -> bool:
    """Do the same for what must neither fail nor hold up the answer; a failure is logged.

    Returns:
        whether it was done.
    """
    session().commit()
    try:
        with database().impatient_session() as writing:
            work(writing)
            commit(writing)
    except SQLAlchemyError as error:
        log.warning("not_written", error=type(error).__name__)
        return False
    return True


def _will_write() -> bool:
    """Whether this request or command may write: on SQLite it then waits for its turn."""
    if not has_request_context():
        return True
    if request.endpoint in READING_POSTS and "Idempotency-Key" not in request.headers:
        return False
    return request.method not in SAFE_METHODS or request.blueprint == "security"


def _close(error: BaseException | None) -> None:
    """Undo what was not committed and give the connection back."""
    del error
    found: Session | None = g.pop("session", None)
    if found is not None:
        found.close()


def beside(session: Session) -> Session:
    """Return a session of the same transaction that has read nothing: rows come as they are now.

    The one of the request keeps what it has read, and would answer with that.
    """
    connection = session.connection()
    return Session(connection, join_transaction_mode="rollback_only", autoflush=False)


def once_while_reading(session: Session, name: Hashable, find: Callable[[], Found]) -> Found:
    """Return what is found, asked once in each transaction of a session that only reads."""
    if not session.info.get("only_reads"):
        return find()
    session.connection()
    begun, found = session.get_transaction(), session.info.get("found", {})
    if found.get("in") is not begun:
        found = session.info["found"] = {"in": begun}
    if name not in found:
        found[name] = find()
    kept: Found = found[name]
    return kept


def note_change(session: Session, change: IndexChange) -> None:
    """Remember a change of the index, to be written as the last thing before the commit."""
    changes: dict[Any, IndexChange] = session.info.setdefault("index_changes", {})
    changes[change.kind, change.subject_id] = change


def note_erasure(session: Session) -> None:
    """Remember that words were erased, which must not stay in a log behind the commit."""
    session.info["erased"] = True


def empty_log(engine: sa.Engine) -> bool:
    """Move SQLite's write-ahead log into the file and empty it; False while others read from it.

    The log would keep erased words until some thousand pages of others were written.
    """
    if engine.dialect.name != "sqlite":
        return True
    reading = engine.execution_options(write=False)  # who holds the writer's place cannot do it
    with suppress(OperationalError), reading.connect() as connection:
        connection.exec_driver_sql(f"PRAGMA busy_timeout={CLEANING_MILLISECONDS}")
        try:
            busy = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]
        finally:
            connection.exec_driver_sql(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
        return not busy
    return False


def commit(session: Session) -> None:
    """Commit, with the change log written in order of commit.

    PostgreSQL hands out sequence numbers before it commits, so a reader could pass over a late
    one. Each writer therefore takes one lock for its last step: number, commit, release.
    """
    session.flush()
    changes: dict[Any, IndexChange] = session.info.pop("index_changes", {})
    if changes:
        session.info.get("derive", _derive_nothing)(session, changes.values())
        if session.get_bind().dialect.name == "postgresql":
            session.execute(sa.select(sa.func.pg_advisory_xact_lock(CHANGE_LOCK)))
        session.add_all(changes.values())
    erased = session.info.pop("erased", False)
    session.commit()
    if erased:
        empty_log(session.get_bind().engine)


def roll_back(session: Session) -> None:
    """Undo everything since the last commit."""
    session.info.pop("index_changes", None)
    session.info.pop("erased", None)
    session.rollback()
