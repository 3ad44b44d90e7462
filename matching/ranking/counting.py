"""Counts over everything that matches, by many columns, each without its own filter."""

from collections.abc import Iterable, Mapping
from functools import cached_property, reduce

import numpy as np
from numpy.typing import NDArray

from matching.ranking.bitmaps import Bits, packed, unpacked
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
    everywhere = _Found(_all_of(living, bits.values()), rows)
    counted: dict[tuple[int, str | None], NDArray[np.int64]] = {}
    counts: dict[str, NDArray[np.int64]] = {}
    for name, column in columns.items():
        # Flags are counted by one column, which needs no second look.
        key = id(column), name if name in bits else None
        if key not in counted:
            others = [other for own, other in bits.items() if own != name]
            found = _Found(_all_of(living, others), rows) if name in bits else everywhere
            counted[key] = _counts(column, found)
        counts[name] = counted[key]
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


def _counts(column: Countable, found: _Found) -> NDArray[np.int64]:
    if isinstance(column, One) and column.places > _MOST_BITMAPS:
        return column.tally(found.rows)
    return column.bitmaps.counts(column, found.bits)
