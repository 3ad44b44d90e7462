"""Stretches of rows: sealed ones with postings, and the growing tail that is read row by row."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matching.ranking.growing import Growing
from matching.ranking.kernel import Postings, Rows, addresses, build_postings
from matching.ranking.machine import compiled

LONGEST_MERGED = 32_768  # rows; longer segments stay as they are until the index is saved

_NO_POSTINGS = Postings(
    np.zeros(0, np.int32), np.zeros(1, np.int64), np.zeros(0, np.int32), np.zeros(0, np.float32)
)


@dataclass(frozen=True)
class Segment:
    """Rows that change no more, the first of them row ``first`` of the index."""

    first: int
    rows: Rows
    postings: Postings = _NO_POSTINGS  # of the tail

    @property
    def end(self) -> int:
        """Return the row after the last."""
        return self.first + len(self.rows)

    @cached_property
    def table(self) -> list[int]:
        """Tell the compiled loops where everything lies."""
        kept, rows = self.postings, self.rows
        counts = [self.first, len(rows), len(kept.numbers)]
        postings = addresses(kept.numbers, kept.starts, kept.rows, kept.weights)
        return counts + postings + addresses(rows.starts, rows.numbers, rows.weights)


class Tail:
    """Rows added since the last seal."""

    def __init__(self, first: int) -> None:
        self.first = first
        self._starts = Growing(np.zeros(1, np.int64))
        self._numbers = Growing(np.zeros(0, np.int32))
        self._weights = Growing(np.zeros(0, np.float32))

    def append(self, numbers: NDArray[np.int32], weights: NDArray[np.float64]) -> None:
        """Add a row."""
        self._numbers.extend(numbers)
        self._weights.extend(weights.astype(np.float32))
        self._starts.append(len(self._numbers))

    def rows(self) -> Rows:
        """Return a view of the rows there are now."""
        return Rows(self._starts.values, self._numbers.values, self._weights.values)


def sealed(first: int, rows: Rows) -> Segment:
    """Give rows their postings."""
    return Segment(first, rows, build_postings(rows))


def merged(segments: tuple[Segment, ...], fresh: Segment) -> tuple[Segment, ...]:
    """Append a segment; where it is half as long as the last, both become one, and so on."""
    while segments and len(segments[-1].rows) <= min(2 * len(fresh.rows), LONGEST_MERGED):
        fresh = sealed(segments[-1].first, concatenated(segments[-1].rows, fresh.rows))
        segments = segments[:-1]
    return (*segments, fresh)


def taken(segments: Sequence[Segment], chosen: NDArray[np.int64]) -> Rows:
    """Return some rows of segments, in the order given."""
    lengths = np.concatenate([np.diff(segment.rows.starts) for segment in segments])
    starts = np.append(0, np.cumsum(lengths[chosen]))
    numbers, weights = np.empty(starts[-1], np.int32), np.empty(starts[-1], np.float32)
    tables = np.array([segment.table for segment in segments], np.int64)
    table = np.array(addresses(chosen, starts, numbers, weights))
    compiled().take(tables.ctypes.data, table.ctypes.data, len(chosen))
    return Rows(starts, numbers, weights)


def concatenated(*parts: Rows) -> Rows:
    """Put rows one after the other."""
    lengths = np.concatenate([np.diff(part.starts) for part in parts])
    return Rows(
        np.concatenate(([0], np.cumsum(lengths))).astype(np.int64),
        np.concatenate([part.numbers for part in parts]),
        np.concatenate([part.weights for part in parts]),
    )
