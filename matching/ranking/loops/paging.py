"""Put the chosen rows in order: by their scores, then by their ids."""

from matching.ranking.loops.tables import CHOSEN, LEAST, Asked, Corpus, Pointer, Work, loop

RUN = 16  # rows that are sorted by moving each to its place


@loop
def is_behind(corpus: Corpus, asked: Asked, work: Work, each: int) -> bool:
    """Whether a chosen row comes behind the last one seen."""
    if work.exact[each] != asked.last_bits:
        return work.exact[each] < asked.last_bits
    row = work.chosen[each]
    if corpus.high[row] != asked.high:
        return corpus.high[row] > asked.high
    return corpus.low[row] > asked.low


@loop
def is_before(corpus: Corpus, score: int, row: int, against: int, other: int) -> bool:
    """Whether a score of a row comes before that of another."""
    if score != against:
        return score > against
    if corpus.high[row] != corpus.high[other]:
        return corpus.high[row] < corpus.high[other]
    return corpus.low[row] < corpus.low[other]


@loop
def keep_best(corpus: Corpus, asked: Asked, work: Work) -> None:
    """Keep as many of the chosen rows as the page has; no row below them can reach it.

    What is kept is a heap whose last in order stands first.
    """
    rows, scores, size = work.chosen, work.exact, asked.limit
    for place in range(size // 2 - 1, -1, -1):
        _settle(corpus, rows, scores, place, size)
    for each in range(size, work.state[CHOSEN]):
        if is_before(corpus, scores[each], rows[each], scores[0], rows[0]):
            rows[0], scores[0] = rows[each], scores[each]
            _settle(corpus, rows, scores, 0, size)
    work.state[CHOSEN] = size
    work.state[LEAST] = scores[0]


@loop
def _settle(corpus: Corpus, rows: Pointer, scores: Pointer, place: int, size: int) -> None:
    """Let a row of the heap sink to its place."""
    row, score, child = rows[place], scores[place], 2 * place + 1
    while child < size:
        if child + 1 < size and is_before(
            corpus, scores[child], rows[child], scores[child + 1], rows[child + 1]
        ):
            child += 1
        if not is_before(corpus, score, row, scores[child], rows[child]):
            break
        rows[place] = rows[child]
        scores[place] = scores[child]
        place, child = child, 2 * child + 1
    rows[place] = row
    scores[place] = score


@loop
def sort_page(corpus: Corpus, asked: Asked, work: Work) -> None:
    """Sort the page's rows, best first."""
    if work.state[CHOSEN] > asked.limit:
        keep_best(corpus, asked, work)
    size, width = work.state[CHOSEN], RUN
    for begin in range(0, size, RUN):
        _sort_run(corpus, work, begin, min(begin + RUN, size))
    while width < size:
        for begin in range(0, size - width, 2 * width):
            _merge(corpus, work, begin, begin + width, min(begin + 2 * width, size))
        width *= 2


@loop
def _sort_run(corpus: Corpus, work: Work, begin: int, end: int) -> None:
    rows, scores = work.chosen, work.exact
    for each in range(begin + 1, end):
        row, score, place = rows[each], scores[each], each
        while place > begin and is_before(corpus, score, row, scores[place - 1], rows[place - 1]):
            rows[place] = rows[place - 1]
            scores[place] = scores[place - 1]
            place -= 1
        rows[place] = row
        scores[place] = score


@loop
def _merge(corpus: Corpus, work: Work, begin: int, middle: int, end: int) -> None:
    """Merge two sorted stretches, the first of which is put aside meanwhile."""
    rows, scores, aside, their = work.chosen, work.exact, work.spare_chosen, work.spare_exact
    size, one, other = middle - begin, 0, middle
    for each in range(size):
        aside[each] = rows[begin + each]
        their[each] = scores[begin + each]
    for place in range(begin, end):
        if one == size:
            break
        if other < end and is_before(corpus, scores[other], rows[other], their[one], aside[one]):
            rows[place] = rows[other]
            scores[place] = scores[other]
            other += 1
        else:
            rows[place] = aside[one]
            scores[place] = their[one]
            one += 1
