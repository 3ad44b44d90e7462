"""Choose: which rows are allowed, which can reach the page, and in which order they stand."""

import numpy as np

from matching.ranking.loops.tables import Asked, Corpus, Pointer, Whole, Work, loop

BLOCK = 128
# A float32 product and each addition round by at most 2**-24 of the score.
ROUNDING = 2.0**-24


@loop
def count_allowed(corpus: Corpus, asked: Asked) -> int:
    """Count the rows that are there and allowed."""
    words = asked.size // 8
    count: Whole = 0
    # A flag is a byte of 0 or 1: a word of eight sums holds up to 255 of each.
    for begin in range(0, words, 255):
        sums = np.uint64(0)
        for word in range(begin, min(begin + 255, words)):
            sums += corpus.alive_words[word] & asked.where_words[word]
        for byte in range(8):
            count += np.int64((sums >> np.uint64(8 * byte)) & np.uint64(255))
    for row in range(words * 8, asked.size):
        count += corpus.alive[row] & asked.where[row]
    return count


@loop
def list_allowed(corpus: Corpus, asked: Asked, work: Work) -> int:
    """List the rows that are there and allowed, ascending; return how many."""
    count, words = 0, asked.size // 8
    for word in range(words + 1):
        if word < words and asked.where_words[word] == 0:
            continue
        for row in range(8 * word, min(8 * word + 8, asked.size)):
            work.listed[count] = row
            count += asked.where[row] & corpus.alive[row]
    return count


@loop
def keep_allowed(corpus: Corpus, asked: Asked, work: Work, count: int) -> int:
    """Move the scores of listed rows into ``values``, of the allowed ones alone."""
    kept = 0
    for each in range(count):
        row = work.listed[each]
        score = work.scores[row]
        work.scores[row] = 0
        if not corpus.alive[row]:
            continue
        if asked.is_narrowed and (row >= asked.size or not asked.where[row]):
            continue
        work.listed[kept] = row
        work.values[kept] = score
        kept += 1
    return kept


@loop
def scan(bits: Pointer, size: int, maxima: Pointer) -> int:
    """Note the largest value of each block; return how many are above 0.

    Args:
        bits: of float32 values of at least 0, which as whole numbers are in the same order.
    """
    count: Whole = 0
    for block in range((size + BLOCK - 1) // BLOCK):
        largest, above = np.int32(0), np.int32(0)
        for each in range(block * BLOCK, min(block * BLOCK + BLOCK, size)):
            value = bits[each]
            largest = max(largest, value)
            above += np.int32(value > 0)
        maxima[block] = largest
        count += above
    return count


@loop
def scan_masked(bits: Pointer, size: int, maxima: Pointer, masks: tuple[Pointer, Pointer]) -> int:
    """Do so after the values of rows that one of the masks leaves out are made 0."""
    one, other = masks
    count: Whole = 0
    for block in range((size + BLOCK - 1) // BLOCK):
        largest, above = np.int32(0), np.int32(0)
        for each in range(block * BLOCK, min(block * BLOCK + BLOCK, size)):
            value = np.int32(bits[each] & -np.int32(one[each] & other[each]))
            bits[each] = value
            largest = max(largest, value)
            above += np.int32(value > 0)
        maxima[block] = largest
        count += above
    return count


@loop
def choose(values: Pointer, size: int, asked: Asked, work: Work) -> int:
    """List the places that may be among the best, given the blocks' maxima; return how many."""
    error = (asked.terms + 4) * ROUNDING
    below = most = np.inf
    if asked.is_behind:
        below, most = asked.last - error, asked.last + error
    least = _worst_of_best(values, size, asked.limit, below, work) - 2 * error
    count = 0
    for block in range((size + BLOCK - 1) // BLOCK):
        if work.maxima[block] < least:
            continue
        for each in range(block * BLOCK, min(block * BLOCK + BLOCK, size)):
            if values[each] > 0 and values[each] >= least and values[each] <= most:
                work.chosen[count] = each
                count += 1
    return count


@loop
def _worst_of_best(values: Pointer, size: int, limit: int, below: float, work: Work) -> float:
    """Return the smallest of the best ``limit`` values that are below one; 0 if they are fewer."""
    filled, heap = 0, work.heap
    for block in range((size + BLOCK - 1) // BLOCK):
        if filled == limit and work.maxima[block] <= heap[0]:
            continue
        for each in range(block * BLOCK, min(block * BLOCK + BLOCK, size)):
            value = values[each]
            if value <= 0 or value >= below:
                continue
            if filled < limit:
                _rise(heap, filled, value)
                filled += 1
            elif value > heap[0]:
                _sink(heap, filled, value)
    return np.float64(heap[0]) if filled == limit else 0.0


@loop
def _rise(heap: Pointer, place: int, value: float) -> None:
    """Put a value in at the end of a heap whose smallest stands first."""
    while place > 0 and heap[(place - 1) >> 1] > value:
        heap[place] = heap[(place - 1) >> 1]
        place = (place - 1) >> 1
    heap[place] = value


@loop
def _sink(heap: Pointer, size: int, value: float) -> None:
    """Put a value in the place of the smallest."""
    place, child = 0, 1
    while child < size:
        if child + 1 < size and heap[child + 1] < heap[child]:
            child += 1
        if heap[child] >= value:
            break
        heap[place] = heap[child]
        place, child = child, 2 * child + 1
    heap[place] = value
