"""The index against the plain product of everything with everything."""

from uuid import UUID

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.ranking import index as index_module
from matching.ranking.bands import Bands
from matching.ranking.columns import Column, Flag, Many, Mask, Number, One
from matching.ranking.index import Index
from matching.ranking.lexicon import Lexicon
from matching.ranking.vectors import Vector, score, unit_vector
from tests.matching.ranking.counted import counted

KNOWN = tuple(sorted("abcdefgh"))
LEXICON = Lexicon(KNOWN, np.ones(8, np.int64), np.ones(8), 8, Bands(0.1, 0.3))
# Few terms and few weights, so that ties are common; "x" and "y" are not in the lexicon.
VECTORS = st.dictionaries(st.sampled_from("abcdefghxy"), st.sampled_from([0.5, 1.0, 3.0])).map(
    unit_vector
)
IDS = st.integers(0, 40).map(lambda number: UUID(int=number * 2**59 + 7))
HUBS = st.sets(st.sampled_from(["beijing", "shanghai"]))
Held = tuple[Vector, set[str]]
Step = tuple[UUID, Held | None]
Expected = dict[UUID, Held]
STEPS = st.lists(st.tuples(IDS, st.none() | st.tuples(VECTORS, HUBS)), max_size=60)


def columns() -> dict[str, Column]:
    return {"hubs": Many(["beijing", "shanghai"]), "kind": One(), "pay": Number(), "open": Flag()}


def hubs_of(index: Index) -> Many:
    column = index.columns["hubs"]
    assert isinstance(column, Many)
    return column


def built(steps: list[Step]) -> tuple[Index, Expected]:
    index = Index(LEXICON, columns())
    expected: Expected = {}
    for document, step in steps:
        if step is None:
            assert index.remove(document) == (expected.pop(document, None) is not None)
        else:
            vector, hubs = step
            index.add(document, vector, {"hubs": hubs})
            expected[document] = step
    return index, expected


def brute_force(
    expected: Expected, query: Vector, hub: str | None = None
) -> list[tuple[UUID, float]]:
    scored = [
        (document, score(query, vector))
        for document, (vector, hubs) in expected.items()
        if hub is None or hub in hubs
    ]
    return sorted(((i, s) for i, s in scored if s > 0), key=lambda hit: (-hit[1], hit[0]))


def pages(
    index: Index, query: Vector, limit: int, where: Mask | None = None
) -> list[tuple[UUID, float]]:
    found: list[tuple[UUID, float]] = []
    after: tuple[float, UUID] | None = None
    while True:
        hits = index.search(query, limit=limit, after=after, where=where)
        if not hits.ids:
            return found
        assert len(hits.ids) <= limit
        found += zip(hits.ids, hits.scores, strict=True)
        after = (hits.scores[-1], hits.ids[-1])


