"""Every process answers with what was committed before it was asked, whoever wrote it and how."""

import time
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from marketplace.database import commit
from marketplace.matches.catalogue import Catalogue
from models import Candidate, ChangedKind, IndexChange, Role, RoleStatus, Visibility
from tests.corpora import Corpus, asked, corpus, ids, recounted

__all__ = ["corpus"]


@pytest.fixture
def processes(tmp_path: Path) -> list[Catalogue]:
    """Two web processes of one machine."""
    return [Catalogue(tmp_path / "index") for _ in range(2)]


def agree(corpus: Corpus, processes: list[Catalogue]) -> None:
    expected = recounted(corpus.database)
    assert [asked(process, corpus.database) for process in processes] == [expected] * 2


def test_every_change_is_seen_by_every_process(corpus: Corpus, processes: list[Catalogue]) -> None:
    corpus.fill(3)
    agree(corpus, processes)
    role, candidate = corpus.role("plasma wafer"), corpus.candidate("plasma wafer")
    agree(corpus, processes)
    corpus.set_candidate(candidate, headline="enzyme battery")
    corpus.set_role(role, title="quantum enzyme")
    agree(corpus, processes)
    corpus.set_candidate(candidate, visibility=Visibility.HIDDEN)
    corpus.set_role(role, status=RoleStatus.CLOSED)
    agree(corpus, processes)
    corpus.set_candidate(candidate, visibility=Visibility.OPEN)
    corpus.erase(candidate)
    agree(corpus, processes)


def test_a_new_generation_is_followed_by_every_process(
    corpus: Corpus, processes: list[Catalogue], tmp_path: Path
) -> None:
    corpus.fill(4)
    agree(corpus, processes)
    for number in range(3):
        corpus.fill(number)
        name = corpus.renew(tmp_path / "index").name
        corpus.candidate(f"surface codes {number}")
        agree(corpus, processes)
        with (
            corpus.database.session(write=False) as session,
            processes[0].reading(session) as found,
        ):
            assert found.name == name


def test_a_generation_without_files_is_built(
    corpus: Corpus, processes: list[Catalogue], tmp_path: Path
) -> None:
    corpus.fill(4)
    agree(corpus, processes)
    corpus.renew(tmp_path / "of another machine")
    agree(corpus, processes)


def test_a_late_commit_is_not_passed_over(corpus: Corpus, processes: list[Catalogue]) -> None:
    """The first writer has flushed everything before the second begins, and commits after it."""
    process, done = processes[0], Event()

    def write_second() -> None:
        corpus.role("second enzyme")
        done.set()

    second = Thread(target=write_second)
    with corpus.database.session(write=True) as session:
        first = corpus.add_role(session, "first enzyme")
        session.flush()
        second.start()
        done.wait(0.5)  # on SQLite the second waits for the first
        asked(process, corpus.database)
        commit(session)
    second.join()
    agree(corpus, processes)
    assert first in ids(asked(process, corpus.database), ChangedKind.ROLE)


def test_nobody_is_numbered_between_anothers_number_and_its_commit(
    corpus: Corpus, processes: list[Catalogue]
) -> None:
    process, numbered, go_on, done = processes[0], Event(), Event(), Event()

    def wait(connection: Any) -> None:
        del connection
        numbered.set()
        go_on.wait(5)

    def write_second() -> None:
        corpus.role("second enzyme")
        done.set()

    with corpus.database.session(write=True) as session:
        corpus.add_role(session, "first enzyme")
        sa.event.listen(session.connection(), "commit", wait)
        first, second = Thread(target=commit, args=(session,)), Thread(target=write_second)
        first.start()
        numbered.wait(5)
        second.start()
        assert not done.wait(0.5)
        asked(process, corpus.database)
        go_on.set()
        first.join()
        second.join()
    agree(corpus, processes)


def test_a_row_that_the_request_read_before_does_not_hide_its_change(
    corpus: Corpus, processes: list[Catalogue]
) -> None:
    """The session of a request keeps what it has read; the index must not learn that."""
    corpus.fill(2)
    candidate, role = corpus.candidate("plasma"), corpus.role("plasma")
    agree(corpus, processes)
    with corpus.database.session(write=False) as session:
        held = session.get_one(Candidate, candidate), session.get_one(Role, role)
        corpus.set_candidate(candidate, headline="enzyme")
        corpus.set_role(role, title="enzyme")
        with processes[0].reading(session):
            assert held[0].headline == "plasma"
    agree(corpus, processes)


