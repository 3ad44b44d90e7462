"""Find: the places of some texts in a long list that is in order.

Most texts that are looked for are not there. A filter of bits says so by one look into memory
(Bloom 1970, all bits of a text in one word, as in Putze, Sanders & Singler 2007); for the few
others the list is halved.
"""

import numpy as np

from matching.ranking.loops.hashing import BEGIN, finished, stirred
from matching.ranking.loops.tables import Pointer, Whole, at, loop


@loop
def find(table_address: int, size: int, count: int) -> None:
    """Write for each wanted text its place in the list, or -1.

    Args:
        table_address: of the addresses of the list's bytes and of where each text starts in
            them (one entry more than texts), of its filter, how many words that has, of the
            same two for the wanted texts, and of where to write.
        size: texts in the list, ascending by their bytes.
        count: how many are wanted.
    """
    table = at(table_address, np.int64)
    texts, starts = at(table[0], np.uint8), at(table[1], np.int64)
    words, many = at(table[2], np.uint64), table[3]
    wanted, begins = at(table[4], np.uint8), at(table[5], np.int64)
    places = at(table[6], np.int32)
    for each in range(count):
        begin, length = begins[each], begins[each + 1] - begins[each]
        places[each] = -1
        mixed = _mixed(wanted, begin, length)
        bits = _bits(mixed)
        if words[_word(mixed, many)] & bits != bits:
            continue
        low, high = 0, size
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
def mark(table_address: int, size: int, many: int) -> None:
    """Write the filter of a list.

    Args:
        table_address: of the addresses of the list's bytes, of where each text starts in them,
            and of the filter, whose words are 0.
        size: texts in the list.
        many: words of the filter.
    """
    table = at(table_address, np.int64)
    texts, starts = at(table[0], np.uint8), at(table[1], np.int64)
    words = at(table[2], np.uint64)
    for each in range(size):
        mixed = _mixed(texts, starts[each], starts[each + 1] - starts[each])
        words[_word(mixed, many)] |= _bits(mixed)


@loop
def _mixed(texts: Pointer, start: int, length: int) -> Whole:
    """Return 64 bits that tell texts apart."""
    mixed = np.uint64(BEGIN)
    for place in range(length):
        mixed = stirred(mixed, texts[start + place])
    return finished(mixed)


@loop
def _word(mixed: Whole, many: int) -> Whole:
    """Return which word of a filter of up to 2**32 is a text's."""
    return ((mixed >> np.uint64(32)) * np.uint64(many)) >> np.uint64(32)


@loop
def _bits(mixed: Whole) -> Whole:
    """Return a text's four bits of a word."""
    one, low = np.uint64(1), np.uint64(63)
    return (
        one << (mixed & low)
        | one << (mixed >> np.uint64(6) & low)
        | one << (mixed >> np.uint64(12) & low)
        | one << (mixed >> np.uint64(18) & low)
    )


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
