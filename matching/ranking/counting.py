"""Counts over everything that matches, by many columns, each without its own filter."""

from collections.abc import Hashable, Iterable, Mapping
from functools import reduce

import numpy as np

from matching.ranking.bitmaps import Bits, packed, unpacked
from matching.ranking.columns import Flag, Many, Mask, One

Countable = One | Many | Flag

_MOST_BITMAPS = 64  # codes; of more, the rows that match are looked at one by one


def count_columns(
    columns: Mapping[str, Countable], alive: Mask, masks: Mapping[str, Mask]
) -> dict[str, dict[Hashable, int]]:
    """Count the rows that are there and that every mask marks, but the one of a column's own name.

    Args:
        columns: each under the name of its filter, where there is one.
    """
    rows = min(map(len, [alive, *masks.values(), *columns.values()]))
    bits = {name: packed(mask[:rows]) for name, mask in masks.items()}
    living = packed(alive[:rows])
    everywhere = _all_of(living, bits.values())
    counted: dict[tuple[int, str | None], dict[Hashable, int]] = {}
    counts: dict[str, dict[Hashable, int]] = {}
    for name, column in columns.items():
        # Flags are counted by one column, which needs no second look.
        key = id(column), name if name in bits else None
        if key not in counted:
            others = [other for own, other in bits.items() if own != name]
            where = _all_of(living, others) if name in bits else everywhere
            counted[key] = _counts(column, where, rows)
        counts[name] = counted[key]
    return counts


def _all_of(first: Bits, others: Iterable[Bits]) -> Bits:
    return reduce(np.bitwise_and, others, first)


def _counts(column: Countable, where: Bits, rows: int) -> dict[Hashable, int]:
    if isinstance(column, One) and column.places > _MOST_BITMAPS:
        return column.counts(unpacked(where, rows))
    return column.named(column.bitmaps.counts(column, where))
