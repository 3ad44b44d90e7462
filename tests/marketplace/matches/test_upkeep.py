"""The worker's care of the index: new generations in time, erased people out of the files."""

import os
import time
from pathlib import Path
from threading import Event, Thread

import pytest
from flask import Flask
from structlog.testing import capture_logs

from marketplace.config import Config
from marketplace.matches import upkeep
from marketplace.matches.catalogue import Catalogue
from marketplace.matches.generations import (
    SMALLEST_CHANGE,
    is_outgrown,
    name_in_force,
    store_generation,
)
from marketplace.matches.upkeep import Upkeep
from marketplace.worker import work
from matching.ranking.fitting import empty_lexicon
from tests.corpora import Corpus, asked, corpus, recounted

__all__ = ["corpus"]


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """Where the application's indexes are saved."""
    return tmp_path / "index"


@pytest.fixture
def care(corpus: Corpus, index: Path) -> Upkeep:
    """The care of a worker that was just started."""
    return Upkeep(corpus.database, index, Event())


def outgrown(corpus: Corpus) -> bool:
    with corpus.database.session(write=False) as session:
        return is_outgrown(session)


def generation(corpus: Corpus) -> str | None:
    with corpus.database.session(write=False) as session:
        return name_in_force(session)


def saved_words(index: Path) -> bytes:
    return b"".join(path.read_bytes() for path in index.rglob("*") if path.is_file())


def opened(corpus: Corpus, index: Path) -> list[str]:
    """Open the index in a new process, which must be right; return what it logged."""
    with capture_logs() as log:
        assert asked(Catalogue(index), corpus.database) == recounted(corpus.database)
    return [line["event"] for line in log]


def age(path: Path, seconds: float) -> None:
    then = time.time() - seconds
    os.utime(path, (then, then))


def test_nothing_is_fitted_on_nothing(corpus: Corpus) -> None:
    assert not outgrown(corpus)
    corpus.role("plasma")
    assert outgrown(corpus)