@pytest.mark.parametrize("sealed_at", [1, 3, 1_000])
@settings(max_examples=60, deadline=None)
@given(steps=STEPS, query=VECTORS, limit=st.integers(1, 7))
def test_search_equals_the_brute_force_product(
    sealed_at: int, steps: list[Step], query: Vector, limit: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(index_module, "SEALED_AT", sealed_at)
        index, expected = built(steps)
    exact = brute_force(expected, query)
    assert pages(index, query, limit) == exact
    assert index.search(query, limit=limit).total == len(exact)
    where = hubs_of(index).any_of(["beijing"])
    allowed = brute_force(expected, query, "beijing")
    assert pages(index, query, limit, where) == allowed
    assert index.search(query, limit=limit, where=where).total == len(allowed)
    assert len(index) == len(expected)


def test_search_is_exact_on_a_larger_corpus() -> None:
    draw = np.random.default_rng(1)
    terms = [f"t{number:03}" for number in range(300)]
    vectors = {
        UUID(int=int(draw.integers(1, 2**62))): unit_vector(
            {terms[n]: float(draw.uniform(0.1, 5)) for n in draw.integers(0, 300, 40)}
        )
        for _ in range(3_000)
    }
    index = Index(LEXICON, {})
    index.add_many((document, vector, {}) for document, vector in vectors.items())
    expected: Expected = {document: (vector, set()) for document, vector in vectors.items()}
    for query in list(vectors.values())[:5]:
        hits = index.search(query, limit=50)
        exact = brute_force(expected, query)
        assert list(zip(hits.ids, hits.scores, strict=True)) == exact[:50]
        assert hits.total == len(exact)


def test_an_added_document_is_visible_at_once_and_a_replaced_one_only_as_it_is_now() -> None:
    index, document = Index(LEXICON, {}), UUID(int=1)
    assert index.search(unit_vector({"a": 1.0}), limit=5).ids == []
    index.add(document, unit_vector({"a": 1.0}), {})
    assert index.search(unit_vector({"a": 1.0}), limit=5).ids == [document]
    index.add(document, unit_vector({"b": 1.0}), {})
    assert index.search(unit_vector({"a": 1.0}), limit=5).ids == []
    assert index.vector(document).terms == ("b",)
    assert document in index
    assert index.ids() == [document]


def test_a_mask_older_than_a_document_does_not_allow_it() -> None:
    flag = Flag()
    index = Index(LEXICON, {"open": flag})
    index.add(UUID(int=1), unit_vector({"a": 1.0}), {"open": True})
    where = flag.is_true()
    index.add(UUID(int=2), unit_vector({"a": 1.0}), {"open": True})
    assert index.search(unit_vector({"a": 1.0}), limit=5, where=where).ids == [UUID(int=1)]


def test_sharing_marks_what_facets_count_whatever_the_filter() -> None:
    index, _ = built(
        [
            (UUID(int=1), (unit_vector({"a": 1.0}), {"beijing"})),
            (UUID(int=2), (unit_vector({"a": 1.0}), {"beijing", "shanghai"})),
            (UUID(int=3), (unit_vector({"b": 1.0}), {"shanghai"})),
        ]
    )
    hubs = hubs_of(index)
    hits = index.search(unit_vector({"a": 1.0}), limit=5, where=hubs.any_of(["shanghai"]))
    assert hits.ids == [UUID(int=2)]
    assert counted(hubs, index.sharing(unit_vector({"a": 1.0}))) == {"beijing": 2, "shanghai": 1}


def test_a_vector_that_was_asked_finds_terms_that_came_since() -> None:
    index, both = Index(LEXICON, columns()), unit_vector({"a": 1.0, "new": 1.0})
    index.add(UUID(int=1), unit_vector({"a": 1.0}), {})
    assert index.search(both, limit=5).ids == [UUID(int=1)]
    index.add(UUID(int=2), unit_vector({"new": 1.0}), {})
    assert index.search(both, limit=5).ids == [UUID(int=1), UUID(int=2)]


@pytest.mark.parametrize(
    ("attributes", "error"),
    [
        ({"colour": 1}, KeyError),
        ({"hubs": ["paris"]}, KeyError),
        ({"hubs": 4}, TypeError),
        ({"pay": "much"}, TypeError),
        ({"pay": float("inf")}, TypeError),
    ],
)
def test_an_attribute_without_a_place_is_refused_and_leaves_nothing(
    attributes: dict[str, object], error: type[Exception]
) -> None:
    index = Index(LEXICON, columns())
    with pytest.raises(error):
        index.add(UUID(int=1), unit_vector({"a": 1.0}), attributes)
    assert (len(index), index.rows) == (0, 0)
    assert {len(column) for column in index.columns.values()} == {0}


PAYS = st.none() | st.integers(0, 3).map(float)


@settings(max_examples=100, deadline=None)
@given(
    pays=st.dictionaries(IDS, PAYS),
    descending=st.booleans(),
    limit=st.integers(1, 5),
    gone=st.sets(IDS),
)
def test_a_listing_equals_a_plain_sort(
    pays: dict[UUID, float | None], *, descending: bool, limit: int, gone: set[UUID]
) -> None:
    index = Index(LEXICON, {"pay": Number()})
    for document, pay in pays.items():
        index.add(document, unit_vector({"a": 1.0}), {"pay": pay})
    for document in gone:
        index.remove(document)
    left = {document: pay for document, pay in pays.items() if document not in gone}
    sign = -1 if descending else 1
    plain = sorted(left, key=lambda i: (left[i] is None, sign * (left[i] or 0), i))
    found: list[UUID] = []
    after: tuple[float | None, UUID] | None = None
    while page := index.ids_by(
        index.columns["pay"].values, limit=limit, descending=descending, after=after
    ):
        if not page.ids:
            break
        assert page.total == len(left)
        found += page.ids
        after = (page.values[-1], page.ids[-1])
    assert found == plain
