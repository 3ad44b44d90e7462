"""Score rows: term at a time over postings, row by row, or by looking allowed rows up in lists."""

import numpy as np

from matching.ranking.loops.bits import ROWS, equal_rows, first_one
from matching.ranking.loops.tables import (
    MARKED,
    Asked,
    Corpus,
    Part,
    Pointer,
    Segment,
    Whole,
    Work,
    loop,
    segment_at,
)

FAR = 8 * ROWS  # postings that are skipped together
# Nanoseconds, as those of loops.searching.
POSTING_CHECKED, POSTING_ALLOWED, ROW_FOUND, POSTING_SKIPPED = 1.5, 30.0, 6.0, 0.15


@loop
def mark_terms(asked: Asked, work: Work) -> None:
    """Make the query's weights quick to find by number, once in a search."""
    if work.state[MARKED]:
        return
    work.state[MARKED] = 1
    work.keys[0], work.factors[0] = -1, 0.0
    for term in range(asked.terms):
        slot = asked.numbers[term] & work.mask
        while work.slots[slot] != 0:
            slot = (slot + 1) & work.mask
        work.slots[slot] = term + 1
        work.keys[term + 1] = asked.numbers[term]
        work.factors[term + 1] = asked.weights[term]


@loop
def unmark_terms(asked: Asked, work: Work) -> None:
    """Leave the slots as they were."""
    for term in range(asked.terms):
        slot = asked.numbers[term] & work.mask
        while work.slots[slot] != 0:
            work.slots[slot] = 0
            slot = (slot + 1) & work.mask


@loop
def score_row(segment: Segment, place: int, work: Work) -> float:
    """Return the score of a row."""
    total = 0.0
    for entry in range(segment.row_starts[place], segment.row_starts[place + 1]):
        number = segment.row_numbers[entry]
        slot = number & work.mask
        found = work.slots[slot]
        # Most terms of a row are not of the query, or are found at once: this hardly ever turns.
        while found != 0 and work.keys[found] != number:
            slot = (slot + 1) & work.mask
            found = work.slots[slot]
        total += segment.row_weights[entry] * work.factors[found]
    return total


@loop
def score_rows(segment: Segment, part: Part, work: Work, count: int) -> None:
    """Score listed rows one by one."""
    for each in range(count):
        work.values[each] = score_row(segment, part.offset + work.listed[each], work)


@loop
def find_lists(corpus: Corpus, asked: Asked, work: Work) -> None:
    """Note where each term's list begins and ends in each segment."""
    for number in range(corpus.segments):
        segment = segment_at(corpus.segment, number)
        for term in range(asked.terms):
            wanted = asked.numbers[term]
            place = first_from(segment.numbers, 0, segment.terms, wanted)
            begin = end = 0
            if place < segment.terms and segment.numbers[place] == wanted:
                begin, end = segment.starts[place], segment.starts[place + 1]
            work.begins[number * asked.terms + term] = begin
            work.ends[number * asked.terms + term] = end


@loop
def postings_of(asked: Asked, work: Work, lists: int) -> int:
    """Return how many postings the lists of a segment have."""
    total: Whole = 0
    for place in range(lists, lists + asked.terms):
        total += work.ends[place] - work.begins[place]
    return total


@loop
def first_from(numbers: Pointer, low: int, high: int, wanted: int) -> Whole:
    """Return the first place of ascending numbers that is not below a wanted one."""
    left = high - low
    while left > 1:
        half = left >> 1
        low += half if numbers[low + half - 1] < wanted else 0
        left -= half
    return low + np.int64(left == 1 and numbers[low] < wanted)


@loop
def stretch_of(segment: Segment, part: Part, work: Work, place: int) -> tuple[Whole, Whole]:
    """Return where the entries of a part begin and end in a list."""
    begin, end = work.begins[place], work.ends[place]
    if part.offset > 0:
        begin = next_place(segment.rows, begin, end, part.offset)
    if part.offset + part.size < segment.size:
        end = next_place(segment.rows, begin, end, part.offset + part.size)
        work.begins[place] = end
    return begin, end


@loop
def walk(segment: Segment, part: Part, asked: Asked, work: Work, lists: int) -> None:
    """Add the products of every posting of a part to the scores of its rows."""
    for term in range(asked.terms):
        factor = asked.weights[term]
        begin, end = stretch_of(segment, part, work, lists + term)
        for entry in range(begin, end):
            work.scores[segment.rows[entry] - part.offset] += factor * segment.weights[entry]


