"""Find: the places of some texts in a long list that is in order."""

import numpy as np

from matching.ranking.loops.tables import Pointer, Whole, at, loop


@loop
def find(table_address: int, size: int, count: int) -> None:
    """Write for each wanted text its place in the list, or -1.

    Args:
        table_address: of the addresses of the list's bytes and of where each text starts in
            them (one entry more than texts), of the same two for the wanted texts, and of where
            to write.
        size: texts in the list, ascending by their bytes.
        count: how many are wanted.
    """
    table = at(table_address, np.int64)
    texts, starts = at(table[0], np.uint8), at(table[1], np.int64)
    wanted, begins = at(table[2], np.uint8), at(table[3], np.int64)
    places = at(table[4], np.int32)
    for each in range(count):
        begin, length = begins[each], begins[each + 1] - begins[each]
        low, high = 0, size
        places[each] = -1
        while low < high:
            middle = (low + high) >> 1
            start = starts[middle]
            order = _compared(texts, start, starts[middle + 1] - start, wanted, begin, length)
            if order == 0:
                places[each] = middle
                break
            if order < 0:
                low = middle + 1
            else:
                high = middle


@loop
def _compared(
    one: Pointer, at_one: int, length: int, other: Pointer, at_other: int, other_length: int
) -> Whole:
    """Return less than, equal to or more than 0, as the first text's bytes sort."""
    for place in range(min(length, other_length)):
        difference = np.int64(one[at_one + place]) - np.int64(other[at_other + place])
        if difference != 0:
            return difference
    return length - other_length
