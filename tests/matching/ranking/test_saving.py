import json
import threading
from pathlib import Path
from uuid import UUID

import numpy as np
import pytest

from matching.ranking import storage
from matching.ranking.columns import Column, Many, Number, One
from matching.ranking.documents import query_document
from matching.ranking.fitting import fit_lexicon
from matching.ranking.index import Index
from matching.ranking.saving import load_index, save_index
from matching.ranking.storage import DamagedIndex, read_folder
from matching.ranking.vectors import Vector
from tests.matching.ranking.counted import counted

TEXTS = ["quantum decoder", "quantum wafer", "decoder plasma", "wafer plasma enzyme"]
LEXICON = fit_lexicon([query_document(text) for text in TEXTS], [])


def columns() -> dict[str, Column]:
    return {"hubs": Many(["beijing"]), "facts": One(), "pay": Number()}


def vector(text: str) -> Vector:
    return LEXICON.vector(query_document(text))


@pytest.fixture
def index() -> Index:
    index = Index(LEXICON, columns())
    for number, text in enumerate(TEXTS):
        attributes = {"hubs": ["beijing"], "facts": ("CN-SH", (number % 2,)), "pay": number}
        index.add(UUID(int=number), vector(text), attributes)
    index.as_of = 42
    return index


@pytest.fixture
def folder(index: Index, tmp_path: Path) -> Path:
    save_index(index, tmp_path / "roles")
    return tmp_path / "roles"


def test_a_saved_index_answers_as_before_and_lives_on(index: Index, folder: Path) -> None:
    facts = One()
    loaded = load_index(folder, LEXICON, {**columns(), "facts": facts})
    query = vector("quantum wafer enzyme")
    assert loaded.search(query, limit=9).ids == index.search(query, limit=9).ids
    assert loaded.search(query, limit=9).scores == index.search(query, limit=9).scores
    assert loaded.as_of == 42
    assert counted(facts, loaded.alive()) == {
        ("CN-SH", (0,)): 2,
        ("CN-SH", (1,)): 2,
    }
    loaded.add(UUID(int=9), vector("enzyme zebra"), {"pay": None})
    loaded.remove(UUID(int=0))
    assert loaded.search(vector("zebra"), limit=9).ids == [UUID(int=9)]
    assert loaded.search(vector("quantum"), limit=9).ids == [UUID(int=1)]
    assert loaded.vector(UUID(int=3)).terms == index.vector(UUID(int=3)).terms


def test_an_empty_index_is_saved_and_read(tmp_path: Path) -> None:
    save_index(Index(LEXICON, columns()), tmp_path / "roles")
    loaded = load_index(tmp_path / "roles", LEXICON, columns())
    assert (len(loaded), loaded.search(vector("quantum"), limit=1).ids) == (0, [])


def test_removed_documents_leave_no_word_in_any_file(index: Index, folder: Path) -> None:
    index.add(UUID(int=7), vector("canaryword"), {"facts": "canaryfact"})
    save_index(index, folder)
    written = b"".join(path.read_bytes() for path in folder.iterdir())
    assert b"canaryword" in written
    assert b"canaryfact" in written
    index.remove(UUID(int=7))
    save_index(index, folder)
    assert not any(b"canary" in path.read_bytes() for path in folder.iterdir())
    assert [path.name for path in folder.parent.iterdir()] == ["roles"]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_every_missing_cut_flipped_or_emptied_file_is_found(index: Index, folder: Path) -> None:
    for name in names(folder):
        path = folder / name
        whole = path.read_bytes()
        flipped = bytearray(whole)
        flipped[-1] ^= 1
        for damage in (whole[:-1], bytes(flipped), b"", whole[: len(whole) // 2]):
            path.write_bytes(damage)
            with pytest.raises(DamagedIndex):
                load_index(folder, LEXICON, columns())
        path.unlink()
        with pytest.raises(DamagedIndex):
            load_index(folder, LEXICON, columns())
        path.write_bytes(whole)
    assert len(load_index(folder, LEXICON, columns())) == len(index)


@pytest.mark.parametrize("step", ["_checksum", "_map"])
def test_what_is_replaced_while_it_is_read_is_of_one_writing(
    index: Index, folder: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    read = getattr(storage, step)
    paths: list[Path] = []

    def replacing(path: Path) -> object:
        paths.append(path)
        if len(paths) == 3:  # another process puts a newer state in its place, with fewer rows
            index.remove(UUID(int=0))
            index.as_of = 43
            save_index(index, folder)
        return read(path)

    monkeypatch.setattr(storage, step, replacing)
    pay = Number()
    loaded = load_index(folder, LEXICON, {**columns(), "pay": pay})
    assert loaded.as_of == 43
    assert len(loaded) == loaded.rows == len(pay.values) == len(TEXTS) - 1


def test_every_flipped_byte_of_the_manifest_is_found(folder: Path) -> None:
    path = folder / "manifest.json"
    whole = path.read_bytes()
    for place in range(0, len(whole), 7):
        flipped = bytearray(whole)
        flipped[place] ^= 2
        path.write_bytes(bytes(flipped))
        with pytest.raises(DamagedIndex):
            load_index(folder, LEXICON, columns())


def test_an_older_format_another_generation_schema_or_kind_is_refused(
    folder: Path, tmp_path: Path
) -> None:
    other = fit_lexicon([query_document("quantum quantum")] * 3, [])
    with pytest.raises(DamagedIndex, match="generation"):
        load_index(folder, other, columns())
    with pytest.raises(DamagedIndex, match="schema"):
        load_index(folder, LEXICON, {"pay": Number()})
    with pytest.raises(DamagedIndex, match="codes"):
        load_index(folder, LEXICON, {**columns(), "hubs": Many(["shanghai"])})
    with pytest.raises(DamagedIndex, match="not lexicon"):
        read_folder(folder, "lexicon")
    manifest = folder / "manifest.json"
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "format": 0}))
    with pytest.raises(DamagedIndex):
        load_index(folder, LEXICON, columns())
    with pytest.raises(DamagedIndex):
        load_index(tmp_path / "nowhere", LEXICON, columns())


def test_readers_see_whole_states_while_a_writer_works(index: Index) -> None:
    query, stop = vector("quantum decoder"), threading.Event()
    pay, wrong = index.columns["pay"], list[UUID]()
    assert isinstance(pay, Number)

    def read() -> None:
        while not stop.is_set():
            where = pay.at_least(0, include_missing=True)
            hits = index.search(query, limit=3, where=where)
            wrong.extend(found for found in hits.ids if found.int >= 5_000)
            # Document 1 is always there, in one state or another.
            if UUID(int=1) not in index.search(vector("quantum"), limit=9_999).ids:
                wrong.append(UUID(int=1))

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for number in range(2_500):
        index.add(UUID(int=10 + number), vector(TEXTS[number % 4]), {"pay": number})
        index.add(UUID(int=1), vector(f"quantum rare{number}"), {})
    stop.set()
    for reader in readers:
        reader.join()
    assert wrong == []
    assert np.count_nonzero(index.alive()) == len(index) == 2_504
