"""Counts over everything that matches, by many columns, each without its own filter."""

from collections.abc import Iterable, Mapping
from functools import cached_property, reduce

import numpy as np
from numpy.typing import NDArray

from matching.ranking.bitmaps import Bits, packed, tally, unpacked
from matching.ranking.columns import Flag, Many, Mask, One

Countable = One | Many | Flag

_MOST_BITMAPS = 64  # codes; of more, the rows that match are looked at one by one


def count_columns(
    columns: Mapping[str, Countable], alive: Mask, masks: Mapping[str, Mask]
) -> dict[str, NDArray[np.int64]]:
    """Count the rows that are there and that every mask marks, but the one of a column's own name.

    Args:
        columns: each under the name of its filter, where there is one.

    Returns:
        for each column its counts, which it names.
    """
    rows = min(map(len, [alive, *masks.values(), *columns.values()]))
    bits = {name: packed(mask[:rows]) for name, mask in masks.items()}
    living = packed(alive[:rows])
    counts: dict[str, NDArray[np.int64]] = {}
    for own in (None, *(name for name in columns if name in bits)):
        # What has no filter of its own is counted together, and by one column only once.
        named = {n: column for n, column in columns.items() if (n if n in bits else None) == own}
        found = _Found(_all_of(living, [bits[name] for name in bits if name != own]), rows)
        counted = _counts({id(column): column for column in named.values()}, found)
        counts |= {name: counted[id(column)] for name, column in named.items()}
    return counts


def _all_of(first: Bits, others: Iterable[Bits]) -> Bits:
    return reduce(np.bitwise_and, others, first)


class _Found:
    """The rows that are counted."""

    def __init__(self, bits: Bits, length: int) -> None:
        self.bits, self._length = bits, length

    @cached_property
    def rows(self) -> NDArray[np.intp]:
        return np.flatnonzero(unpacked(self.bits, self._length))


def _counts(columns: Mapping[int, Countable], found: _Found) -> dict[int, NDArray[np.int64]]:
    """Count by bitmaps, or row by row where these would be many."""
    many = {
        key: column.tally(found.rows)
        for key, column in columns.items()
        if isinstance(column, One) and column.places > _MOST_BITMAPS
    }
    few = [key for key in columns if key not in many]
    return many | dict(zip(few, tally([columns[key] for key in few], found.bits), strict=True))