@loop
def walk_noting(segment: Segment, part: Part, asked: Asked, work: Work, lists: int) -> int:
    """Do the same and list the rows that got a score; return how many."""
    count = 0
    for term in range(asked.terms):
        factor = asked.weights[term]
        begin, end = stretch_of(segment, part, work, lists + term)
        for entry in range(begin, end):
            row = segment.rows[entry] - part.offset
            before = work.scores[row]
            work.scores[row] = before + factor * segment.weights[entry]
            work.listed[count] = row
            count += before == 0
    return count


@loop
def look_up(segment: Segment, part: Part, asked: Asked, work: Work, lists: int, count: int) -> None:
    """Score listed rows, which ascend as lists do, by what each list has of them."""
    for each in range(count):
        work.values[each] = 0
    for term in range(asked.terms):
        factor, place = asked.weights[term], lists + term
        if checking_cost(segment, part, work, place) < finding_cost(segment, part, work, place):
            _check_list(segment, part, work, (place, factor, count))
        else:
            _find_in_list(segment, part, work, (place, factor, count))


@loop
def expected(segment: Segment, part: Part, work: Work, place: int) -> float:
    """Return about how many postings of a part a list has."""
    return (work.ends[place] - work.begins[place]) * part.size / (segment.size - part.offset)


@loop
def checking_cost(segment: Segment, part: Part, work: Work, place: int) -> float:
    """Return what it takes to read a list and see which of its rows are allowed."""
    each = POSTING_CHECKED + POSTING_ALLOWED * part.allowed / part.size
    return each * expected(segment, part, work, place)


@loop
def finding_cost(segment: Segment, part: Part, work: Work, place: int) -> float:
    """Return what it takes to find each allowed row in a list."""
    return ROW_FOUND * part.allowed + POSTING_SKIPPED * expected(segment, part, work, place)


@loop
def _check_list(segment: Segment, part: Part, work: Work, given: tuple[int, float, int]) -> None:
    place, factor, count = given
    entry, end, behind = work.begins[place], work.ends[place], part.offset + part.size
    while entry < end and segment.rows[entry] < behind:
        row = segment.rows[entry] - part.offset
        if part.flags[row] != 0:
            each = first_from(work.listed, 0, count, row)
            work.values[each] += factor * segment.weights[entry]
        entry += 1
    work.begins[place] = entry


@loop
def _find_in_list(segment: Segment, part: Part, work: Work, given: tuple[int, float, int]) -> None:
    place, factor, count = given
    entry, end = work.begins[place], work.ends[place]
    for each in range(count):
        row = part.offset + work.listed[each]
        entry = _block_of(segment.rows, entry, end, row)
        if entry + ROWS <= end:
            equal = equal_rows(segment.rows, entry, row)
            if equal != 0:
                work.values[each] += factor * segment.weights[entry + first_one(equal)]
        else:
            for last in range(entry, end):
                if segment.rows[last] == row:
                    work.values[each] += factor * segment.weights[last]
    work.begins[place] = entry


@loop
def _block_of(rows: Pointer, entry: int, end: int, row: int) -> int:
    """Skip blocks of a list, many and then one at a time, whose last row is below a wanted one."""
    while entry + FAR <= end and rows[entry + FAR - 1] < row:
        entry += FAR
    while entry + ROWS <= end and rows[entry + ROWS - 1] < row:
        entry += ROWS
    return entry


@loop
def next_place(rows: Pointer, low: int, high: int, wanted: int) -> Whole:
    """Return the first place from ``low`` on that is not below a wanted row, by steps that grow."""
    if low == high or rows[low] >= wanted:
        return low
    step: Whole = 1
    while low + step < high and rows[low + step] < wanted:
        low += step
        step *= 2
    return first_from(rows, low, min(low + step, high), wanted)


@loop
def mark_sharing(corpus: Corpus, asked: Asked, work: Work, flags: Pointer) -> None:
    """Mark the rows that share a term with the query."""
    for number in range(corpus.segments):
        segment = segment_at(corpus.segment, number)
        if segment.terms == 0:
            for place in range(segment.size):
                flags[segment.first + place] = score_row(segment, place, work) > 0
        for term in range(asked.terms):
            lists = number * asked.terms + term
            for entry in range(work.begins[lists], work.ends[lists]):
                flags[segment.first + segment.rows[entry]] = 1
