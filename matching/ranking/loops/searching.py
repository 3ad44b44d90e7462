"""Search: part by part, each in the cheapest way, and leave the best rows in order."""

import numpy as np

from matching.ranking.loops.allowing import keep_allowed, list_allowed, part_of
from matching.ranking.loops.choosing import choose
from matching.ranking.loops.paging import sort_page
from matching.ranking.loops.scoring import (
    checking_cost,
    find_lists,
    finding_cost,
    look_up,
    mark_sharing,
    mark_terms,
    postings_of,
    score_rows,
    unmark_terms,
    walk,
    walk_noting,
)
from matching.ranking.loops.tables import (
    ALLOWED,
    CHOSEN,
    LEAST,
    MARKED,
    PART,
    TOTAL,
    WAYS,
    Asked,
    Corpus,
    Part,
    Segment,
    Work,
    asked_at,
    at,
    corpus_at,
    loop,
    segment_at,
    work_at,
)

# Nanoseconds, as measured; their ratios decide.
POSTING, POSTING_NOTED = 1.0, 1.8
ROW_SCANNED = 0.2
ENTRY_SCORED, ROW_SCORED = 1.0, 40.0
ROW_LISTED = 4.0

WALK, WALK_NOTING, LOOK_UP_ROWS, SCORE_ROWS = 0, 1, 2, 3


@loop
def search(corpus_address: int, asked_address: int, work_address: int) -> None:
    """Leave a page in ``chosen`` and ``exact``.

    The state says how many rows it has, how many share a term with the query and are allowed,
    how many are allowed whatever they share, and which ways were taken.
    """
    corpus = corpus_at(corpus_address)
    asked = asked_at(asked_address, corpus.size)
    work = work_at(work_address)
    for cell in (CHOSEN, TOTAL, ALLOWED, WAYS, MARKED):
        work.state[cell] = 0
    work.state[LEAST] = 1  # the bits of the smallest number above 0
    find_lists(corpus, asked, work)
    for number in range(corpus.segments):
        segment, lists = segment_at(corpus.segment, number), number * asked.terms
        density = postings_of(asked, work, lists) / max(segment.size, 1)
        for offset in range(0, segment.size, PART):
            part = part_of(corpus, asked, work, segment, offset)
            work.state[ALLOWED] += part.allowed
            way = _cheapest(corpus, asked, work, (segment, part, density), lists)
            work.state[WAYS] |= 1 << way
            _search_part(corpus, asked, work, (segment, part, way), lists)
    sort_page(corpus, asked, work)
    if work.state[MARKED]:
        unmark_terms(asked, work)


@loop
def _cheapest(
    corpus: Corpus, asked: Asked, work: Work, given: tuple[Segment, Part, float], lists: int
) -> int:
    """Return the way that costs least, given how many postings a row has in the query's lists."""
    segment, part, density = given
    if segment.terms == 0:
        return SCORE_ROWS
    postings = density * part.size
    way, least = WALK, POSTING * postings + ROW_SCANNED * part.size
    if POSTING_NOTED * postings < least:
        way, least = WALK_NOTING, POSTING_NOTED * postings
    scored = part.allowed * (ROW_SCORED + ENTRY_SCORED * corpus.entries / corpus.size)
    if scored < least:
        way, least = SCORE_ROWS, scored
    looked_up = ROW_LISTED * part.allowed
    for place in range(lists, lists + asked.terms):
        if looked_up > least:
            break
        looked_up += min(
            checking_cost(segment, part, work, place), finding_cost(segment, part, work, place)
        )
    return LOOK_UP_ROWS if looked_up < least else way


@loop
def _search_part(
    corpus: Corpus, asked: Asked, work: Work, given: tuple[Segment, Part, int], lists: int
) -> None:
    """Choose among the rows of a part."""
    segment, part, way = given
    if part.allowed == 0:
        return
    if way == WALK:
        walk(segment, part, asked, work, lists)
        if part.is_whole:
            choose(corpus, asked, part, work, (work.score_bits, part.size, False), None)
        else:
            choose(corpus, asked, part, work, (work.score_bits, part.size, False), part.flags)
        for row in range(part.size):
            work.scores[row] = 0
        return
    if way == WALK_NOTING:
        count = keep_allowed(part, work, walk_noting(segment, part, asked, work, lists))
    else:
        count = part.allowed if part.are_listed else list_allowed(part, work, part.size)
        if way == LOOK_UP_ROWS:
            look_up(segment, part, asked, work, lists, count)
        else:
            mark_terms(asked, work)
            score_rows(segment, part, work, count)
    choose(corpus, asked, part, work, (work.value_bits, count, True), None)


@loop
def share(corpus_address: int, asked_address: int, work_address: int) -> None:
    """Mark in the mask that was given, as long as there are rows, those that share a term."""
    corpus = corpus_at(corpus_address)
    asked = asked_at(asked_address, corpus.size)
    work = work_at(work_address)
    flags, alive = at(asked.where, np.uint8), at(corpus.alive, np.uint8)
    work.state[MARKED] = 0
    mark_terms(asked, work)
    find_lists(corpus, asked, work)
    mark_sharing(corpus, asked, work, flags)
    unmark_terms(asked, work)
    for row in range(corpus.size):
        flags[row] &= alive[row]
