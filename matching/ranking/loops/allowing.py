"""Allow: which rows of a part are there and pass the filter."""

import numpy as np

from matching.ranking.loops.bits import FLAGS, first_one, ones_of, set_flags
from matching.ranking.loops.tables import (
    PART,
    Asked,
    Corpus,
    Part,
    Pointer,
    Segment,
    Whole,
    Work,
    at,
    loop,
)

FEW = 128  # times as many rows have few that are allowed


@loop
def part_of(corpus: Corpus, asked: Asked, work: Work, segment: Segment, offset: int) -> Part:
    """Return the rows of a segment from one on, as many as are scored together."""
    first, size = segment.first + offset, min(segment.size - offset, PART)
    is_whole, address = corpus.living == corpus.size, corpus.alive + first
    if asked.is_narrowed and is_whole and first + size <= asked.size:
        is_whole, address = False, asked.where + first
    elif asked.is_narrowed:
        is_whole, address = False, _both(corpus, asked, work, first, size)
    flags = at(address, np.uint8)
    part = Part(first, offset, size, is_whole, size, False, flags)
    if is_whole:
        return part
    # Few are listed by the way; a mask is read once.
    allowed = list_allowed(part, work, size // FEW)
    are_listed = allowed <= size // FEW
    if not are_listed:
        allowed = count_flags(flags, size)
    return Part(first, offset, size, allowed == size, allowed, are_listed, flags)


@loop
def _both(corpus: Corpus, asked: Asked, work: Work, first: int, size: int) -> int:
    """Write which rows are there and allowed; return where."""
    alive, where = at(corpus.alive + first, np.uint8), at(asked.where + first, np.uint8)
    flags, known = at(work.flags, np.uint8), max(min(asked.size - first, size), 0)
    for row in range(known):
        flags[row] = alive[row] & where[row]
    for row in range(known, size):
        flags[row] = 0
    return work.flags


@loop
def count_flags(flags: Pointer, size: int) -> int:
    """Count flags, each a byte of 0 or 1."""
    whole = size // FLAGS * FLAGS
    count: Whole = 0
    for begin in range(0, whole, FLAGS):
        count += np.int64(ones_of(set_flags(flags, begin)))
    for row in range(whole, size):
        count += flags[row]
    return count


@loop
def list_allowed(part: Part, work: Work, most: int) -> int:
    """List the allowed rows, ascending; return how many, or some number above ``most``."""
    count, whole = 0, part.size // FLAGS * FLAGS
    for begin in range(0, whole, FLAGS):
        left = set_flags(part.flags, begin)
        if left == 0:
            continue
        if count > most:
            return count
        while left != 0:
            work.listed[count] = begin + first_one(left)
            count += 1
            left &= left - np.uint64(1)
    for row in range(whole, part.size):
        work.listed[count] = row
        count += part.flags[row]
    return count


@loop
def keep_allowed(part: Part, work: Work, count: int) -> int:
    """Move the scores of listed rows into ``values``, of the allowed ones alone."""
    kept = 0
    for each in range(count):
        row = work.listed[each]
        work.listed[kept] = row
        work.values[kept] = work.scores[row]
        work.scores[row] = 0
        kept += part.flags[row] if not part.is_whole else 1
    return kept
