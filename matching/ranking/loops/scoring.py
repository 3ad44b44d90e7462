"""Score rows: term at a time over postings, row by row, or by looking allowed rows up in lists."""

import numpy as np

from matching.ranking.loops.tables import (
    MARKS,
    Asked,
    Corpus,
    Pointer,
    Segment,
    Whole,
    Work,
    loop,
    segment_at,
)


@loop
def order_terms(work: Work, terms: int) -> None:
    """Sort the query's terms by number: lists that lie together are read together."""
    for end in range(1, terms):
        number, weight = work.numbers[end], work.weights[end]
        place = end
        while place > 0 and work.numbers[place - 1] > number:
            work.numbers[place] = work.numbers[place - 1]
            work.weights[place] = work.weights[place - 1]
            place -= 1
        work.numbers[place] = number
        work.weights[place] = weight


@loop
def slot_of(number: int, slots: int) -> Whole:
    """Return where a term is first looked for in a table of slots."""
    return (np.int64(number) * 2654435761 >> 7) & (slots - 1)


@loop
def hash_terms(work: Work, terms: int) -> None:
    """Make the query's weights quick to find by number."""
    for slot in range(work.slots):
        work.keys[slot] = -1
    for mark in range(MARKS):
        work.marks[mark] = 0
    for place in range(terms):
        work.marks[work.numbers[place] & (MARKS - 1)] = 1
        slot = slot_of(work.numbers[place], work.slots)
        while work.keys[slot] != -1:
            slot = (slot + 1) & (work.slots - 1)
        work.keys[slot] = work.numbers[place]
        work.hashed[slot] = work.weights[place]


@loop
def exact_score(segment: Segment, place: int, work: Work) -> float:
    """Return the float64 score of a row, added in the order of the terms' text."""
    total = 0.0
    for entry in range(segment.row_starts[place], segment.row_starts[place + 1]):
        number = segment.row_numbers[entry]
        # Nearly all terms of a row are not of the query, and this sees it in no time.
        if work.marks[number & (MARKS - 1)] == 0:
            continue
        slot = slot_of(number, work.slots)
        while work.keys[slot] != -1:
            if work.keys[slot] == number:
                total += segment.row_weights[entry] * work.hashed[slot]
                break
            slot = (slot + 1) & (work.slots - 1)
    return min(total, 1.0)


@loop
def exact_scores(corpus: Corpus, work: Work, count: int) -> None:
    """Write the exact scores of the chosen rows."""
    place = 0
    segment = segment_at(corpus.segment, place)
    for each in range(count):
        row = work.chosen[each]
        if row < segment.first:
            place = 0
            segment = segment_at(corpus.segment, place)
        while row >= segment.first + segment.size:
            place += 1
            segment = segment_at(corpus.segment, place)
        work.exact[each] = exact_score(segment, row - segment.first, work)


@loop
def place_in(numbers: Pointer, size: int, wanted: int) -> int:
    """Return the first place of ascending numbers that is not below a wanted one."""
    low, high = 0, size
    while low < high:
        middle = (low + high) >> 1
        if numbers[middle] < wanted:
            low = middle + 1
        else:
            high = middle
    return low


@loop
def find_lists(corpus: Corpus, work: Work, terms: int) -> int:
    """Note where each term's list begins and ends in each segment; return how many postings."""
    total = 0
    for number in range(corpus.segments):
        segment = segment_at(corpus.segment, number)
        for term in range(terms):
            place = place_in(segment.numbers, segment.terms, work.numbers[term])
            begin = end = 0
            if place < segment.terms and segment.numbers[place] == work.numbers[term]:
                begin, end = segment.starts[place], segment.starts[place + 1]
            work.begins[number * terms + term] = begin
            work.ends[number * terms + term] = end
            total += end - begin
    return total


@loop
def walk(corpus: Corpus, work: Work, terms: int) -> None:
    """Add the products of every posting to the scores of all rows."""
    for number in range(corpus.segments):
        segment = segment_at(corpus.segment, number)
        if segment.terms == 0:
            for place in range(segment.size):
                work.scores[segment.first + place] = exact_score(segment, place, work)
        for term in range(terms):
            factor = np.float32(work.weights[term])
            begin, end = work.begins[number * terms + term], work.ends[number * terms + term]
            for entry in range(begin, end):
                row = segment.first + segment.rows[entry]
                work.scores[row] += factor * segment.weights[entry]


@loop
def walk_noting(corpus: Corpus, work: Work, terms: int) -> int:
    """Do the same and list the rows that got a score; return how many."""
    count = 0
    for number in range(corpus.segments):
        segment = segment_at(corpus.segment, number)
        if segment.terms == 0:
            for row in range(segment.first, segment.first + segment.size):
                score = exact_score(segment, row - segment.first, work)
                work.scores[row] = score
                work.listed[count] = row
                count += score > 0
        for term in range(terms):
            factor = np.float32(work.weights[term])
            begin, end = work.begins[number * terms + term], work.ends[number * terms + term]
            for entry in range(begin, end):
                row = segment.first + segment.rows[entry]
                before = work.scores[row]
                work.scores[row] = before + factor * segment.weights[entry]
                work.listed[count] = row
                count += before == 0
    return count


@loop
def look_up(corpus: Corpus, work: Work, terms: int, count: int) -> None:
    """Look listed rows, in ascending order, up in each list."""
    begin = 0
    for each in range(count):
        work.values[each] = 0
    for number in range(corpus.segments):
        segment = segment_at(corpus.segment, number)
        end = begin
        while end < count and work.listed[end] < segment.first + segment.size:
            if segment.terms == 0:
                work.values[end] = exact_score(segment, work.listed[end] - segment.first, work)
            end += 1
        for term in range(terms):
            low, high = work.begins[number * terms + term], work.ends[number * terms + term]
            factor = np.float32(work.weights[term])
            for each in range(begin, end):
                row = work.listed[each] - segment.first
                low = next_place(segment.rows, low, high, row)
                if low < high and segment.rows[low] == row:
                    work.values[each] += factor * segment.weights[low]
        begin = end


@loop
def next_place(rows: Pointer, low: int, high: int, wanted: int) -> int:
    """Return the first place from ``low`` on that is not below a wanted row, by steps that grow."""
    step = 1
    while low + step < high and rows[low + step] < wanted:
        low += step
        step *= 2
    last = min(low + step, high)
    while low < last:
        middle = (low + last) >> 1
        if rows[middle] < wanted:
            low = middle + 1
        else:
            last = middle
    return low


@loop
def mark_sharing(corpus: Corpus, work: Work, asked: Asked) -> None:
    """Mark, in the mask that was given, the rows that share a term with the query."""
    terms, where = asked.terms, asked.where
    for number in range(corpus.segments):
        segment = segment_at(corpus.segment, number)
        if segment.terms == 0:
            for place in range(segment.size):
                where[segment.first + place] = exact_score(segment, place, work) > 0
        for term in range(terms):
            begin, end = work.begins[number * terms + term], work.ends[number * terms + term]
            for entry in range(begin, end):
                where[segment.first + segment.rows[entry]] = 1
    for row in range(corpus.size):
        where[row] &= corpus.alive[row]
