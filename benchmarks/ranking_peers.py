"""Other engines over the same invented documents, each by its quickest way for one query.

They stand in requirements/peers.txt; one that is not installed is named and left out.
"""

import sqlite3
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from benchmarks.inventing import Corpus
from matching.ranking.kernel import Postings
from matching.ranking.vectors import Vector

Masks = Mapping[str, NDArray[np.bool_]]  # by name of the share that it allows
Call = Callable[[], object]
_BATCH = 5_000


class Given(NamedTuple):
    """What every engine is given."""

    corpus: Corpus
    postings: Postings
    masks: Masks


class Peer(ABC):
    """An engine that was given a corpus."""

    name: str
    filters = False  # whether it can narrow a query by a property of the documents

    @abstractmethod
    def __init__(self, given: Given) -> None: ...

    @abstractmethod
    def call(self, query: Vector, limit: int, share: str | None) -> Call:
        """Return the call that asks a query; what can be made before is made before."""


def numbers_of(corpus: Corpus, query: Vector) -> list[int]:
    """Return the numbers of a query's terms."""
    return [corpus.lexicon.numbers[term] for term in query.terms]


def texts_of(corpus: Corpus) -> Iterator[tuple[int, str]]:
    """Yield each document as words."""
    rows = corpus.rows
    for row in range(len(rows)):
        numbers = rows.numbers[rows.starts[row] : rows.starts[row + 1]].tolist()
        yield row, " ".join([corpus.lexicon.terms[number] for number in numbers])


def shares_of(masks: Masks, row: int) -> list[str]:
    """Return the names of the shares that allow a document."""
    return [name for name, mask in masks.items() if mask[row]]


class Bm25s(Peer):
    """bm25s with its numba backend; it adds weights up and does not multiply them."""

    name, filters = "bm25s", True

    def __init__(self, given: Given) -> None:
        import bm25s  # noqa: PLC0415 - may not be installed

        corpus, postings, masks = given.corpus, given.postings, given.masks
        self._corpus = corpus
        self._masks = {name: mask.astype(np.float32) for name, mask in masks.items()}
        self._engine = bm25s.BM25(backend="numba")
        counts = np.zeros(len(corpus.lexicon.terms) + 1, np.int64)
        counts[postings.numbers + 1] = np.diff(postings.starts)
        self._engine.scores = {
            "data": postings.weights,
            "indices": postings.rows,
            "indptr": np.cumsum(counts),
            "num_docs": len(corpus.rows),
        }
        self._engine.corpus = self._engine.nonoccurrence_array = None
        self._engine.vocab_dict = corpus.lexicon.numbers
        self._engine.unique_token_ids_set = set(corpus.lexicon.numbers.values())

    def call(self, query: Vector, limit: int, share: str | None) -> Call:
        """Return the call that asks a query."""
        numbers, mask = [numbers_of(self._corpus, query)], self._masks.get(share or "")
        return lambda: self._engine.retrieve(
            numbers, k=limit, show_progress=False, n_threads=1, weight_mask=mask
        )


class QdrantEdge(Peer):
    """qdrant-edge: an exact index of sparse vectors."""

    name, filters = "qdrant-edge", True

    def __init__(self, given: Given) -> None:
        import qdrant_edge as qdrant  # noqa: PLC0415 - may not be installed

        corpus, masks = given.corpus, given.masks
        self._qdrant, self._corpus = qdrant, corpus
        self._folder = tempfile.TemporaryDirectory()
        config = qdrant.EdgeConfig(sparse_vectors={"text": qdrant.EdgeSparseVectorParams()})
        self._shard = qdrant.EdgeShard.create(self._folder.name, config)
        kind = qdrant.PayloadSchemaType.Keyword
        self._shard.update(qdrant.UpdateOperation.create_field_index("share", kind))
        for begin in range(0, len(corpus.rows), _BATCH):
            end = min(begin + _BATCH, len(corpus.rows))
            points = [self._point(row, masks) for row in range(begin, end)]
            self._shard.update(qdrant.UpdateOperation.upsert_points(points))
        self._shard.optimize()

    def _point(self, row: int, masks: Masks) -> object:
        rows = self._corpus.rows
        entries = slice(int(rows.starts[row]), int(rows.starts[row + 1]))
        numbers, weights = rows.numbers[entries].tolist(), rows.weights[entries].tolist()
        vector = {"text": self._qdrant.SparseVector(indices=numbers, values=weights)}
        return self._qdrant.Point(row, vector, {"share": shares_of(masks, row)})

    def call(self, query: Vector, limit: int, share: str | None) -> Call:
        """Return the call that asks a query."""
        qdrant = self._qdrant
        numbers, narrowed = numbers_of(self._corpus, query), None
        vector = qdrant.SparseVector(indices=numbers, values=query.weights.tolist())
        if share is not None:
            match = qdrant.FieldCondition(key="share", match=qdrant.MatchValue(value=share))
            narrowed = qdrant.Filter(must=[match])
        nearest = qdrant.Query.Nearest(vector, using="text")
        asked = qdrant.SearchRequest(query=nearest, limit=limit, filter=narrowed)
        return lambda: self._shard.search(asked)


