"""Weigh: what documents say becomes rows of unit length, each with its strongest terms alone."""

import numpy as np

from matching.ranking.loops.tables import Pointer, Whole, at, loop

STEPS = 2.0**24  # from 0 to 1, as vectors have them


@loop
def weigh(table_address: int, size: int, most: int) -> None:
    """Turn rows of terms and what they weigh in the document into rows of the index, in place.

    Args:
        table_address: of the addresses of the rows' starts, terms and weights; of each term's
            idf, its place in the order of the text, and its number; of room for one row, twice;
            of where to write how many entries each row keeps.
        size: how many rows there are.
        most: entries that a row keeps.
    """
    table = at(table_address, np.int64)
    starts, terms, weights = (
        at(table[0], np.int64),
        at(table[1], np.int32),
        at(table[2], np.float64),
    )
    idf, order, numbers = at(table[3], np.float64), at(table[4], np.int32), at(table[5], np.int32)
    kept_weights = at(table[2], np.float32)  # where nothing is read any more
    keys, values, kept = at(table[6], np.int32), at(table[7], np.float64), at(table[8], np.int64)
    target = 0
    for row in range(size):
        count = 0
        for entry in range(starts[row], starts[row + 1]):
            term = terms[entry]
            keys[count] = order[term]
            values[count] = weights[entry] * idf[term]
            count += 1
        if count > most:
            _sort(keys, values, count, 1)
            count = most
        _sort(keys, values, count, 0)
        total = 0.0
        for each in range(count):
            total += values[each] * values[each]
        length = np.sqrt(total)
        for each in range(count):
            terms[target] = numbers[keys[each]]
            kept_weights[target] = max(np.floor(values[each] / length * STEPS), 1.0) / STEPS
            target += 1
        kept[row] = count


@loop
def _sort(keys: Pointer, values: Pointer, size: int, by_value: int) -> None:
    """Sort by keys, or by falling values and then by keys (a heap: no room, no worst case)."""
    for begin in range(size // 2 - 1, -1, -1):
        _sink(keys, values, begin, size, by_value)
    for end in range(size - 1, 0, -1):
        key, value = keys[0], values[0]
        keys[0] = keys[end]
        values[0] = values[end]
        keys[end] = key
        values[end] = value
        _sink(keys, values, 0, end, by_value)


@loop
def _sink(keys: Pointer, values: Pointer, place: int, size: int, by_value: int) -> None:
    key, value, child = keys[place], values[place], 2 * place + 1
    while child < size:
        if child + 1 < size and _is_before(
            keys[child], values[child], keys[child + 1], values[child + 1], by_value
        ):
            child += 1
        if not _is_before(key, value, keys[child], values[child], by_value):
            break
        keys[place] = keys[child]
        values[place] = values[child]
        place, child = child, 2 * child + 1
    keys[place] = key
    values[place] = value


@loop
def _is_before(key: Whole, value: float, other: Whole, against: float, by_value: int) -> bool:
    if by_value and value != against:
        return value > against
    return key < other
