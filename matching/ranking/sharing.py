"""Which rows share a run of words with a text: a column of sorted numbers."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.ranking.columns import Column, Mask
from matching.ranking.growing import Growing

_UNSORTED = 50_000  # entries that are looked through one by one before they are sorted in
_HALF = np.uint32(0xFFFF)
Entries = tuple[NDArray[np.uint32], NDArray[np.int32]]  # numbers, and the rows that hold them


def bits_of(numbers: Iterable[int]) -> NDArray[np.uint32]:
    """Return the bits that are kept of some numbers, ascending, each once."""
    return np.unique(np.array([number & 0xFFFFFFFF for number in numbers], dtype=np.uint32))


class Numbers(Column):
    """Any number of whole numbers a row, of which 32 bits are kept."""

    def __init__(self) -> None:
        super().__init__(np.zeros(0, np.bool_))  # one entry a row, which says nothing
        self._take(np.zeros(0, np.uint32), np.zeros(0, np.int32))

    def encode(self, value: object) -> NDArray[np.uint32]:
        """Return the bits of some numbers, each once."""
        if value is None:
            return np.zeros(0, np.uint32)
        if not isinstance(value, Iterable):
            raise TypeError(f"numbers, not {value!r}")
        return bits_of(value)

    def append(self, encoded: NDArray[np.uint32]) -> None:
        """Add the numbers of the next row, as ``encode`` gave them."""
        row = len(self)
        _sorted, (numbers, rows) = self._kept
        numbers.extend(encoded)
        rows.extend(np.full(len(encoded), row, np.int32))
        super().append(encoded=False)
        if len(rows) > _UNSORTED + len(_sorted[1]) // 8:
            self._take(*self.entries())

    def gather(self, encoded: Sequence[NDArray[np.uint32]]) -> None:
        """Add the numbers of the next rows, each as ``encode`` gave them."""
        numbers, rows = self.entries()
        owners = np.arange(len(self), len(self) + len(encoded), dtype=np.int32)
        lengths = [len(each) for each in encoded]
        self.extend(np.zeros(len(encoded), np.bool_))
        self._take(
            np.concatenate((numbers, *encoded)), np.concatenate((rows, np.repeat(owners, lengths)))
        )

    def any_of(self, wanted: NDArray[np.uint32]) -> Mask:
        """Mark the rows with at least one of the numbers, of which ``bits_of`` made bits."""
        mask = np.zeros(len(self), np.bool_)
        (numbers, rows), tail = self._kept
        starts = np.searchsorted(numbers, wanted)
        there = starts < len(numbers)
        there[there] = numbers[starts[there]] == wanted[there]  # few are: no end is sought for more
        ends = np.searchsorted(numbers, wanted[there], "right")
        for start, end in zip(starts[there].tolist(), ends.tolist(), strict=True):
            mask[rows[start:end]] = True
        fresh_rows = tail[1].values  # first, for the numbers are written before them
        if len(fresh_rows):
            found = fresh_rows[_places_of(wanted, tail[0].values[: len(fresh_rows)])]
            mask[found[found < len(mask)]] = True
        return mask

    def numbers(self) -> NDArray[np.uint32]:
        """Return the numbers of all rows, ascending."""
        return np.sort(self.entries()[0])

    def sharing_with(self, other: "Numbers") -> Mask:
        """Mark the rows with a number that some row of another column has."""
        mask = np.zeros(len(self), np.bool_)
        (numbers, rows), theirs = self.entries(), other.numbers()
        if len(theirs):
            places = np.searchsorted(theirs, numbers)
            mask[rows[theirs[np.minimum(places, len(theirs) - 1)] == numbers]] = True
        return mask

    def stored(self, rows: NDArray[np.int64]) -> tuple[NDArray[np.uint32], object]:
        """Return the numbers, sorted, above the rows that hold them, counted anew."""
        places = np.full(len(self), -1, np.int64)
        places[rows] = np.arange(len(rows))
        numbers, owners = self.entries()
        kept = places[owners] >= 0
        order = np.argsort(numbers[kept], kind="stable")
        pair = (numbers[kept][order], places[owners[kept]][order].astype(np.uint32))
        return np.stack(pair), len(rows)

    def restore(self, values: NDArray[Any], facts: object) -> None:
        """Take back numbers and rows."""
        if values.dtype != np.uint32 or values.ndim != 2 or not isinstance(facts, int):
            raise ValueError("a column of another type was saved")
        self._rows = Growing(np.zeros(facts, np.bool_))
        self._kept = ((values[0], values[1].view(np.int32)), _empty())

    def entries(self) -> Entries:
        """Return numbers and the rows that hold them; nothing in them changes."""
        (numbers, rows), (more, their_rows) = self._kept
        return (
            np.concatenate((numbers, more.values)),
            np.concatenate((rows, their_rows.values)),
        )

    def _take(self, numbers: NDArray[np.uint32], rows: NDArray[np.int32]) -> None:
        """Sort entries in; whoever reads meanwhile has the ones of before."""
        order = np.argsort(numbers, kind="stable")
        self._kept = ((numbers[order], rows[order]), _empty())


def _places_of(wanted: NDArray[np.uint32], numbers: NDArray[np.uint32]) -> NDArray[np.int64]:
    """Return where one of the few wanted numbers stands; the others are told by half their bits."""
    likely = np.zeros(_HALF + 1, np.bool_)
    likely[wanted & _HALF] = True
    places = np.flatnonzero(likely[numbers & _HALF])
    return places[np.isin(numbers[places], wanted)]


def _empty() -> tuple[Growing[np.uint32], Growing[np.int32]]:
    return Growing(np.zeros(0, np.uint32)), Growing(np.zeros(0, np.int32))
