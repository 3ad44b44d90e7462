"""An index made at once is the one that grows document by document, to the last bit."""

from uuid import UUID

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfTransformer

from matching.ranking.columns import Column, Many, Number, One
from matching.ranking.documents import Document, query_document
from matching.ranking.fitting import fit, fit_lexicon
from matching.ranking.gathering import Gathering, IndexBuilder
from matching.ranking.index import Index
from matching.ranking.lexicon import Lexicon
from matching.ranking.vocabulary import Vocabulary
from tests.matching.ranking.counted import counted

WORDS = tuple("abcdefghijklmnop")
DOCUMENTS = st.dictionaries(
    st.sampled_from(WORDS), st.sampled_from([0.5, 1.0, 1.7, 3.0]), max_size=12
).map(Document)
CORPORA = st.dictionaries(st.integers(0, 2**128 - 1).map(lambda n: UUID(int=n)), DOCUMENTS)


def columns() -> dict[str, Column]:
    return {"hubs": Many(["beijing"]), "kind": One(), "pay": Number()}


def attributes(document: Document) -> dict[str, object]:
    count = len(document.weights)
    hubs = ["beijing"] if count % 2 else []
    return {"hubs": hubs, "kind": str(count % 3), "pay": count or None}


@settings(deadline=None)
@given(corpus=CORPORA, most=st.sampled_from([3, 400]))
def test_built_at_once_equals_grown(corpus: dict[UUID, Document], most: int) -> None:
    lexicon = fit_lexicon([], corpus.values())
    builder, grown = IndexBuilder(Vocabulary(), columns()), Index(lexicon, columns())
    with pytest.MonkeyPatch.context() as patch:
        for module in ("gathering", "lexicon"):
            patch.setattr(f"matching.ranking.{module}.CUT_TERMS", most)
        for id_, document in corpus.items():
            builder.add(id_, document, attributes(document))
            grown.add(id_, lexicon.vector(document), attributes(document))
        built = builder.index(lexicon)
    assert built.ids() == sorted(grown.ids())
    for id_ in corpus:
        one, other = built.vector(id_), grown.vector(id_)
        assert one.terms == other.terms
        assert one.weights.tobytes() == other.weights.tobytes()
        found, expected = built.search(one, limit=9), grown.search(one, limit=9)
        assert (found.ids, found.scores) == (expected.ids, expected.scores)
    for name in columns():
        counts = [
            counted(column, index.alive())
            for index in (built, grown)
            if isinstance(column := index.columns[name], Many | One)
        ]
        assert counts[:1] == counts[1:]


def test_a_generation_is_scikit_learns() -> None:
    texts = ["quantum decoder", "quantum wafer", "quantum decoder plasma", "enzyme"]
    lexicon = fit_lexicon(map(query_document, texts[:2]), map(query_document, texts[2:]))
    counts = [[term in query_document(text).weights for term in lexicon.terms] for text in texts]
    fitted = TfidfTransformer().fit(np.array(counts, float))
    assert lexicon.idf.tolist() == fitted.idf_.tolist()


def test_one_reading_serves_both_the_fit_and_the_index() -> None:
    vocabulary = Vocabulary()
    documents = [query_document(text) for text in ("quantum decoder", "quantum wafer", "enzyme")]
    builder = IndexBuilder(vocabulary, {})
    for number, document in enumerate(documents):
        builder.add(UUID(int=number), document, {})
    lexicon = fit(vocabulary, builder.gathering, Gathering(vocabulary))
    assert isinstance(lexicon, Lexicon)
    assert lexicon.generation == fit_lexicon(documents, []).generation
    index = builder.index(lexicon)
    assert index.search(lexicon.vector(documents[1]), limit=1).ids == [UUID(int=1)]


@given(batches=st.lists(st.lists(st.text(st.characters(exclude_characters="\0"), min_size=1))))
def test_terms_are_numbered_as_they_first_come(batches: list[list[str]]) -> None:
    vocabulary, numbers = Vocabulary(), dict[str, int]()
    for batch in batches:
        expected = [numbers.setdefault(term, len(numbers)) for term in batch]
        assert vocabulary.number(batch).tolist() == expected
    assert vocabulary.terms == list(numbers)


def test_a_term_with_the_end_of_terms_is_refused() -> None:
    with pytest.raises(ValueError, match="NUL"):
        Vocabulary().number(["quantum\0decoder"])
