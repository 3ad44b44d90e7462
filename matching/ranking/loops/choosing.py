"""Choose: which rows of a part can reach the page.

Scores are compared by their bits, as whole numbers: above 0 both are in the same order.
"""

import numpy as np

from matching.ranking.loops.paging import is_behind, keep_best
from matching.ranking.loops.tables import (
    BLOCK,
    BUCKETS,
    CHOSEN,
    GROUP,
    LEAST,
    TOTAL,
    WIDTH,
    Asked,
    Corpus,
    Part,
    Pointer,
    Whole,
    Work,
    loop,
)

ONE = 0x3FF0000000000000  # the bits of 1, above which no score is
# Buckets by the exponent and six bits: 64 of them between a score and its double.
SHIFT = 46
LOWEST = (ONE >> SHIFT) + 1 - BUCKETS


@loop
def choose(
    corpus: Corpus,
    asked: Asked,
    part: Part,
    work: Work,
    scored: tuple[Pointer, int, bool],
    flags: Pointer | None,
) -> None:
    """Add to the chosen rows those of a part that may be among the best.

    Args:
        scored: the bits of scores, how many, and whether they are of listed rows or of all.
        flags: of the scores that count, or None where all do; the others are made 0.
    """
    bits, size, are_listed = scored
    work.state[TOTAL] += scan(bits, size, asked, work, flags)
    groups = groups_of(size)
    high = 0
    for group in range(groups):
        high += work.largest[group] >= work.state[LEAST]
    if high > 2 * asked.limit:
        _raise_least(work.largest, groups, asked, work)
    elif high > 0 and size > 4 * asked.limit:
        _raise_least(bits, size, asked, work)
    before = work.state[CHOSEN]
    _collect(bits, size, asked, work)
    kept = before
    for each in range(before, work.state[CHOSEN]):
        place = work.chosen[each]
        work.chosen[kept] = part.first + (work.listed[place] if are_listed else place)
        work.exact[kept] = work.exact[each]
        kept += is_behind(corpus, asked, work, kept)
    work.state[CHOSEN] = kept
    if kept > 2 * asked.limit:
        keep_best(corpus, asked, work)


@loop
def groups_of(size: int) -> int:
    """Return how many groups so many scores have."""
    return (size + BLOCK - 1) // BLOCK * WIDTH


@loop
def scan(bits: Pointer, size: int, asked: Asked, work: Work, flags: Pointer | None) -> int:
    """Note the largest score of each group; return how many are above 0."""
    count: Whole = 0
    for begin in range(0, size, BLOCK):
        first = begin // GROUP
        for group in range(first, first + WIDTH):
            work.largest[group] = 0
        for each in range(begin, min(begin + BLOCK, size), WIDTH):
            # A number of turns that the compiler knows, but for the last.
            if each + WIDTH <= size:
                count += _scan_row(bits, (first, each, WIDTH), asked, work, flags)
            else:
                count += _scan_row(bits, (first, each, size - each), asked, work, flags)
    return count


@loop
def _scan_row(
    bits: Pointer, bounds: tuple[int, int, int], asked: Asked, work: Work, flags: Pointer | None
) -> int:
    """Compare one score of each group of a block."""
    group, begin, size = bounds
    count: Whole = 0
    for each in range(size):
        score = bits[begin + each]
        if flags is not None:
            score &= -np.int64(flags[begin + each])
            bits[begin + each] = score
        count += score > 0
        score = score if score <= asked.most_bits else np.int64(0)
        work.largest[group + each] = max(work.largest[group + each], score)
    return count


@loop
def _raise_least(bits: Pointer, size: int, asked: Asked, work: Work) -> None:
    """Raise the least that a score must have to what the best of these leave no room below."""
    for bucket in range(BUCKETS):
        work.counts[bucket] = 0
    top: Whole = 0
    for each in range(size):
        # As many as the page has are surely behind the last one seen.
        if bits[each] < asked.last_bits:
            bucket = min(max((bits[each] >> SHIFT) - LOWEST, np.int64(0)), np.int64(BUCKETS - 1))
            work.counts[bucket] += 1
            top = max(top, bucket)
    above, bucket = work.counts[top], top
    while bucket > 0 and above < asked.limit:
        bucket -= 1
        above += work.counts[bucket]
    if bucket > 0:
        work.state[LEAST] = max(work.state[LEAST], (bucket + LOWEST) << SHIFT)


@loop
def _collect(bits: Pointer, size: int, asked: Asked, work: Work) -> None:
    """List the places of the scores that reach the least, behind those chosen so far."""
    count, least = work.state[CHOSEN], work.state[LEAST]
    for group in range(groups_of(size)):
        if work.largest[group] < least:
            continue
        begin = group // WIDTH * BLOCK
        for each in range(begin + group % WIDTH, min(begin + BLOCK, size), WIDTH):
            score = min(bits[each], np.int64(ONE))
            work.chosen[count] = each
            work.exact[count] = score
            count += least <= score <= asked.last_bits
    work.state[CHOSEN] = count
