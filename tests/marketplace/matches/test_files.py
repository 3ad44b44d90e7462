"""Index files are a cache: whatever becomes of them, answers are those of the database."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa
from structlog.testing import capture_logs

from marketplace.matches.catalogue import Catalogue
from matching.ranking import storage
from models import ChangedKind, IndexChange, Role
from tests.corpora import Corpus, asked, corpus, ids, recounted

__all__ = ["corpus"]

Damage = Callable[[Path], None]  # to the folder of a generation


@pytest.fixture
def index(corpus: Corpus, tmp_path: Path) -> Path:
    """The folder of the indexes of a small corpus."""
    corpus.fill(6)
    corpus.renew(tmp_path / "index")
    return tmp_path / "index"


def opened(corpus: Corpus, index: Path) -> list[str]:
    """Open the index in a new process, which must be right; return what it logged."""
    with capture_logs() as log:
        assert asked(Catalogue(index), corpus.database) == recounted(corpus.database)
    return [line["event"] for line in log]


def generation_in(index: Path) -> Path:
    [folder] = [path for path in index.iterdir() if not path.name.startswith(".")]
    return folder


def remove_half(folder: Path) -> None:
    shutil.rmtree(folder / "roles")


def swap_halves(folder: Path) -> None:
    (folder / "roles").rename(folder / "third")
    (folder / "candidates").rename(folder / "roles")
    (folder / "third").rename(folder / "candidates")


def put_a_file_there(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.write_text("no folder")


def put_a_file_for_a_half(folder: Path) -> None:
    remove_half(folder)
    (folder / "roles").write_text("no folder")


def make_older(folder: Path) -> None:
    """Sign the manifest as an older version of ours would have."""
    path = folder / "roles" / "manifest.json"
    manifest = json.loads(path.read_text())
    body = {**manifest, "format": manifest["format"] - 1}
    del body["sha256"]
    path.write_text(json.dumps({**body, "sha256": storage._digest_of(body)}))  # noqa: SLF001


DAMAGES: tuple[Damage, ...] = (
    shutil.rmtree,
    remove_half,
    swap_halves,
    put_a_file_there,
    put_a_file_for_a_half,
    make_older,
)


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_what_is_missing_or_of_another_kind_is_rebuilt(
    corpus: Corpus, index: Path, damage: Damage
) -> None:
    damage(generation_in(index))
    assert opened(corpus, index) == ["index_rebuilt"]
    assert opened(corpus, index) == []  # the files are whole again


def damaged_copies(whole: bytes) -> Iterator[bytes]:
    """Yield a file emptied, cut and with a bit flipped here and there."""
    for place in (0, len(whole) // 3, len(whole) - 1):
        yield whole[:place]
        flipped = bytearray(whole)
        flipped[place] ^= 1 << place % 8
        yield bytes(flipped)


@pytest.mark.slow
def test_a_hundred_cut_and_flipped_files_heal(
    corpus: Corpus, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.fsync", lambda _file: None)  # a hundred times forty files
    rounds = 0
    for path in sorted(generation_in(index).glob("candidates/*")):
        for damaged in damaged_copies(path.read_bytes()):
            path.write_bytes(damaged)
            assert opened(corpus, index) == ["index_rebuilt"], path.name
            rounds += 1
    assert rounds >= 90
    assert opened(corpus, index) == []


def test_a_file_of_another_generation_is_refused(corpus: Corpus, index: Path) -> None:
    old = generation_in(index)
    corpus.fill(1)
    new = corpus.renew(index).name
    shutil.rmtree(index / new)
    old.rename(index / new)
    assert opened(corpus, index) == ["index_rebuilt"]


def test_changes_behind_the_files_are_caught_up_with(corpus: Corpus, index: Path) -> None:
    kept, gone = corpus.candidate("wafer"), corpus.candidate("plasma")
    corpus.erase(gone)
    assert opened(corpus, index) == []
    found = ids(asked(Catalogue(index), corpus.database), ChangedKind.CANDIDATE)
    assert kept in found
    assert gone not in found


def test_halves_of_two_moments_are_brought_to_one(
    corpus: Corpus, index: Path, tmp_path: Path
) -> None:
    folder = generation_in(index)
    shutil.copytree(folder / "roles", tmp_path / "roles")
    corpus.fill(2)
    shutil.rmtree(folder)
    opened(corpus, index)
    shutil.rmtree(folder / "roles")
    (tmp_path / "roles").rename(folder / "roles")
    assert opened(corpus, index) == []


def test_files_of_another_database_are_refused(corpus: Corpus, index: Path) -> None:
    """A database restored from a copy goes on from there, under numbers that the files know."""
    late = [corpus.role(f"wafer {word}") for word in ("one", "two")]
    shutil.rmtree(generation_in(index))
    opened(corpus, index)
    rewind(corpus, late)
    assert opened(corpus, index) == ["index_rebuilt"]
    corpus.role("enzyme one")
    corpus.role("enzyme two")
    assert opened(corpus, index) == []


def test_a_database_put_back_under_a_running_process_is_followed(
    corpus: Corpus, index: Path
) -> None:
    running = Catalogue(index)
    late = [corpus.role(f"wafer {word}") for word in ("one", "two")]
    asked(running, corpus.database)
    rewind(corpus, late)
    corpus.role("enzyme one")
    corpus.role("enzyme two")
    assert asked(running, corpus.database) == recounted(corpus.database)


def rewind(corpus: Corpus, late: list[UUID]) -> None:
    """Bring the database back to before some roles were added, numbers too."""
    with corpus.database.session(write=True) as session:
        session.execute(sa.delete(Role).where(Role.id.in_(late)))
        session.execute(sa.delete(IndexChange).where(IndexChange.subject_id.in_(late)))
        last = session.scalar(sa.select(sa.func.max(IndexChange.id)))
        if session.get_bind().dialect.name == "postgresql":
            name = sa.func.pg_get_serial_sequence("index_change", "id")
            session.execute(sa.select(sa.func.setval(name, last)))
        else:
            counter = "UPDATE sqlite_sequence SET seq = :last WHERE name = 'index_change'"
            session.execute(sa.text(counter), {"last": last})
        session.commit()
