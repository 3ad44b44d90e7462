"""The application of a whole module of attacks, on each kind of database in turn."""

import os
import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from flask import Flask

from marketplace import create_app
from tests.conftest import CHEAP_HASH, at, make_config, run_on
from tests.people import People
from tests.security.world import World

_numbers = count(1)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def module_url(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The URL of a migrated database that a module keeps."""
    if request.param == "sqlite":
        path = tmp_path_factory.mktemp("module") / "module.db"
        template: Path = request.getfixturevalue("sqlite_template")
        shutil.copy(template, path)
        yield f"sqlite:///{path}"
        return
    server = request.getfixturevalue("postgres_url")
    origin = request.getfixturevalue("postgres_template")
    name = f"module_{os.getpid()}_{next(_numbers)}"
    run_on(server, f"CREATE DATABASE {name} TEMPLATE {origin} STRATEGY file_copy")
    yield at(server, name)
    run_on(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def module_people(module_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[People]:
    """Makes people for a whole module."""
    app: Flask = create_app(
        make_config(module_url, tmp_path_factory.mktemp("folder")),
        {"TESTING": True, "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": CHEAP_HASH},
    )
    yield People(app)
    app.extensions["database"].engine.dispose()


@pytest.fixture(scope="module")
def world(module_people: People) -> World:
    """Two employers, their candidates and everybody else, built once."""
    return World(module_people)
