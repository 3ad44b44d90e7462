"""The index: documents come and go, and the best for a vector are found exactly."""

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from matching.ranking.columns import Column, Mask
from matching.ranking.growing import Growing
from matching.ranking.identities import Identities, Places, joined
from matching.ranking.kernel import Query, Rooms
from matching.ranking.lexicon import Lexicon
from matching.ranking.ordering import Listing, Order, listing
from matching.ranking.rare import RareTerms
from matching.ranking.searching import Hits, Snapshot, search, sharing
from matching.ranking.segments import Segment, Tail, merged, sealed
from matching.ranking.vectors import Asked, Vector

SEALED_AT = 256  # rows of the tail, which every query reads through
SPARSE_FROM = 1_000  # rows of removed documents; fewer are no burden
Item = tuple[UUID, Vector, Mapping[str, object]]  # a document, its vector, its attributes by column


class Index:
    """Vectors and attributes of one kind of documents, of one generation.

    One thread writes at a time; any number read meanwhile, each from the state as it was when
    it began. What is written is seen by every later read.
    """

    def __init__(self, lexicon: Lexicon, columns: Mapping[str, Column]) -> None:
        self.lexicon, self.columns = lexicon, dict(columns)
        self.as_of = 0  # the position in the change log up to which the documents are known
        self.entry = ""  # what the log has there
        self._writing = threading.Lock()
        self._rare = RareTerms.of(())
        self._ids = Identities.of(np.zeros(0, np.uint64), np.zeros(0, np.uint64))
        self._places = Places(self._ids)
        self._alive = Growing(np.zeros(0, np.bool_))
        self._segments: tuple[Segment, ...] = ()
        self._tail = Tail(0)
        self._rooms = Rooms()
        self._key = object()  # by which vectors keep what they ask here
        self._publish()

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, document_id: UUID) -> bool:
        return document_id in self._places

    @property
    def rows(self) -> int:
        """Return how long a mask is now: documents ever added, removed ones included."""
        return len(self._snapshot.alive)

    @property
    def is_sparse(self) -> bool:
        """Whether most of the rows are of removed documents."""
        return self.rows > 2 * len(self._places) + SPARSE_FROM

    def alive(self) -> Mask:
        """Mark the rows of documents that were not removed."""
        return self._snapshot.alive.copy()

    def ids(self) -> list[UUID]:
        """Return the ids of all documents."""
        with self._writing:
            return self._places.ids()

    def add(self, document_id: UUID, vector: Vector, attributes: Mapping[str, object]) -> None:
        """Add a document, or put it in the place of the one with its id.

        Raises:
            KeyError, TypeError, ValueError: an attribute has no column, or not one for its value.
        """
        self.add_many([(document_id, vector, attributes)])

    def add_many(self, items: Iterable[Item]) -> None:
        """Add documents; all become visible together."""
        with self._writing:
            stale: list[int] = []
            try:
                for item in items:
                    stale += self._append(*item)
            finally:
                # What was added before a refusal stays, and stays consistent.
                self._settle(stale)

    def remove(self, document_id: UUID) -> bool:
        """Take a document out; say whether it was there."""
        with self._writing:
            row = self._places.pop(document_id)
            if row is None:
                return False
            self._settle([row])
            return True

    def ids_from(self, row: int) -> list[UUID]:
        """Return the ids of all rows from one on, those of removed documents included."""
        shown = self._snapshot
        return joined(shown.high[row:].tolist(), shown.low[row:].tolist())

    def row_of(self, document_id: UUID) -> int | None:
        """Return the row of a document that is there."""
        return self._places.get(document_id)

    def mask_of(self, document_ids: Iterable[UUID]) -> Mask:
        """Mark the rows of some documents; one that is not there has no row."""
        found = np.zeros(self.rows, dtype=np.bool_)
        rows = (self._places.get(each) for each in document_ids)
        found[[row for row in rows if row is not None and row < len(found)]] = True
        return found

    def id_of(self, row: int) -> UUID:
        """Return the document of a row."""
        return self._snapshot.id(row)

    def vector(self, document_id: UUID) -> Vector:
        """Return a document's vector.

        Raises:
            KeyError: no such document.
        """
        with self._writing:
            row = self._places.get(document_id)
            if row is None:
                raise KeyError(document_id)
            segment = self._snapshot.segment(row)
        rows, place = segment.rows, row - segment.first
        entries = slice(int(rows.starts[place]), int(rows.starts[place + 1]))
        terms = tuple(self.term(number) for number in rows.numbers[entries].tolist())
        return Vector(terms, rows.weights[entries].astype(np.float64), is_whole=True)

    def term(self, number: int) -> str:
        """Return the term of a number."""
        known = len(self.lexicon.terms)
        return self.lexicon.terms[number] if number < known else self._rare[number - known]

    def query(self, vector: Vector) -> Query:
        """Return a vector with its terms as this index numbers them now.

        The vector keeps it: pages of one ranking, and all who look at one role, ask by it.
        """
        terms, kept = len(self._rare), vector.asked.get(self._key)
        if kept is not None and kept.terms in (None, terms):
            return kept.query
        query = self._numbered(vector)
        is_whole = len(query.numbers) == len(vector.terms)
        vector.asked[self._key] = Asked(query, None if is_whole else terms)
        return query

    def _numbered(self, vector: Vector) -> Query:
        known = self.lexicon.numbers
        numbers = np.array([known.get(term, -1) for term in vector.terms], np.int32)
        unknown = np.flatnonzero(numbers < 0)
        if not len(unknown):
            return Query(numbers, vector.weights)
        rare = self._rare.numbers([vector.terms[place] for place in unknown.tolist()])
        numbers[unknown] = np.where(rare < 0, rare, rare + len(self.lexicon.terms))
        return Query(numbers[numbers >= 0], vector.weights[numbers >= 0])

    def search(
        self,
        vector: Vector | Query,
        *,
        limit: int,
        after: tuple[float, UUID] | None = None,
        where: Mask | None = None,
    ) -> Hits:
        """Return the best documents for a vector, best first, ties by id.

        Args:
            vector: of the same lexicon; or what ``query`` made of it, for one that is asked often.
            limit: at least 1.
            after: score and id of the last one seen; the page begins behind it.
            where: the rows that are allowed, as the columns' masks; None allows all.
        """
        query = self.query(vector) if isinstance(vector, Vector) else vector
        return search(self._snapshot, query, limit=limit, after=after, where=where)

    def sharing(self, vector: Vector) -> Mask:
        """Mark the rows that share a term with a vector: what a search finds on all its pages."""
        return sharing(self._snapshot, self.query(vector))

    def ids_by(
        self,
        values: NDArray[np.float64],
        *,
        limit: int,
        descending: bool = False,
        after: tuple[float | None, UUID] | None = None,
        where: Mask | None = None,
    ) -> Listing:
        """Return documents in the order of a Number column's values, ties by id, missing last."""
        return listing(self._snapshot, values, Order(limit, descending, after), where)

    @contextmanager
    def still(self) -> Iterator[tuple[Snapshot, RareTerms]]:
        """Hold writers back; give the state and the terms that the lexicon does not have."""
        with self._writing:
            yield self._snapshot, self._rare

    def restore(self, stretch: Segment, ids: Identities, rare: RareTerms) -> None:
        """Fill an empty index, whose columns are filled already, with rows in the order of ids."""
        with self._writing:
            self._rare = rare
            self._ids, self._segments = ids, (stretch,)
            self._alive = Growing(np.ones(stretch.end, np.bool_))
            self._tail = Tail(stretch.end)
            self._places = Places(ids)
            self._publish()

    def _append(
        self, document_id: UUID, vector: Vector, attributes: Mapping[str, object]
    ) -> list[int]:
        """Add a row and return those that it makes stale."""
        if unknown := attributes.keys() - self.columns.keys():
            raise KeyError(f"no column for {', '.join(sorted(unknown))}")
        encoded = {
            name: column.encode(attributes.get(name)) for name, column in self.columns.items()
        }
        numbers = self._numbers(vector.terms)
        self._tail.append(numbers, vector.weights)
        self._ids.append(document_id)
        self._alive.append(True)
        for name, value in encoded.items():
            self.columns[name].append(value)
        before = self._places.put(document_id, len(self._alive) - 1)
        return [] if before is None else [before]

    def _numbers(self, terms: Sequence[str]) -> NDArray[np.int32]:
        """Return the terms' numbers, new ones for new terms."""
        known = len(self.lexicon.terms)
        numbers = np.array([self.lexicon.numbers.get(term, -1) for term in terms], np.int32)
        unknown = np.flatnonzero(numbers < 0).tolist()
        rare = self._rare.numbers([terms[place] for place in unknown])
        for place, number in zip(unknown, rare.tolist(), strict=True):
            numbers[place] = known + (number if number >= 0 else self._rare.add(terms[place]))
        return numbers

    def _settle(self, stale: list[int]) -> None:
        """Take stale rows out, seal a long tail, show the new state."""
        if stale:
            # Readers hold the old array, so the change is made on a copy.
            alive = self._alive.values.copy()
            alive[stale] = False
            self._alive = Growing(alive)
        if len(self._tail.rows()) >= SEALED_AT:
            self._seal()
        self._publish()

    def _seal(self) -> None:
        first, rows = self._tail.first, self._tail.rows()
        self._segments = merged(self._segments, sealed(first, rows))
        self._tail = Tail(first + len(rows))

    def _publish(self) -> None:
        self._snapshot = Snapshot(
            (*self._segments, Segment(self._tail.first, self._tail.rows())),
            self._alive.values,
            len(self._places),
            (self._ids.high.values, self._ids.low.values),
            self._rooms,
        )