def test_an_old_view_takes_nothing_back(corpus: Corpus, processes: list[Catalogue]) -> None:
    """A read that began long ago asks an index that others have brought further."""
    corpus.fill(2)
    candidate = corpus.candidate("plasma")
    with corpus.database.session(write=False) as session:
        session.scalar(sa.select(sa.func.max(IndexChange.id)))
        corpus.erase(candidate)
        corpus.role("late enzyme")
        now_found = asked(processes[0], corpus.database)
        with processes[0].reading(session) as state:
            assert candidate not in state.candidates
            assert session.get(Candidate, candidate) is None
    assert now_found == asked(processes[0], corpus.database)
    agree(corpus, processes)


def test_the_log_is_read_once_unless_others_brought_the_index_further(
    corpus: Corpus, processes: list[Catalogue]
) -> None:
    corpus.fill(2)
    candidate = corpus.candidate("plasma")
    asked(processes[0], corpus.database)
    looks: list[str] = []
    sa.event.listen(
        corpus.database.engine, "before_cursor_execute", lambda *args: looks.append(args[2])
    )
    with corpus.database.session(write=False) as session:
        for _ in range(3):
            with processes[0].reading(session) as state:
                assert candidate in state.candidates
        assert sum("FROM index_change" in statement for statement in looks) == 1
        corpus.erase(candidate)
        asked(processes[0], corpus.database)
        with processes[0].reading(session) as state:
            assert candidate not in state.candidates
            assert session.get(Candidate, candidate) is None


def test_the_index_forgets_rows_that_were_replaced_often(
    corpus: Corpus, processes: list[Catalogue], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("matching.ranking.index.SPARSE_FROM", 20)
    corpus.fill(5)
    candidate = corpus.candidate("plasma")
    for number in range(60):
        corpus.set_candidate(candidate, headline=f"plasma rare{number}")
        asked(processes[0], corpus.database)
    agree(corpus, processes)
    with corpus.database.session(write=False) as session, processes[0].reading(session) as state:
        assert len(state.candidates) == 6
        assert state.candidates.rows <= 2 * 6 + 20


class Crowd:
    """Writers who ask every process after each of their writes."""

    def __init__(self, corpus: Corpus, processes: list[Catalogue], *, seconds: float) -> None:
        self.corpus, self.processes = corpus, processes
        self.until = time.monotonic() + seconds
        self.faults: list[str] = []
        self.questions = 0

    def go_on(self) -> bool:
        return time.monotonic() < self.until

    def expect(self, kind: ChangedKind, subject: UUID, *, there: bool) -> None:
        for number, process in enumerate(self.processes):
            self.questions += 1
            if (subject in ids(asked(process, self.corpus.database), kind)) is not there:
                told = "missing" if there else "still there"
                self.faults.append(f"process {number}: {kind} {told}")

    def write_roles(self) -> None:
        while self.go_on():
            role = self.corpus.role("quantum wafer")
            self.expect(ChangedKind.ROLE, role, there=True)
            self.corpus.set_role(role, status=RoleStatus.CLOSED)
            self.expect(ChangedKind.ROLE, role, there=False)

    def write_candidates(self) -> None:
        while self.go_on():
            candidate = self.corpus.candidate("quantum wafer")
            self.expect(ChangedKind.CANDIDATE, candidate, there=True)
            self.corpus.set_candidate(candidate, visibility=Visibility.HIDDEN)
            self.expect(ChangedKind.CANDIDATE, candidate, there=False)
            self.corpus.set_candidate(candidate, visibility=Visibility.OPEN)
            self.expect(ChangedKind.CANDIDATE, candidate, there=True)
            self.corpus.erase(candidate)
            self.expect(ChangedKind.CANDIDATE, candidate, there=False)

    def work(self, *works: Callable[[], None]) -> None:
        """Run everything in threads; what one raises is a fault."""

        def guarded(work: Callable[[], None]) -> None:
            try:
                work()
            except Exception as error:  # noqa: BLE001 - of any kind, told by the test
                self.faults.append(f"{work.__name__}: {error!r}")

        threads = [Thread(target=guarded, args=(work,)) for work in works]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()


@pytest.mark.slow
def test_writers_and_readers_at_once(
    corpus: Corpus, processes: list[Catalogue], tmp_path: Path
) -> None:
    """Whatever a writer was told is done, the next question finds, in either process."""
    crowd = Crowd(corpus, processes, seconds=6)

    def renew() -> None:
        while crowd.go_on():
            corpus.renew(tmp_path / "index")
            time.sleep(0.5)

    crowd.work(*[crowd.write_roles] * 2, *[crowd.write_candidates] * 2, renew)
    assert crowd.faults == []
    assert crowd.questions > 50
    agree(corpus, processes)
