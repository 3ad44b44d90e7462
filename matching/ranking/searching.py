"""Find the best rows of a snapshot, exactly."""

from dataclasses import dataclass
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from matching.ranking.columns import Mask
from matching.ranking.kernel import Rows, accumulate, exact_scores, reaching, slack
from matching.ranking.segments import Segment

_LOW = (1 << 64) - 1


@dataclass(frozen=True, slots=True)
class Snapshot:
    """An index as it was at one moment; nothing in it changes."""

    segments: tuple[Segment, ...]
    tail_first: int
    tail: Rows
    alive: Mask
    high: NDArray[np.uint64]  # halves of the ids
    low: NDArray[np.uint64]
    terms: int

    def id(self, row: int) -> UUID:
        """Return the id of a row."""
        return UUID(int=int(self.high[row]) << 64 | int(self.low[row]))

    def stretch(self, row: int) -> tuple[Rows, int]:
        """Return the stretch that holds a row, and its place there."""
        for segment in self.segments:
            if row < segment.end:
                return segment.rows, row - segment.first
        return self.tail, row - self.tail_first

    def stretches(self) -> list[tuple[int, Rows]]:
        """Return every stretch and its first row."""
        return [*((part.first, part.rows) for part in self.segments), (self.tail_first, self.tail)]

    def allowed(self, where: Mask | None) -> Mask:
        """Mark the rows that are there and allowed; a row newer than the mask is not."""
        if where is None:
            return self.alive
        allowed = np.zeros_like(self.alive)
        size = min(len(where), len(allowed))
        allowed[:size] = where[:size] & self.alive[:size]
        return allowed

    def behind(self, rows: NDArray[np.int64], last: UUID) -> Mask:
        """Mark those of the rows whose id is greater than one."""
        high, low = np.uint64(last.int >> 64), np.uint64(last.int & _LOW)
        return np.asarray(
            (self.high[rows] > high) | ((self.high[rows] == high) & (self.low[rows] > low))
        )

    def sorted_by(self, keys: NDArray[np.float64], rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the places of rows in ascending order of keys, ties by id."""
        return np.lexsort((self.low[rows], self.high[rows], keys))


@dataclass(frozen=True, slots=True)
class Hits:
    """A page of the best documents."""

    ids: list[UUID]
    scores: list[float]
    total: int  # documents that share a term with the query and are allowed
    scored: Mask  # the rows that share a term with it, allowed or not: what facets count
    allowed: int  # documents that are there and allowed, whatever they share


def search(
    snapshot: Snapshot,
    numbers: NDArray[np.int32],
    weights: NDArray[np.float64],
    *,
    limit: int,
    after: tuple[float, UUID] | None,
    where: Mask | None,
) -> Hits:
    """Return a page of the rows whose product with the query is largest, ties by id."""
    query = np.zeros(snapshot.terms)
    query[numbers] = weights
    rough = _rough_scores(snapshot, numbers, weights, query)
    scored = (rough > 0) & snapshot.alive
    allowed = snapshot.allowed(where)
    candidates = np.flatnonzero(scored & allowed)
    below = after[0] if after else 1.0
    rows = reaching(rough, candidates, limit, slack(len(numbers)), below)
    rows, scores = _page(snapshot, rows, _exact(snapshot, rows, query), limit, after)
    ids = [snapshot.id(row) for row in rows.tolist()]
    total = int(np.count_nonzero(allowed))
    return Hits(ids, scores.tolist(), len(candidates), scored, total)


def _rough_scores(
    snapshot: Snapshot,
    numbers: NDArray[np.int32],
    weights: NDArray[np.float64],
    query: NDArray[np.float64],
) -> NDArray[np.float32]:
    rough = np.zeros(len(snapshot.alive), np.float32)
    for part in snapshot.segments:
        accumulate(rough[part.first : part.end], part.postings, numbers, weights)
    every = np.arange(len(snapshot.tail))
    rough[snapshot.tail_first :] = exact_scores(snapshot.tail, every, query)
    return rough


def _exact(
    snapshot: Snapshot, rows: NDArray[np.int64], query: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the exact scores of ascending rows."""
    parts = []
    for first, stretch in snapshot.stretches():
        inside = rows[(rows >= first) & (rows < first + len(stretch))]
        parts.append(exact_scores(stretch, inside - first, query))
    return np.concatenate(parts)


def _page(
    snapshot: Snapshot,
    rows: NDArray[np.int64],
    scores: NDArray[np.float64],
    limit: int,
    after: tuple[float, UUID] | None,
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    if after is not None:
        last, last_id = after
        kept = (scores < last) | ((scores == last) & snapshot.behind(rows, last_id))
        rows, scores = rows[kept], scores[kept]
    best = snapshot.sorted_by(-scores, rows)[:limit]
    return rows[best], scores[best]
