"""Every way of searching gives what the plain product gives: the same ids, order and bits."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from matching.ranking.bands import Bands
from matching.ranking.columns import Flag, Mask, Number
from matching.ranking.identities import Identities
from matching.ranking.index import Index
from matching.ranking.kernel import PART, Rows
from matching.ranking.lexicon import Lexicon
from matching.ranking.rare import RareTerms
from matching.ranking.searching import WAYS
from matching.ranking.segments import sealed
from matching.ranking.vectors import Vector, score, unit_vector

TERMS = tuple(f"t{number:03}" for number in range(400))
KNOWN = TERMS[:380]  # the index numbers the others itself
LEXICON = Lexicon(KNOWN, np.ones(380, np.int64), np.ones(380), 380, Bands(0.1, 0.3))
DOCUMENTS = 1_500
SHARES = (1.0, 0.5, 0.05, 0.004, 0.0)  # of the documents, that a filter allows

Held = dict[UUID, tuple[Vector, float]]


def drawn(draw: np.random.Generator, count: int) -> Vector:
    """Return a vector whose first terms are common ones; many weights are alike."""
    numbers = (len(TERMS) ** draw.random(count)).astype(int) - 1
    return unit_vector({TERMS[n]: float(draw.choice([0.5, 1.0, 3.0])) for n in numbers})


def living_index(draw: np.random.Generator) -> tuple[Index, Held]:
    """Return an index with removed and replaced documents, several segments and a tail."""
    index, held = Index(LEXICON, {"luck": Number(), "open": Flag()}), Held()
    vectors = [drawn(draw, int(draw.integers(0, 25))) for _ in range(40)]
    for number in range(DOCUMENTS):
        id_ = UUID(int=int(draw.integers(0, 900)) << 60 | int(draw.integers(0, 2)))
        vector = vectors[number % 40] if number % 3 else drawn(draw, 12)
        held[id_] = (vector, float(draw.random()))
        index.add(id_, vector, {"luck": held[id_][1]})
        if number % 10 == 0:
            gone = draw.choice(np.array(list(held), dtype=object))
            index.remove(gone)
            del held[gone]
    return index, held


def plain(held: Held, query: Vector, share: float) -> list[tuple[UUID, float]]:
    scored = [(id_, score(query, vector)) for id_, (vector, luck) in held.items() if luck < share]
    return sorted(((i, s) for i, s in scored if s > 0), key=lambda hit: (-hit[1], hit[0]))


def luckier_than(index: Index, share: float) -> Mask:
    luck: NDArray[np.float64] = index.columns["luck"].values
    return luck < share


def paged(
    index: Index, query: Vector, limit: int, where: Mask | None
) -> Iterator[list[tuple[UUID, float]]]:
    after: tuple[float, UUID] | None = None
    while True:
        hits = index.search(query, limit=limit, after=after, where=where)
        if not hits.ids:
            return
        yield list(zip(hits.ids, hits.scores, strict=True))
        after = (hits.scores[-1], hits.ids[-1])


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), limit=st.sampled_from([1, 10, 70, 2_000]))
def test_every_page_of_every_filter_equals_the_plain_product(seed: int, limit: int) -> None:
    draw = np.random.default_rng(seed)
    index, held = living_index(draw)
    for terms in (1, 3, 25):
        query = drawn(draw, terms)
        for share in SHARES:
            where = luckier_than(index, share)
            exact = plain(held, query, share)
            pages = paged(index, query, limit, where)
            assert [hit for page in pages for hit in page] == exact
            hits = index.search(query, limit=limit, where=where)
            assert hits.total == len(exact)
            assert hits.allowed == sum(luck < share for _vector, luck in held.values())
        everything = index.search(query, limit=limit)
        assert (
            list(zip(everything.ids, everything.scores, strict=True))
            == plain(held, query, 1.0)[:limit]
        )
        assert everything.allowed == len(held)
        shared = index.sharing(query)
        assert int(shared.sum()) == everything.total
        assert index.search(query, limit=2_000, where=~shared).ids == []


def test_the_cheapest_way_is_taken() -> None:
    draw = np.random.default_rng(3)
    index, _held = living_index(draw)
    common, rare = unit_vector({TERMS[0]: 1.0, TERMS[1]: 1.0}), unit_vector({TERMS[300]: 1.0})
    long = unit_vector(dict.fromkeys(TERMS[:100], 1.0))
    one_in_fifty = luckier_than(index, 0.02)
    taken = [
        index.search(common, limit=5).ways,
        index.search(rare, limit=5).ways,
        index.search(common, limit=5, where=one_in_fifty).ways,
        index.search(long, limit=5, where=one_in_fifty).ways,
    ]
    assert all(way in ways for way, ways in zip(WAYS, taken, strict=True))


def test_many_rows_are_scored_part_by_part() -> None:
    draw, size, held = np.random.default_rng(7), 2 * PART + 5_000, 3
    numbers = np.sort((380 ** draw.random((size, held))).astype(np.int32) - 1, axis=1)
    numbers += np.arange(held, dtype=np.int32)  # a term stands once in a row
    weights = (draw.integers(1, 50, (size, held)) / 128).astype(np.float32)
    ids = Identities.of(np.zeros(size, np.uint64), np.arange(size, dtype=np.uint64))
    index = Index(LEXICON, {})
    rows = Rows(np.arange(0, held * size + 1, held), numbers.ravel(), weights.ravel())
    index.restore(sealed(0, rows), ids, RareTerms.of(()))
    for terms, share in ((2, 1.0), (40, 1.0), (2, 0.3), (40, 0.3), (3, 0.001), (40, 0.001)):
        query, where = index.query(drawn(draw, terms)), draw.random(size) < share
        worth = np.zeros(400)
        worth[query.numbers] = query.weights
        exact = np.where(where, (worth[numbers] * weights).sum(axis=1), 0)
        best = np.lexsort((np.arange(size), -exact))[:200]
        hits = index.search(query, limit=200, where=where)
        assert hits.total == np.count_nonzero(exact)
        assert [id_.int for id_ in hits.ids] == best[exact[best] > 0].tolist()
        assert hits.scores == exact[best][exact[best] > 0].tolist()


@pytest.mark.parametrize("clustered", [False, True])
def test_few_rows_are_looked_up_in_lists_of_every_length(*, clustered: bool) -> None:
    draw, size = np.random.default_rng(8), 2 * PART + 5_000
    lengths = np.array([1, 15, 16, 17, 33, 129, 500, 2_000, 30_000, 120_000])
    held = np.zeros((size, len(lengths)), np.bool_)
    for term, length in enumerate(lengths.tolist()):
        held[draw.choice(size, length, replace=False), term] = True
    rows, numbers = np.nonzero(held)
    weights = (draw.integers(1, 30, len(rows)) / 128).astype(np.float32)
    full = np.zeros(held.shape)
    full[rows, numbers] = weights
    starts = np.append(0, np.cumsum(held.sum(axis=1)))
    index, ids = Index(LEXICON, {}), np.arange(size, dtype=np.uint64)
    stretch = sealed(0, Rows(starts, numbers.astype(np.int32), weights))
    index.restore(stretch, Identities.of(np.zeros(size, np.uint64), ids), RareTerms.of(()))
    where = draw.random(size) < 0.003
    where[held[:, :6].any(axis=1)] = True
    if clustered:
        where[:PART], where[PART + 300 : PART + 340] = False, True
    ways: set[str] = set()
    for terms in ([0, 9], [2, 9], [1, 3, 8], [4, 5, 6, 8], [7, 8]):
        query = index.query(unit_vector({TERMS[term]: 1.0 + term for term in terms}))
        exact = np.where(where, full[:, query.numbers] @ query.weights, 0)
        best = np.lexsort((np.arange(size), -exact))[: np.count_nonzero(exact)]
        hits = index.search(query, limit=2_000, where=where)
        ways |= hits.ways
        assert hits.allowed == np.count_nonzero(where)
        assert [id_.int for id_ in hits.ids] == best.tolist()
        assert hits.scores == exact[best].tolist()
    assert "look up" in ways


def test_a_mask_of_any_shape_is_understood() -> None:
    index, held = living_index(np.random.default_rng(4))
    query = unit_vector({TERMS[0]: 1.0})
    half = luckier_than(index, 0.5)
    expected = index.search(query, limit=50, where=half).ids
    twice = np.repeat(half, 2)
    assert index.search(query, limit=50, where=twice[::2]).ids == expected
    assert index.search(query, limit=50, where=np.append(half, [True] * 9)).ids == expected
    assert index.search(query, limit=50, where=half[:0]).ids == []
    short = index.search(query, limit=9_999, where=half[:100])
    assert 0 < short.total < len(held)


@pytest.mark.parametrize("vector", [unit_vector({}), unit_vector({"unheard": 1.0})])
def test_a_query_without_a_known_term_finds_nothing(vector: Vector) -> None:
    index, _held = living_index(np.random.default_rng(5))
    assert index.search(vector, limit=5).ids == []
    assert not index.sharing(vector).any()
    assert Index(LEXICON, {}).search(vector, limit=5).total == 0


def test_searches_at_once_do_not_disturb_each_other() -> None:
    draw = np.random.default_rng(6)
    index, held = living_index(draw)
    queries = [drawn(draw, 1 + number % 20) for number in range(200)]
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda query: index.search(query, limit=20).scores, queries))
    assert found == [[s for _i, s in plain(held, query, 1.0)[:20]] for query in queries]
