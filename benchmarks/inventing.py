"""Invented corpora: documents of about 120 terms, which are as unevenly common as words are."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.ranking.bands import Bands
from matching.ranking.documents import Document
from matching.ranking.kernel import Rows
from matching.ranking.lexicon import Lexicon
from matching.ranking.vectors import STEPS, Vector

VOCABULARY = 200_000
TERMS = 120  # of a document, about
SHORT = 4  # terms of a short query
# A long query meets about three postings a document, as measured on real profiles.
UNEVENNESS = 3.5
_BATCH = 50_000
_OFTEN = Lexicon(
    tuple(f"t{number:06}" for number in range(VOCABULARY)),
    np.full(VOCABULARY, 2, np.int64),
    np.ones(VOCABULARY),
    VOCABULARY,
    Bands(0.1, 0.3),
)


@dataclass(frozen=True, slots=True)
class Corpus:
    """Rows of an index, and the lexicon that numbers their terms."""

    rows: Rows
    lexicon: Lexicon = _OFTEN

    def vector(self, row: int) -> Vector:
        """Return a document as a query."""
        entries = slice(int(self.rows.starts[row]), int(self.rows.starts[row + 1]))
        terms = tuple(self.lexicon.terms[n] for n in self.rows.numbers[entries].tolist())
        return Vector(terms, self.rows.weights[entries].astype(np.float64))

    def long_queries(self, count: int) -> list[Vector]:
        """Return whole documents."""
        draw = np.random.default_rng(1)
        return [self.vector(row) for row in draw.integers(0, len(self.rows), count).tolist()]

    def short_queries(self, count: int) -> list[Vector]:
        """Return a few terms of documents."""
        draw = np.random.default_rng(2)
        return [_some(draw, query) for query in self.long_queries(count)]


def invented(size: int) -> Corpus:
    """Return a corpus of some documents, the same one every time."""
    draw = np.random.default_rng(0)
    parts = [_rows(draw, min(_BATCH, size - begin)) for begin in range(0, size, _BATCH)]
    lengths = np.concatenate([np.diff(part.starts) for part in parts])
    numbers = np.concatenate([part.numbers for part in parts])
    weights = np.concatenate([part.weights for part in parts])
    return Corpus(Rows(np.append(0, np.cumsum(lengths)), numbers, weights))


def documents(size: int) -> Iterator[list[Document]]:
    """Yield analysed documents in batches."""
    draw = np.random.default_rng(0)
    for begin in range(0, size, 1_000):
        rows = _rows(draw, min(1_000, size - begin))
        yield [_document(rows, row) for row in range(len(rows))]


def _document(rows: Rows, row: int) -> Document:
    entries = slice(int(rows.starts[row]), int(rows.starts[row + 1]))
    numbers, weights = rows.numbers[entries].tolist(), rows.weights[entries].tolist()
    said = zip((f"t{number:06}" for number in numbers), weights, strict=True)
    return Document(dict(said))


def _rows(draw: np.random.Generator, size: int) -> Rows:
    shares = draw.random((size, TERMS * 26 // 25), dtype=np.float32) ** UNEVENNESS
    numbers = np.minimum((shares * VOCABULARY).astype(np.int32), VOCABULARY - 1)
    numbers.sort(axis=1)
    first = np.ones(numbers.shape, np.bool_)
    first[:, 1:] = numbers[:, 1:] != numbers[:, :-1]
    starts = np.append(0, np.cumsum(first.sum(axis=1)))
    weights = 1 + 7 * draw.random(int(starts[-1]))
    lengths = np.sqrt(np.add.reduceat(weights * weights, starts[:-1]))
    steps = np.floor(weights / np.repeat(lengths, np.diff(starts)) * STEPS)
    return Rows(starts, numbers[first], (steps / STEPS).astype(np.float32))


def _some(draw: np.random.Generator, query: Vector) -> Vector:
    chosen: NDArray[np.int64] = np.sort(draw.choice(len(query.terms), SHORT, replace=False))
    weights = query.weights[chosen]
    terms = tuple(query.terms[place] for place in chosen.tolist())
    return Vector(terms, weights / np.sqrt(weights @ weights))