class Tantivy(Peer):
    """tantivy: BM25 over the words."""

    name, filters = "tantivy", True

    def __init__(self, given: Given) -> None:
        import tantivy  # noqa: PLC0415 - may not be installed

        corpus, masks = given.corpus, given.masks
        self._tantivy = tantivy
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("words", tokenizer_name="whitespace", index_option="freq")
        builder.add_text_field("share", tokenizer_name="raw", index_option="basic")
        builder.add_unsigned_field("row", stored=True)
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema)
        writer = self._index.writer(heap_size=1_000_000_000, num_threads=1)
        for row, text in texts_of(corpus):
            writer.add_document(
                tantivy.Document(words=[text], share=shares_of(masks, row), row=row)
            )
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def call(self, query: Vector, limit: int, share: str | None) -> Call:
        """Return the call that asks a query."""
        occur, of = self._tantivy.Occur, self._tantivy.Query
        parts = [
            (occur.Should, of.term_query(self._schema, "words", term, "freq"))
            for term in query.terms
        ]
        asked = of.boolean_query(parts)
        if share is not None:
            only = of.const_score_query(of.term_query(self._schema, "share", share), 0.0)
            asked = of.boolean_query([(occur.Must, asked), (occur.Must, only)])
        return lambda: self._searcher.search(asked, limit, count=False).hits


class SparseDotTopn(Peer):
    """sparse_dot_topn: a product of sparse matrices that keeps the largest."""

    name = "sparse_dot_topn"

    def __init__(self, given: Given) -> None:
        import sparse_dot_topn  # noqa: PLC0415 - may not be installed

        corpus = given.corpus
        self._multiply, self._corpus = sparse_dot_topn.sp_matmul_topn, corpus
        self._columns = matrix_of(corpus).T.tocsr()

    def call(self, query: Vector, limit: int, share: str | None) -> Call:
        """Return the call that asks a query."""
        del share
        row = row_of(self._corpus, query)
        return lambda: self._multiply(row, self._columns, top_n=limit, sort=True, n_threads=1)


class ScikitLearn(Peer):
    """scikit-learn's linear_kernel, and numpy's partition."""

    name = "scikit-learn"

    def __init__(self, given: Given) -> None:
        from sklearn.metrics.pairwise import linear_kernel  # noqa: PLC0415 - slow to import

        corpus = given.corpus
        self._multiply, self._corpus, self._matrix = linear_kernel, corpus, matrix_of(corpus)

    def call(self, query: Vector, limit: int, share: str | None) -> Call:
        """Return the call that asks a query."""
        del share
        row = row_of(self._corpus, query)

        def ask() -> object:
            scores = self._multiply(row, self._matrix)[0]
            best = np.argpartition(-scores, limit)[:limit]
            return best[np.argsort(-scores[best])]

        return ask


class SqliteFts5(Peer):
    """SQLite's full-text index, ranked by BM25."""

    name, filters = "SQLite FTS5", True

    def __init__(self, given: Given) -> None:
        corpus, masks = given.corpus, given.masks
        self._folder = tempfile.TemporaryDirectory()
        self._database = sqlite3.connect(Path(self._folder.name) / "words.db")
        self._database.execute("CREATE VIRTUAL TABLE document USING fts5(words, share)")
        rows = ((row, text, " ".join(shares_of(masks, row))) for row, text in texts_of(corpus))
        self._database.executemany(
            "INSERT INTO document (rowid, words, share) VALUES (?, ?, ?)", rows
        )
        self._database.commit()

    def call(self, query: Vector, limit: int, share: str | None) -> Call:
        """Return the call that asks a query."""
        asked = f"words : ({' OR '.join(query.terms)})"
        asked = asked if share is None else f"{asked} AND share : {share}"
        statement = "SELECT rowid FROM document WHERE document MATCH ? ORDER BY rank LIMIT ?"
        return lambda: self._database.execute(statement, (asked, limit)).fetchall()


def matrix_of(corpus: Corpus) -> Any:  # noqa: ANN401 - scipy has no types
    """Return the documents as a matrix."""
    rows, shape = corpus.rows, (len(corpus.rows), len(corpus.lexicon.terms))
    return csr_matrix((rows.weights, rows.numbers, rows.starts), shape=shape)


def row_of(corpus: Corpus, query: Vector) -> Any:  # noqa: ANN401 - scipy has no types
    """Return a query as a matrix of one row."""
    numbers, shape = numbers_of(corpus, query), (1, len(corpus.lexicon.terms))
    weights = query.weights.astype(np.float32)  # as the documents are
    return csr_matrix((weights, numbers, [0, len(numbers)]), shape=shape)


PEERS: tuple[type[Peer], ...] = (Bm25s, QdrantEdge, Tantivy, SparseDotTopn, ScikitLearn, SqliteFts5)
