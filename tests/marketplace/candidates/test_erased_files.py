"""What was erased stands in no file of the database: SQLite's log would keep it for long."""

from pathlib import Path
from threading import Event

import pytest
import sqlalchemy as sa

from marketplace.config import Config
from marketplace.worker import work
from models import Candidate
from tests.marketplace.candidates.profiles import STATUS, consent, profiled
from tests.people import People

CANARY = "zanzibarcanary"

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def files_with_the_canary(folder: Path) -> list[str]:
    """Return the database's files that hold the word."""
    files = folder.glob("test.db*")
    return sorted(file.name for file in files if CANARY.encode() in file.read_bytes())


def test_an_erasure_empties_the_log(people: People, tmp_path: Path) -> None:
    person, made = profiled(people, headline=CANARY, summary=f"{CANARY} " * 500)
    assert files_with_the_canary(tmp_path)
    assert person.delete(f"/candidates/{made['id']}").status_code == 204
    assert files_with_the_canary(tmp_path) == []


def test_so_does_leaving_and_taking_back_the_consent_to_keep_the_status(
    people: People, tmp_path: Path
) -> None:
    person, made = profiled(people)
    path = f"/candidates/{made['id']}"
    consent(person, made["id"], "sensitive_status")
    person.patch(path, {"status": STATUS | {"work_permit_employer": CANARY}})
    assert files_with_the_canary(tmp_path)
    assert person.delete(f"{path}/consents/sensitive_status").status_code == 200
    assert files_with_the_canary(tmp_path) == []
    person.patch(path, {"headline": CANARY})
    assert person.delete("/account").status_code == 204
    assert files_with_the_canary(tmp_path) == []


def test_the_worker_empties_what_somebody_was_reading(people: People, tmp_path: Path) -> None:
    person, made = profiled(people, headline=CANARY)
    settings: Config = people.app.config["MARKETPLACE"]
    with people.database.session(write=False) as reading:
        assert reading.scalar(sa.select(Candidate.headline)) == CANARY
        assert person.delete(f"/candidates/{made['id']}").status_code == 204
        assert files_with_the_canary(tmp_path)
        assert reading.scalar(sa.select(Candidate.headline)) == CANARY
    work(people.database, settings, stop=Event(), once=True)
    assert files_with_the_canary(tmp_path) == []
