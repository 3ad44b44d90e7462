import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.orm import Session

from marketplace.database import make_engine
from marketplace.migrating import MIGRATIONS, BrokenReferences, downgrade, migrate
from models import Account, Base, Candidate, Employer, Membership, Role, RoleStatus

REVISIONS = [step.revision for step in ScriptDirectory(str(MIGRATIONS)).walk_revisions()][::-1]


@pytest.fixture
def engine(empty_database_url: str) -> Iterator[sa.Engine]:
    made = make_engine(empty_database_url, query_seconds=60)
    yield made
    made.dispose()


Rows = dict[str, list[dict[str, object]]]


def rows(engine: sa.Engine) -> Rows:
    """Return every row of every table, by column."""
    found = sa.MetaData()
    found.reflect(engine)
    with engine.connect() as connection:
        return {
            table.name: [dict(row) for row in connection.execute(table.select()).mappings()]
            for table in found.sorted_tables
            if table.name != "alembic_version"
        }


def shared(these: Rows, those: Rows) -> Rows:
    """Return of these rows what the tables and columns of both hold, comparable."""
    return {
        name: sorted(
            [
                {column: row[column] for column in row if all(column in one for one in those[name])}
                for row in these[name]
            ],
            key=str,
        )
        for name in these
        if name in those
    }


def fill(engine: sa.Engine) -> None:
    """Put a row into each of the main tables; some refer to others."""
    with Session(engine.execution_options(write=True)) as session:
        employer = Employer(name="E", kind="university", sectors=[])
        person = Candidate(links=[], hidden_from=[], hidden_keys=[], summary="量子")
        account = Account(email="a@example.org", password="x")
        session.add_all([account, employer, person])
        session.flush()
        person.account_id = account.id
        session.add(
            Membership(
                account_id=account.id, email=account.email, employer_id=employer.id, part="owner"
            )
        )
        lists: dict[str, Any] = {"skills": [], "support": {}, "terms": {}, "facilities": []}
        session.add(Role(employer_id=employer.id, title="R", **lists))
        session.commit()


def test_the_models_and_the_migrated_schema_agree(engine: sa.Engine) -> None:
    migrate(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_every_step_goes_up_and_down(engine: sa.Engine) -> None:
    for revision in REVISIONS:
        migrate(engine, revision)
    for revision in [*REVISIONS[::-1][1:], "base"]:
        downgrade(engine, revision)
    assert set(sa.inspect(engine).get_table_names()) <= {"alembic_version"}
    migrate(engine)


@pytest.mark.parametrize("revision", REVISIONS[1:])
def test_a_step_down_and_up_keeps_the_other_tables(engine: sa.Engine, revision: str) -> None:
    migrate(engine)
    fill(engine)
    before = rows(engine)
    downgrade(engine, REVISIONS[REVISIONS.index(revision) - 1])
    kept = rows(engine)
    assert shared(kept, before) == shared(before, kept)
    assert {name: len(found) for name, found in kept.items()} == {
        name: len(before[name]) for name in kept
    }
    migrate(engine)
    after = rows(engine)
    assert shared(after, kept) == shared(kept, kept)


def test_roles_learn_how_often_they_were_posted_before(engine: sa.Engine) -> None:
    migrate(engine)
    lists: dict[str, Any] = {"skills": [], "support": {}, "terms": {}, "facilities": []}
    postings = [
        ("Engineer", "Wuhan", "closed", 1),
        ("engineer", "Wuhan", "expired", 2),
        ("Engineer", "Wuhan", "paused", 3),
        ("Engineer", "Wuhan", "open", 4),
        ("Engineer", "Beijing", "open", 4),
        ("Engineer", "Wuhan", "draft", None),
        ("Analyst", None, "closed", 1),
        ("Analyst", None, "open", 2),
    ]
    with Session(engine.execution_options(write=True)) as session:
        employers = [Employer(name=name, kind="university", sectors=[]) for name in "EF"]
        session.add_all(employers)
        session.flush()
        for title, city, status, day in postings:
            posted_at = None if day is None else datetime(2026, 1, day, tzinfo=UTC)
            told = {"title": title, "city": city, "status": status, "posted_at": posted_at}
            session.add(Role(employer_id=employers[0].id, **told, **lists))
        other = {"title": "Engineer", "city": "Wuhan", "status": RoleStatus.OPEN}
        at = datetime(2026, 1, 9, tzinfo=UTC)
        session.add(Role(employer_id=employers[1].id, posted_at=at, **other, **lists))
        session.commit()
    downgrade(engine, "0012_language_of_mail")
    migrate(engine)
    with Session(engine) as session:
        counts = session.scalars(sa.select(Role.reposts).order_by(Role.id)).all()
    assert list(counts) == [0, 1, 2, 2, 0, 0, 0, 1, 0]


def test_rows_that_refer_to_nothing_stop_a_migration(engine: sa.Engine) -> None:
    if engine.dialect.name != "sqlite":  # which alone lets go of the keys meanwhile
        return
    migrate(engine)
    fill(engine)
    with engine.execution_options(write=True).connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        raw.execute("PRAGMA foreign_keys=OFF")
        raw.execute("DELETE FROM account")
        raw.execute("PRAGMA foreign_keys=ON")
    before = rows(engine)
    with pytest.raises(BrokenReferences):
        downgrade(engine, REVISIONS[-2])
    assert rows(engine) == before
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_many_may_start_at_once(engine: sa.Engine, empty_database_url: str) -> None:
    failures: list[BaseException] = []

    def start() -> None:
        own = make_engine(empty_database_url, query_seconds=60)
        try:
            migrate(own)
        except BaseException as error:  # noqa: BLE001 - every failure is the test's answer
            failures.append(error)
        finally:
            own.dispose()

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert "candidate" in sa.inspect(engine).get_table_names()
