"""For each code of a column the rows that have it, as bits: what facets are counted from."""

import threading
from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from matching.ranking.machine import compiled

Bits = NDArray[np.uint64]  # 64 rows in each word, the first in its lowest bit

_WORD = 64


class Coded(Protocol):
    """A column whose rows have codes, which are numbered from 0."""

    bitmaps: "Bitmaps"

    @property
    def values(self) -> NDArray[Any]:
        """Return what is kept, one entry a row."""

    @property
    def places(self) -> int:
        """Return how many codes there are."""

    def has(self, values: NDArray[Any], place: int) -> NDArray[np.bool_]:
        """Mark the values that have a code."""


def packed(mask: NDArray[np.bool_]) -> Bits:
    """Return a mask as bits."""
    octets = np.zeros(-(-len(mask) // _WORD) * 8, np.uint8)
    octets[: -(-len(mask) // 8)] = np.packbits(mask, bitorder="little")
    return octets.view(np.uint64)


def unpacked(bits: Bits, rows: int) -> NDArray[np.bool_]:
    """Undo ``packed``."""
    return np.unpackbits(bits.view(np.uint8), count=rows, bitorder="little").view(np.bool_)


def tally(columns: Sequence[Coded], where: Bits) -> list[NDArray[np.int64]]:
    """Count the marked rows of each code of each column, all in one call."""
    kept = [column.bitmaps.kept(column) for column in columns]
    found = [np.zeros(len(places), np.int64) for places, _, _ in kept]
    table = [len(kept)]
    for (places, bits, _), counts in zip(kept, found, strict=True):
        table += bits.ctypes.data, bits.strides[0] // 8, len(places), counts.ctypes.data
    laid = np.array(table, np.int64)
    compiled().tally(where.ctypes.data, len(where), laid.ctypes.data)
    spread = [np.zeros(codes, np.int64) for _, _, codes in kept]
    for counts, (places, _, _), each in zip(spread, kept, found, strict=True):
        counts[places] = each  # a code without a bitmap has no row
    return spread


class Bitmaps:
    """The bitmaps of one column, which rows and codes are added to and never taken from."""

    def __init__(self) -> None:
        self._bits = np.zeros((0, 0), np.uint64)  # with room for more
        self._places: list[int] = []  # of the codes that a row has or had, one bitmap each
        self._seen = 0, 0  # rows and codes
        self._lock = threading.Lock()

    def kept(self, column: Coded) -> tuple[list[int], Bits, int]:
        """Return the codes that have bitmaps, the bitmaps, one a row, and how many codes are."""
        with self._lock:
            self._follow(column)
            return list(self._places), self._bits[: len(self._places)], self._seen[1]

    def _follow(self, column: Coded) -> None:
        """Add what the column has more."""
        rows, codes = len(column.values), column.places  # in this order: codes come first
        if (rows, codes) == self._seen:
            return
        first = self._seen[0] // _WORD
        values = column.values[first * _WORD : rows]
        for place in range(codes):
            words = packed(column.has(values, place))
            if place not in self._places:
                if not words.any():
                    continue
                self._places.append(place)
            self._make_room(len(self._places), first + len(words))
            self._bits[self._places.index(place), first : first + len(words)] = words
        self._seen = rows, codes

    def _make_room(self, codes: int, words: int) -> None:
        had, wide = self._bits.shape
        if codes > had or words > wide:
            grown = np.zeros((max(codes + 4, had), words + words // 8 + 8), np.uint64)
            grown[:had, :wide] = self._bits
            self._bits = grown
