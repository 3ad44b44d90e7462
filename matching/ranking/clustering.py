"""Documents that are nearly one another's copies: most of the shorter one's runs are shared."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from matching.ranking.columns import Mask
from matching.ranking.sharing import Entries

ENOUGH = 0.6  # of the runs of the shorter of two documents
Cluster = list[tuple[int, float]]  # rows, each with the share of its runs that the first has too
_FEWEST = 8  # runs of a document that says enough to be compared
_SKETCH = 16  # shared runs, the smallest numbers first, by which a document looks for its like
_MOST_LEADERS = 8  # documents that stand for their clusters, looked at for one run


def near_copies(entries: Entries, among: Mask, *, enough: float = ENOUGH) -> list[Cluster]:
    """Return clusters of rows, the largest first; in each the longest leads.

    Every row shares enough with the one that leads. Texts are told apart by their runs of words
    alone, as ``matching.text.copies`` numbers them.

    Args:
        entries: of the column of runs.
        among: the rows that are looked at.
    """
    totals, shared = _shared(entries, among)
    seen: dict[int, list[int]] = defaultdict(list)  # leaders by run
    clusters: dict[int, Cluster] = {}
    for row in sorted(shared, key=lambda row: (-int(totals[row]), row)):
        mine = shared[row]
        # What hardly shares its runs with anything copies nothing; others may copy it.
        may_copy = len(mine) >= enough * totals[row]
        leaders = _leaders(seen, mine[:_SKETCH].tolist()) if may_copy else ()
        near = [(_share(mine, shared[each], int(totals[row])), -each) for each in leaders]
        share, leader = max(near, default=(0.0, 0))
        if share >= enough:
            clusters[-leader].append((row, share))
            continue
        clusters[row] = [(row, 1.0)]
        for number in mine.tolist():
            if len(seen[number]) < _MOST_LEADERS:
                seen[number].append(row)
    found = [cluster for cluster in clusters.values() if len(cluster) > 1]
    return sorted(found, key=lambda cluster: (-len(cluster), cluster[0][0]))


def _shared(
    entries: Entries, among: Mask
) -> tuple[NDArray[np.int64], Mapping[int, NDArray[np.uint32]]]:
    """Return how many runs each row has, and those that another has too, ascending, by row."""
    numbers, rows = entries
    looked_at = among[rows]
    numbers, rows = numbers[looked_at], rows[looked_at]
    totals = np.bincount(rows, minlength=len(among))
    order = np.argsort(numbers, kind="stable")
    numbers, rows = numbers[order], rows[order]
    kept = np.zeros(len(numbers), np.bool_)
    same = numbers[1:] == numbers[:-1]
    kept[1:] |= same
    kept[:-1] |= same
    kept &= totals[rows] >= _FEWEST
    numbers, rows = numbers[kept], rows[kept]
    by_row = np.argsort(rows, kind="stable")  # numbers stay ascending
    numbers, rows = numbers[by_row], rows[by_row]
    owners, starts = np.unique(rows, return_index=True)
    ends = np.append(starts, len(rows))[1:]
    parts = zip(owners.tolist(), starts.tolist(), ends.tolist(), strict=True)
    return totals, {row: numbers[start:end] for row, start, end in parts}


def _leaders(seen: Mapping[int, Sequence[int]], sketch: Sequence[int]) -> Iterator[int]:
    """Yield the leaders that share a run, each once."""
    yield from dict.fromkeys(leader for number in sketch for leader in seen.get(number, ()))


def _share(mine: NDArray[np.uint32], theirs: NDArray[np.uint32], total: int) -> float:
    return len(np.intersect1d(mine, theirs, assume_unique=True)) / total
