"""Take: some rows of several segments, one behind the other."""

import numpy as np

from matching.ranking.loops.tables import at, loop, segment_at


@loop
def take(segments_address: int, table_address: int, count: int) -> None:
    """Copy rows.

    Args:
        segments_address: of the tables of the segments.
        table_address: of the addresses of the chosen rows, and of where to write: starts, which
            are given, numbers and weights.
        count: how many are chosen.
    """
    segments, table = at(segments_address, np.int64), at(table_address, np.int64)
    chosen, starts = at(table[0], np.int64), at(table[1], np.int64)
    numbers, weights = at(table[2], np.int32), at(table[3], np.float32)
    place = 0
    segment = segment_at(segments, place)
    for each in range(count):
        row = chosen[each]
        if row < segment.first:
            place = 0
            segment = segment_at(segments, place)
        while row >= segment.first + segment.size:
            place += 1
            segment = segment_at(segments, place)
        entry = segment.row_starts[row - segment.first]
        for target in range(starts[each], starts[each + 1]):
            numbers[target] = segment.row_numbers[entry]
            weights[target] = segment.row_weights[entry]
            entry += 1
