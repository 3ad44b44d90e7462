"""Count facets: everything that matches by every column, each without its own filter."""

import numpy as np

from matching.ranking.loops.tables import Pointer, at, loop

CODES, BITS, FLAGS = 0, 1, 2  # how a column is kept


@loop
def count(facets_address: int, masks_address: int, rows: int) -> None:
    """Count by facets.

    Args:
        facets_address: of how many there are, and for each: how its column is kept, where that
            lies, where to count (one place before the first is for "not stated"), and the number
            of the facet's own filter, or none of them.
        masks_address: of how many filters there are, of room for two bytes and two numbers for
            each row and one more, and of the filters, the first of which no facet has as its own.
        rows: of the filters and the columns.
    """
    facets, masks = at(facets_address, np.int64), at(masks_address, np.int64)
    missed, which = at(masks[1], np.uint8), at(masks[2], np.uint8)
    found, near = at(masks[3], np.int32), at(masks[4], np.int32)
    _match(masks, missed, which, rows)
    every = nearly = 0
    for row in range(rows):
        found[every] = row
        every += missed[row] == 0
        near[nearly] = row
        nearly += missed[row] == 1
    for facet in range(facets[0]):
        kind, values = facets[4 * facet + 1], facets[4 * facet + 2]
        counts, own = at(facets[4 * facet + 3], np.int64), facets[4 * facet + 4]
        _count(kind, values, (found, every), counts)
        if own > 0:
            mine = 0
            for each in range(nearly):
                found[every + mine] = near[each]
                mine += which[near[each]] == own
            _count(kind, values, (at(masks[3] + 4 * every, np.int32), mine), counts)


@loop
def _match(masks: Pointer, missed: Pointer, which: Pointer, rows: int) -> None:
    """Note for each row how many filters leave it out, and the number of one that does alone."""
    for row in range(rows):
        missed[row] = 0
        which[row] = 0
    for number in range(masks[0]):
        mask = at(masks[5 + number], np.uint8)
        for row in range(rows):
            missed[row] += np.uint8(1) - mask[row]
            which[row] += np.uint8(number) * (np.uint8(1) - mask[row])


@loop
def _count(kind: int, values: int, listed: tuple[Pointer, int], counts: Pointer) -> None:
    """Count some rows by a column."""
    rows, size = listed
    codes, flags, sets = at(values, np.int32), at(values, np.uint8), at(values, np.int64)
    if kind == CODES:
        for each in range(size):
            counts[codes[rows[each]] + 1] += 1
    elif kind == FLAGS:
        for each in range(size):
            counts[flags[rows[each]] + np.int64(1)] += 1
    else:
        for each in range(size):
            _count_bits(sets[rows[each]], counts)


@loop
def _count_bits(bits: int, counts: Pointer) -> None:
    place = 1
    while bits != 0:
        if bits & 255 == 0:
            bits, place = bits >> 8, place + 8
        else:
            counts[place] += bits & 1
            bits, place = bits >> 1, place + 1
