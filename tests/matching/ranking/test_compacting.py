from uuid import UUID

import pytest

from matching.ranking import index as index_module
from matching.ranking.columns import Column, Many, Number, One
from matching.ranking.documents import query_document
from matching.ranking.fitting import fit_lexicon
from matching.ranking.index import Index
from matching.ranking.saving import compacted
from matching.ranking.vectors import Vector
from tests.matching.ranking.counted import counted

TEXTS = ["quantum decoder", "quantum wafer", "decoder plasma", "wafer plasma enzyme"]
LEXICON = fit_lexicon([query_document(text) for text in TEXTS], [])


def columns() -> dict[str, Column]:
    return {"hubs": Many(["beijing"]), "facts": One(), "pay": Number()}


def vector(text: str) -> Vector:
    return LEXICON.vector(query_document(text))


def test_a_sparse_index_answers_the_same_from_fewer_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_module, "SEALED_AT", 8)
    monkeypatch.setattr(index_module, "SPARSE_FROM", 8)
    index = Index(LEXICON, columns())
    for number in range(100):
        attributes = {"hubs": ["beijing"], "facts": ("CN-SH", (number % 3,)), "pay": number}
        index.add(UUID(int=number % 10), vector(f"{TEXTS[number % 4]} rare{number}"), attributes)
    index.remove(UUID(int=4))
    index.as_of, index.entry = 42, "role 7"
    assert index.is_sparse
    small = compacted(index, columns())
    assert (small.rows, small.as_of, small.entry) == (9, 42, "role 7")
    assert not small.is_sparse
    for text in ("quantum", "plasma decoder", "rare95", "rare5"):
        old, new = index.search(vector(text), limit=9), small.search(vector(text), limit=9)
        assert (new.ids, new.scores, new.total) == (old.ids, old.scores, old.total)
    facts = small.columns["facts"]
    assert isinstance(facts, One)
    assert counted(facts, small.alive()) == {
        ("CN-SH", (0,)): 4,
        ("CN-SH", (1,)): 2,
        ("CN-SH", (2,)): 3,
    }
    small.add(UUID(int=4), vector("rare95 enzyme"), {"pay": 1})
    assert set(small.search(vector("rare95"), limit=9).ids) == {UUID(int=4), UUID(int=5)}
