"""Number: terms, by their hashes, get numbers in the order in which they first come."""

import numpy as np

from matching.ranking.loops.tables import at, loop


@loop
def number(table_address: int, count: int, known: int) -> None:
    """Give each hash its number, a new one where it has none.

    Args:
        table_address: of how many slots there are, a power of two, and of the addresses of the
            slots (a hash and its number, which counts from 1; 0 is a free slot), of the hashes, and
            of where to write: numbers, which count from 0; the places where a hash first stood; how
            many these are.
        count: how many hashes there are.
        known: how many have a number before.
    """
    table = at(table_address, np.int64)
    mask, slots, hashes = table[0] - 1, at(table[1], np.int64), at(table[2], np.int64)
    numbers, fresh = at(table[3], np.int32), at(table[4], np.int64)
    new = 0
    for each in range(count):
        slot = hashes[each] & mask
        while slots[2 * slot + 1] != 0 and slots[2 * slot] != hashes[each]:
            slot = (slot + 1) & mask
        if slots[2 * slot + 1] == 0:
            slots[2 * slot] = hashes[each]
            fresh[new] = each
            new += 1
            slots[2 * slot + 1] = known + new
        numbers[each] = slots[2 * slot + 1] - 1
    at(table[5], np.int64)[0] = new


@loop
def count(numbers_address: int, counts_address: int, size: int) -> None:
    """Count how often each number comes; ``counts`` has room for all of them."""
    numbers, counts = at(numbers_address, np.int32), at(counts_address, np.int64)
    for each in range(size):
        counts[numbers[each]] += 1