def test_a_generation_of_another_analyzer_is_outgrown(
    corpus: Corpus, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus.role("plasma")
    corpus.renew(index)
    assert not outgrown(corpus)
    monkeypatch.setattr("matching.ranking.lexicon.analyzer_version", lambda: "00000000")
    assert outgrown(corpus)
    assert opened(corpus, index)
    corpus.renew(index)
    assert not outgrown(corpus)


def test_a_small_corpus_waits_for_a_number_of_changes(corpus: Corpus, index: Path) -> None:
    corpus.renew(index)
    role = corpus.role("plasma")
    for number in range(SMALLEST_CHANGE):
        corpus.set_role(role, title=f"plasma {number}")  # one document, however often
    assert not outgrown(corpus)
    for _ in range(SMALLEST_CHANGE - 2):
        corpus.role("plasma")
    assert not outgrown(corpus)
    corpus.role("plasma")
    assert outgrown(corpus)
    corpus.renew(index)
    assert not outgrown(corpus)


def test_a_large_corpus_waits_for_a_tenth(corpus: Corpus) -> None:
    with corpus.database.session(write=True) as session:
        store_generation(session, empty_lexicon(documents=210))
        session.commit()
    for _ in range(20):
        corpus.role("plasma")
    assert not outgrown(corpus)
    corpus.role("plasma")
    assert outgrown(corpus)


def test_the_worker_fits_what_is_outgrown_and_saves_it_first(app: Flask, corpus: Corpus) -> None:
    settings: Config = app.config["MARKETPLACE"]
    corpus.fill(6)
    running = Catalogue(settings.index_folder)
    asked(running, corpus.database)
    with capture_logs() as log:
        work(corpus.database, settings, stop=Event(), once=True)
        assert asked(running, corpus.database) == recounted(corpus.database)
    [fitted] = log  # and nothing was rebuilt
    assert (fitted["event"], fitted["roles"], fitted["candidates"]) == ("generation_fitted", 6, 6)
    assert generation(corpus) == fitted["generation"]
    assert opened(corpus, settings.index_folder) == []


def test_the_worker_looks_now_and_then(corpus: Corpus, care: Upkeep) -> None:
    care.look()
    corpus.fill(3)
    care.look()
    assert generation(corpus) is None
    care._next_look = 0  # noqa: SLF001 - half a minute later
    care.look()
    assert generation(corpus) is not None


def test_others_write_while_a_generation_is_fitted(corpus: Corpus, index: Path) -> None:
    corpus.fill(3)
    role = corpus.role("enzyme")
    waits: list[float] = []

    def write(_count: int) -> None:
        began = time.monotonic()
        writer = Thread(target=corpus.set_role, args=(role,), kwargs={"title": "late enzyme"})
        writer.start()
        writer.join(timeout=20)
        waits.append(time.monotonic() - began)

    upkeep.renew(corpus.database, index, progress=write)
    assert len(waits) == 2  # each side is read once
    assert max(waits) < 15  # one who had to wait for the fitting would wait for ever
    assert opened(corpus, index) == []


def test_a_worker_that_must_end_leaves_the_old_generation(corpus: Corpus, index: Path) -> None:
    corpus.fill(3)
    stop = Event()
    stop.set()
    Upkeep(corpus.database, index, stop).look()
    assert generation(corpus) is None
    assert not index.exists()


def test_an_erased_person_leaves_the_files_at_the_next_round(
    corpus: Corpus, index: Path, care: Upkeep
) -> None:
    corpus.fill(3)
    canary = corpus.candidate("plasma canaryword")
    old = corpus.renew(index).name
    corpus.fill(1)
    new = corpus.renew(index).name
    assert new != old
    assert b"canaryword" in saved_words(index / old)
    assert b"canaryword" in saved_words(index / new)
    corpus.erase(canary)
    care._next_look = time.monotonic() + 60  # noqa: SLF001 - not the time of the long look
    care.look()
    assert b"canaryword" not in saved_words(index)
    assert not (index / old).exists()
    assert opened(corpus, index) == []


def test_a_long_log_is_put_into_the_files(
    corpus: Corpus, index: Path, care: Upkeep, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep, "LONG_LOG", 5)
    corpus.fill(3)
    corpus.renew(index)
    corpus.role("plasma laterword")
    care.look()
    assert b"laterword" not in saved_words(index)
    for _ in range(5):
        corpus.role("plasma")
    care._next_look = 0  # noqa: SLF001 - half a minute later
    care.look()
    assert b"laterword" in saved_words(index)
    assert opened(corpus, index) == []


def test_old_generations_and_leftovers_go_after_a_while(
    corpus: Corpus, index: Path, care: Upkeep
) -> None:
    corpus.fill(3)
    name = corpus.renew(index).name
    foreign, young, old = index / "notes", index / ("a" * 32), index / ("b" * 32)
    left, fresh = index / name / ".roles-killed", index / name / ".roles-busy"
    for path in (foreign, young, old, left, fresh):
        path.mkdir()
        (path / "some.npy").write_bytes(b"some")
    for path in (foreign, old, left):
        age(path, upkeep.KEPT_SECONDS + 60)
    age(index / name, upkeep.KEPT_SECONDS + 60)
    care.look()
    assert [path.exists() for path in (foreign, young, fresh)] == [True] * 3
    assert [path.exists() for path in (old, left)] == [False] * 2
    assert opened(corpus, index) == []


def test_a_folder_that_cannot_be_written_fails_nobody(corpus: Corpus, index: Path) -> None:
    corpus.fill(3)
    corpus.renew(index / "elsewhere")
    nowhere = index / "a file"
    nowhere.write_text("")
    assert opened(corpus, nowhere / "index") == ["index_rebuilt", "index_not_saved"]


def test_reindex_says_what_it_did(app: Flask, corpus: Corpus) -> None:
    runner = app.test_cli_runner()
    assert "up to date" in runner.invoke(args=["reindex"]).output
    corpus.fill(3)
    assert "3 roles, 3 candidates" in runner.invoke(args=["reindex"]).output
    assert "up to date" in runner.invoke(args=["reindex"]).output
    assert "3 roles, 3 candidates" in runner.invoke(args=["reindex", "--force"]).output


def test_reindex_writes_files_of_another_version_anew(app: Flask, corpus: Corpus) -> None:
    corpus.fill(3)
    runner, folder = app.test_cli_runner(), app.config["MARKETPLACE"].index_folder
    runner.invoke(args=["reindex"])
    assert opened(corpus, folder) == []
    for file in folder.glob("*/candidates/*untold*"):
        file.unlink()
    assert "up to date" in runner.invoke(args=["reindex"]).output
    assert opened(corpus, folder) == []
