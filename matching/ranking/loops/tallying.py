"""Tally: how many of some rows have each code, from a bitmap for each."""

import numpy as np

from matching.ranking.loops.bits import ones_of
from matching.ranking.loops.tables import Pointer, Whole, at, loop


@loop
def tally(where_address: int, words: int, table_address: int) -> None:
    """Count the marked rows of each bitmap.

    Args:
        where_address: of the marked rows, as bits.
        words: how many words of them there are.
        table_address: of the number of stretches; then of each the address of its first bitmap,
            how many words apart the bitmaps begin, how many there are, and where to write.
    """
    where, table = at(where_address, np.uint64), at(table_address, np.int64)
    for stretch in range(table[0]):
        begin = 1 + 4 * stretch
        address, apart, count = table[begin], table[begin + 1], table[begin + 2]
        counts = at(table[begin + 3], np.int64)
        for each in range(count):
            counts[each] = _shared(at(address + 8 * apart * each, np.uint64), where, words)


@loop
def _shared(bits: Pointer, where: Pointer, words: int) -> int:
    """Return how many rows are marked in both."""
    found: Whole = 0
    for word in range(words):
        found += np.int64(ones_of(bits[word] & where[word]))
    return found
