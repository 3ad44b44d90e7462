"""What all tests share: both databases, the application and people who call it."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings

from marketplace import create_app
from marketplace.config import Config
from marketplace.database import Database, make_engine
from marketplace.matches.catalogue import install_catalogue
from marketplace.migrating import migrate
from tests.people import People
from tests.postgres import running_postgres

_numbers = count(1)
MEMORY = Path("/dev/shm")  # noqa: S108 - files of tests, in folders of our own
ENOUGH_BYTES = 4_000_000_000

# Properties hold or do not; how long an example takes says how busy the machine is.
settings.register_profile("here", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("here")


def pytest_configure() -> None:
    """Keep the files of tests in memory where there is room: on a disk every commit waits."""
    if "TMPDIR" in os.environ or not os.access(MEMORY, os.W_OK):
        return
    if shutil.disk_usage(MEMORY).free > ENOUGH_BYTES:
        os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL server: ``TEST_DATABASE_URL``, or one of our own."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield given
        return
    with running_postgres() as url:
        yield url


@pytest.fixture(scope="session")
def postgres_template(postgres_url: str) -> str:
    """The name of a migrated database on the server, to be copied."""
    name = f"template_{os.getpid()}"
    run_on(postgres_url, f"CREATE DATABASE {name}")
    engine = make_engine(at(postgres_url, name), query_seconds=60)
    migrate(engine)
    engine.dispose()
    return name


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, to be copied."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    engine = make_engine(f"sqlite:///{path}", query_seconds=60)
    migrate(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a fresh, migrated database, on each kind in turn."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "test.db")
        yield f"sqlite:///{tmp_path / 'test.db'}"
        return
    server = request.getfixturevalue("postgres_url")
    template = request.getfixturevalue("postgres_template")
    name = f"test_{os.getpid()}_{next(_numbers)}"
    run_on(server, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
    yield at(server, name)
    run_on(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def empty_database_url(database_url: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database without tables, on each kind in turn."""
    if database_url.startswith("sqlite"):
        return f"sqlite:///{tmp_path / 'empty.db'}"
    server = request.getfixturevalue("postgres_url")
    name = f"empty_{os.getpid()}_{next(_numbers)}"
    run_on(server, f"CREATE DATABASE {name}")
    return at(server, name)


def run_on(server: str, statement: str) -> None:
    """Run a statement that no transaction can hold."""
    with _administrator(server).connect() as connection:
        connection.exec_driver_sql(statement)


@cache
def _administrator(server: str) -> sa.Engine:
    return sa.create_engine(server, isolation_level="AUTOCOMMIT", pool_size=1)


def at(server: str, name: str) -> str:
    """Return the URL of a database on a server."""
    return sa.make_url(server).set(database=name).render_as_string(hide_password=False)


def make_config(database_url: str, folder: Path, **changes: Any) -> Config:
    """Return settings for a test."""
    settings: dict[str, Any] = {
        "database_url": database_url,
        "host": "127.0.0.1",
        "port": 8000,
        "web_workers": 1,
        "web_threads": 2,
        "run_worker": False,
        "secret_key": "a secret of the tests",
        "public_url": "https://market.example",
        "index_folder": folder / "index",
        "mail_folder": folder / "mail",
        "mail_server": "",
        "mail_from": "no-reply@market.example",
        "operator_name": "Test Operator",
        "licence_number": "",
        "contact_address": "",
        "rate_limit": "1000000/minute",
        "sign_in_limit": "1000000/minute",
        "profile_limit": "1000000/minute",
        "trusted_proxies": 0,
        "query_seconds": 20,
        "policy_folders": (),
        "max_body_bytes": 32_000_000,
        "secure_cookies": False,
        "webhook_local_addresses": False,
        "greenhouse_url": "https://greenhouse.example",
        "demo": False,
    }
    return Config(**(settings | changes))


@pytest.fixture(scope="session")
def made_app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application, made once: making it takes longer than most tests."""
    folder = tmp_path_factory.mktemp("made")
    made = create_app(
        make_config(f"sqlite:///{folder / 'none.db'}", folder),
        {"TESTING": True, "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": CHEAP_HASH},
    )
    made.extensions["database"].engine.dispose()
    return made


@pytest.fixture
def app(made_app: Flask, database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """The application on a fresh database, with nothing left of the test before."""
    before = (made_app.config, made_app.extensions, made_app.view_functions)
    kept = [dict(each) for each in before]
    settings = make_config(database_url, tmp_path)
    made_app.config["MARKETPLACE"] = settings
    engine = make_engine(database_url, query_seconds=settings.query_seconds)
    made_app.extensions["database"] = Database(engine)
    install_catalogue(made_app)
    yield made_app
    engine.dispose()
    for each, was in zip(before, kept, strict=True):
        each.clear()
        each.update(was)


@pytest.fixture
def client_of(database_url: str, tmp_path: Path) -> Iterator[Callable[..., FlaskClient]]:
    """Makes callers of applications with other settings, on the same database."""
    made: list[Flask] = []

    def make(**changes: Any) -> FlaskClient:
        made.append(create_app(make_config(database_url, tmp_path, **changes)))
        return made[-1].test_client()

    yield make
    for each in made:
        each.extensions["database"].engine.dispose()


CHEAP_HASH = {"argon2__time_cost": 1, "argon2__memory_cost": 8, "argon2__parallelism": 1}


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A caller without an account."""
    return app.test_client()


@pytest.fixture
def people(app: Flask) -> People:
    """Makes accounts, tokens, employers and candidates to call with."""
    return People(app)
