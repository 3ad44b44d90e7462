"""Build: rows become postings by counting."""

import numpy as np

from matching.ranking.loops.tables import at, loop


@loop
def build(table_address: int, size: int, terms: int) -> None:
    """Sort the entries of rows by term.

    Args:
        table_address: of the addresses of the rows' starts, numbers and weights, and of where to
            write: where each list begins, all 0 before and one longer than there are terms; rows;
            weights.
        size: how many rows there are.
        terms: above each number.
    """
    table = at(table_address, np.int64)
    starts, numbers, weights = (
        at(table[0], np.int64),
        at(table[1], np.int32),
        at(table[2], np.float32),
    )
    begins, rows, kept = at(table[3], np.int64), at(table[4], np.int32), at(table[5], np.float32)
    for entry in range(starts[size]):
        begins[numbers[entry]] += 1
    total = 0
    for term in range(terms + 1):
        total += begins[term]
        begins[term] = total
    for back in range(size):
        row = size - 1 - back
        for entry in range(starts[row], starts[row + 1]):
            place = begins[numbers[entry]] - 1
            begins[numbers[entry]] = place
            rows[place] = row
            kept[place] = weights[entry]
