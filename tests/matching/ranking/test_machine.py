"""The compiled loops are kept in a file, which is no use damaged and no must."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from matching.ranking import machine
from matching.ranking.kernel import Rows, build_postings, checksum


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    found = [tmp_path / "first", tmp_path / "second"]
    monkeypatch.setattr(machine, "_folders", lambda: iter(found))
    return found


def test_code_is_read_back_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "loops.o"
    assert machine._written(path, b"machine code")  # noqa: SLF001
    whole = path.read_bytes()
    assert machine._read(path) == b"machine code"  # noqa: SLF001
    for damaged in (b"", whole[:-1], whole[:40] + b"!" + whole[41:]):
        path.write_bytes(damaged)
        assert machine._read(path) is None  # noqa: SLF001
    assert [each.name for each in tmp_path.iterdir()] == ["loops.o"]


def test_a_folder_that_cannot_be_written_is_passed_over(
    folders: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    compiled = []

    def compile_loops(_machine: object) -> bytes:
        compiled.append("once")
        return b"code"

    monkeypatch.setattr(machine, "_key", lambda _machine: "key")
    monkeypatch.setattr("matching.ranking.compiling.compile_loops", compile_loops)
    folders[0].write_text("no folder")
    assert [machine._code(object()) for _ in range(2)] == [b"code", b"code"]  # noqa: SLF001
    assert compiled == ["once"]
    assert (folders[1] / "loops-key.o").is_file()


def test_a_user_without_a_home_keeps_code_beside_pythons_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def no_home() -> Path:
        raise RuntimeError("no home directory")

    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr(Path, "home", no_home)
    [folder] = machine._folders()  # noqa: SLF001
    assert folder.name == "__pycache__"
    monkeypatch.setenv("XDG_CACHE_HOME", "/caches")
    assert list(machine._folders())[1] == Path("/caches/kvisa-marketplace")  # noqa: SLF001


def test_searching_imports_no_compiler_and_no_scikit_learn() -> None:
    machine.compiled()
    program = (
        "import sys, matching.ranking.saving, matching.ranking.explain\n"
        "from matching.ranking.machine import compiled\n"
        "compiled()\n"
        "sys.exit(any(name in sys.modules for name in ('sklearn', 'scipy', 'numba')))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_postings_are_the_rows_turned_over() -> None:
    weights = np.array([0.25, 0.5, 0.125], np.float32)
    rows = Rows(np.array([0, 2, 2, 3]), np.array([7, 2, 7], np.int32), weights)
    postings = build_postings(rows)
    assert postings.numbers.tolist() == [2, 7]
    assert postings.starts.tolist() == [0, 1, 3]
    assert postings.rows.tolist() == [0, 0, 2]
    assert postings.weights.tolist() == [0.5, 0.25, 0.125]


@pytest.mark.parametrize("size", [0, 1, 7, 8, 31, 32, 33, 100, 1_000])
def test_no_altered_byte_keeps_its_checksum(size: int) -> None:
    content = np.random.default_rng(size).integers(0, 256, size, np.uint8)
    known = {checksum(content), checksum(np.append(content, np.uint8(0)))}
    for place in range(size):
        altered = content.copy()
        altered[place] ^= 1 << (place % 8)
        known.add(checksum(altered))
    assert len(known) == size + 2
