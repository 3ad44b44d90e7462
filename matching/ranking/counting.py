"""Counts over everything that matches, by many columns in one pass over the rows."""

from collections.abc import Hashable, Mapping

import numpy as np

from matching.ranking.columns import Flag, Many, Mask, One
from matching.ranking.kernel import addresses
from matching.ranking.machine import compiled

Countable = One | Many | Flag

# As loops.counting tells them apart.
_KINDS = {np.dtype(np.int32): 0, np.dtype(np.int64): 1, np.dtype(np.bool_): 2}
_NO_FILTER = -1


def count_columns(
    columns: Mapping[str, Countable], alive: Mask, masks: Mapping[str, Mask]
) -> dict[str, dict[Hashable, int]]:
    """Count the rows that are there and that every mask marks, but the one of a column's own name.

    Args:
        columns: each under the name of its filter, where there is one.
    """
    rows = min(map(len, [alive, *masks.values(), *columns.values()]))
    kept = [np.ascontiguousarray(mask[:rows], np.bool_) for mask in (alive, *masks.values())]
    own = {name: number for number, name in enumerate(masks, start=1)}
    values = {name: column.values for name, column in columns.items()}
    counts = {name: np.zeros(1 + column.places, np.int64) for name, column in columns.items()}
    facets = [len(columns)]
    for name in columns:
        where = addresses(values[name], counts[name])
        facets += [_KINDS[values[name].dtype], *where, own.get(name, _NO_FILTER)]
    flags = np.empty(rows, np.uint8), np.empty(rows, np.uint8)
    room = (*flags, np.empty(rows + 1, np.int32), np.empty(rows + 1, np.int32))
    tables = np.array(facets), np.array([len(kept), *addresses(*room, *kept)])
    compiled().count(*addresses(*tables), rows)
    return {name: column.named(counts[name][1:]) for name, column in columns.items()}
