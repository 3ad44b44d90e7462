"""Search: weigh the ways to the best rows, take the cheapest, score what can reach the page."""

from matching.ranking.loops.choosing import (
    choose,
    count_allowed,
    keep_allowed,
    list_allowed,
    scan,
    scan_masked,
)
from matching.ranking.loops.paging import keep_page
from matching.ranking.loops.scoring import (
    exact_scores,
    find_lists,
    hash_terms,
    look_up,
    mark_sharing,
    order_terms,
    walk,
    walk_noting,
)
from matching.ranking.loops.tables import Asked, Corpus, Work, asked_at, corpus_at, loop, work_at

# Nanoseconds, as measured; their ratios decide.
POSTING, POSTING_NOTED = 1.2, 3.0
ROW_SCANNED = 0.35
ENTRY_SCORED, ROW_SCORED = 2.0, 100.0
LOOK_UP, LOOK_UP_STEP = 6.0, 3.0

WALK, WALK_NOTING, LOOK_UP_ROWS, SCORE_ROWS = 0, 1, 2, 3


@loop
def search(corpus_address: int, asked_address: int, work_address: int) -> None:
    """Leave a page in ``chosen`` and ``exact``.

    The result says how many rows it has, how many share a term with the query and are allowed,
    how many are allowed whatever they share, and which way was taken.
    """
    corpus = corpus_at(corpus_address)
    asked = asked_at(asked_address, corpus.size)
    work = work_at(work_address, asked.terms)
    order_terms(work, asked.terms)
    hash_terms(work, asked.terms)
    postings = find_lists(corpus, work, asked.terms)
    allowed = count_allowed(corpus, asked) if asked.is_narrowed else corpus.living
    way = _cheapest(corpus, asked, work, postings, allowed)
    if way == SCORE_ROWS:
        total = count = _score_rows(corpus, asked, work)
    else:
        total = _score_roughly(corpus, asked, work, way)
        count = work.result[0]
        exact_scores(corpus, work, count)
    work.result[0] = keep_page(corpus, asked, work, count)
    work.result[1] = total
    work.result[2] = allowed
    work.result[3] = way


@loop
def _cheapest(corpus: Corpus, asked: Asked, work: Work, postings: int, allowed: int) -> int:
    """Return the way that costs least."""
    way, least = WALK, POSTING * postings + ROW_SCANNED * corpus.size
    if POSTING_NOTED * postings < least:
        way, least = WALK_NOTING, POSTING_NOTED * postings
    if not asked.is_narrowed:
        return way
    scored = allowed * ROW_SCORED + ENTRY_SCORED * allowed * corpus.entries / corpus.size
    if scored < least:
        way, least = SCORE_ROWS, scored
    looked = 0.0
    for each in range(asked.terms * corpus.segments):
        gap = (work.ends[each] - work.begins[each]) // (1 + allowed)
        while gap > 0:
            gap, looked = gap >> 1, looked + LOOK_UP_STEP
        looked += LOOK_UP
    return LOOK_UP_ROWS if looked * allowed < least else way


@loop
def _score_rows(corpus: Corpus, asked: Asked, work: Work) -> int:
    """Score all allowed rows exactly; keep those that share a term with the query."""
    count, kept = list_allowed(corpus, asked, work), 0
    for each in range(count):
        work.chosen[each] = work.listed[each]
    exact_scores(corpus, work, count)
    for each in range(count):
        work.chosen[kept] = work.chosen[each]
        work.exact[kept] = work.exact[each]
        kept += work.exact[each] > 0
    return kept


@loop
def _score_roughly(corpus: Corpus, asked: Asked, work: Work, way: int) -> int:
    """List in ``chosen`` what can reach the page, its length in result; return the total."""
    if way == WALK:
        return _score_all(corpus, asked, work)
    if way == WALK_NOTING:
        count = keep_allowed(corpus, asked, work, walk_noting(corpus, work, asked.terms))
    else:
        count = list_allowed(corpus, asked, work)
        look_up(corpus, work, asked.terms, count)
    total = scan(work.values_bits, count, work.maxima_bits)
    chosen = choose(work.values, count, asked, work)
    for each in range(chosen):
        work.chosen[each] = work.listed[work.chosen[each]]
    work.result[0] = chosen
    return total


@loop
def _score_all(corpus: Corpus, asked: Asked, work: Work) -> int:
    walk(corpus, work, asked.terms)
    if asked.is_narrowed:
        total = scan_masked(work.bits, asked.size, work.maxima_bits, (corpus.alive, asked.where))
    elif corpus.living < corpus.size:
        total = scan_masked(work.bits, asked.size, work.maxima_bits, (corpus.alive, corpus.alive))
    else:
        total = scan(work.bits, asked.size, work.maxima_bits)
    work.result[0] = choose(work.scores, asked.size, asked, work)
    for row in range(corpus.size):
        work.scores[row] = 0
    return total


@loop
def share(corpus_address: int, asked_address: int, work_address: int) -> None:
    """Mark in the mask that was given, as long as there are rows, those that share a term."""
    corpus = corpus_at(corpus_address)
    asked = asked_at(asked_address, corpus.size)
    work = work_at(work_address, asked.terms)
    hash_terms(work, asked.terms)
    find_lists(corpus, work, asked.terms)
    mark_sharing(corpus, work, asked)
