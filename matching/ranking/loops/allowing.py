"""Allow: which rows of a part are there and pass the filter."""

import numpy as np

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
    flags, words = at(address, np.uint8), at(address, np.uint64)
    part = Part(first, offset, size, is_whole, size, False, flags, words)
    if is_whole:
        return part
    # Few are listed by the way; a mask is read once.
    allowed = list_allowed(part, work, size // FEW)
    are_listed = allowed <= size // FEW
    if not are_listed:
        allowed = count_flags(flags, words, size)
    return Part(first, offset, size, allowed == size, allowed, are_listed, flags, words)


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
def count_flags(flags: Pointer, words: Pointer, size: int) -> int:
    """Count flags, each a byte of 0 or 1."""
    whole = size // 8
    count: Whole = 0
    # A word of eight sums holds up to 255 of each.
    for begin in range(0, whole, 255):
        sums = np.uint64(0)
        for word in range(begin, min(begin + 255, whole)):
            sums += words[word]
        for byte in range(8):
            count += np.int64((sums >> np.uint64(8 * byte)) & np.uint64(255))
    for row in range(whole * 8, size):
        count += flags[row]
    return count


@loop
def list_allowed(part: Part, work: Work, most: int) -> int:
    """List the allowed rows, ascending; return how many, or some number above ``most``."""
    count, whole = 0, part.size // 32
    for begin in range(0, 4 * whole, 4):
        any_of = part.words[begin] | part.words[begin + 1]
        if any_of | part.words[begin + 2] | part.words[begin + 3] == 0:
            continue
        if count > most:
            return count
        for row in range(8 * begin, 8 * begin + 32):
            work.listed[count] = row
            count += part.flags[row]
    for row in range(32 * whole, part.size):
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
