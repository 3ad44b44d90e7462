"""Documents as numbers: gathered once, to fit a generation and to index under it."""

from array import array
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, repeat
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from matching.ranking.columns import Column
from matching.ranking.documents import Document
from matching.ranking.growing import Growing
from matching.ranking.identities import LOW, Identities
from matching.ranking.index import Index
from matching.ranking.kernel import Mentions, Rows, addresses, weighed
from matching.ranking.lexicon import CUT_TERMS, Lexicon
from matching.ranking.machine import compiled
from matching.ranking.rare import RareTerms
from matching.ranking.segments import Segment, sealed, taken
from matching.ranking.vocabulary import Vocabulary

_AT_ONCE = 256  # documents


class Gathering:
    """Documents of one kind; the terms of each are numbers, with what they weigh in it.

    Terms are numbered many at a time, which takes a fraction of looking each up by itself.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._terms, self._weights, self._starts = array("i"), array("d"), array("q", [0])
        self._waiting: list[Mapping[str, float]] = []
        self._counts = Growing(np.zeros(0, np.int64))

    def __len__(self) -> int:
        return len(self._starts) - 1

    def add(self, document: Document) -> None:
        """Add the next document."""
        self._waiting.append(document.weights)
        self._starts.append(self._starts[-1] + len(document.weights))
        if len(self._waiting) == _AT_ONCE:
            self._settle()

    @property
    def mentions(self) -> Mentions:
        """Return the documents as they are gathered now; nothing can be added after."""
        self._settle()
        return Mentions(
            np.frombuffer(self._starts, np.int64),
            np.frombuffer(self._terms, np.int32),
            np.frombuffer(self._weights, np.float64),
        )

    @property
    def counts(self) -> NDArray[np.int64]:
        """Return how many of the documents have each term, as far as these are known to them."""
        self._settle()
        return self._counts.values

    def weights(self, row: int, terms: Sequence[str]) -> Iterator[tuple[str, float]]:
        """Yield a document's terms, given all terms by number, with their weights in it."""
        for entry in range(self._starts[row], self._starts[row + 1]):
            yield terms[self._terms[entry]], self._weights[entry]

    def _settle(self) -> None:
        """Number the terms of the documents that wait."""
        if not self._waiting:
            return
        numbers = self.vocabulary.number(list(chain.from_iterable(self._waiting)))
        weights = chain.from_iterable([weights.values() for weights in self._waiting])
        self._terms.frombytes(numbers.data.cast("B"))
        values = np.fromiter(weights, np.float64, len(numbers))
        self._weights.frombytes(values.data.cast("B"))
        self._counts.extend(np.zeros(len(self.vocabulary.terms) - len(self._counts), np.int64))
        compiled().count(*addresses(numbers, self._counts.values), len(numbers))
        self._waiting = []


class IndexBuilder:
    """An index made all at once: a few microseconds a document, where ``add`` takes hundreds."""

    def __init__(self, vocabulary: Vocabulary, columns: Mapping[str, Column]) -> None:
        self.gathering = Gathering(vocabulary)
        self._columns = dict(columns)
        self._encoded: dict[str, list[Any]] = {name: [] for name in columns}
        # Halves of the ids: objects that are kept would be looked at by every collection.
        self._high, self._low = array("Q"), array("Q")

    def __len__(self) -> int:
        return len(self._high)

    def add(self, document_id: UUID, document: Document, attributes: Mapping[str, object]) -> None:
        """Add a document; each id comes once."""
        for name, column in self._columns.items():
            self._encoded[name].append(column.encode(attributes.get(name)))
        self.gathering.add(document)
        number = document_id.int
        self._high.append(number >> 64)
        self._low.append(number & LOW)

    def index(self, lexicon: Lexicon) -> Index:
        """Weigh what was added, in place, and index it; nothing can be added after."""
        rows, rare = _weighed(self.gathering, lexicon)
        high, low = np.array(self._high, np.uint64), np.array(self._low, np.uint64)
        order = np.lexsort((low, high))
        for name, column in self._columns.items():
            column.gather([self._encoded[name][place] for place in order.tolist()])
        index = Index(lexicon, self._columns)
        if not np.array_equal(order, np.arange(len(order))):
            rows = taken([Segment(0, rows)], order)
        index.restore(sealed(0, rows), Identities.of(high[order], low[order]), RareTerms.of(rare))
        return index


def _weighed(gathering: Gathering, lexicon: Lexicon) -> tuple[Rows, list[str]]:
    """Return the rows of an index and the terms in them that the lexicon does not have."""
    mentions, terms = gathering.mentions, gathering.vocabulary.terms
    known = np.fromiter(map(lexicon.numbers.get, terms, repeat(-1)), np.int32, len(terms))
    idf = np.full(len(terms), lexicon.unseen)
    idf[known >= 0] = lexicon.idf[known[known >= 0]]
    ordered = _by_text(np.flatnonzero(gathering.counts), known, terms)
    places = np.zeros(len(terms), np.int32)
    places[ordered] = np.arange(len(ordered))
    numbers, is_rare = known[ordered], known[ordered] < 0
    rare = [terms[term] for term in np.array(ordered, np.int64)[is_rare].tolist()]
    numbers[is_rare] = len(lexicon.terms) + np.arange(len(rare))
    return weighed(mentions, idf, places, numbers, most=CUT_TERMS), rare


def _by_text(used: NDArray[np.int64], known: NDArray[np.int32], terms: Sequence[str]) -> list[int]:
    """Return terms in the order of their text, which those of the lexicon are in already."""
    numbers = known[used]
    ordered = used[numbers >= 0][np.argsort(numbers[numbers >= 0])].tolist()
    rare = sorted(used[numbers < 0].tolist(), key=terms.__getitem__)
    # Two sorted runs, which a sort merges in one pass.
    return sorted([*ordered, *rare], key=terms.__getitem__) if rare else ordered
