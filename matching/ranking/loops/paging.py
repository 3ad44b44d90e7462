"""Put the rows of a page in order: by their exact scores, then by their ids."""

from matching.ranking.loops.tables import Asked, Corpus, Work, loop


@loop
def keep_page(corpus: Corpus, asked: Asked, work: Work, count: int) -> int:
    """Bring the page's rows to the front of ``chosen`` and ``exact``, best first; return how many.

    What is kept meanwhile is a heap whose last in order stands first.
    """
    size = 0
    for each in range(count):
        if asked.is_behind and not _is_behind(corpus, asked, work, each):
            continue
        if size < asked.limit:
            _swap(work, each, size)
            _lift(corpus, work, size)
            size += 1
        elif _is_before(corpus, work, each, 0):
            _swap(work, each, 0)
            _settle(corpus, work, size)
    for last in range(size - 1, 0, -1):
        _swap(work, 0, last)
        _settle(corpus, work, last)
    return size


@loop
def _is_behind(corpus: Corpus, asked: Asked, work: Work, each: int) -> bool:
    """Whether a row comes behind the last one seen."""
    score, row = work.exact[each], work.chosen[each]
    if score != asked.last:
        return score < asked.last
    if corpus.high[row] != asked.high:
        return corpus.high[row] > asked.high
    return corpus.low[row] > asked.low


@loop
def _is_before(corpus: Corpus, work: Work, one: int, other: int) -> bool:
    """Whether one chosen row comes before another."""
    if work.exact[one] != work.exact[other]:
        return work.exact[one] > work.exact[other]
    row, against = work.chosen[one], work.chosen[other]
    if corpus.high[row] != corpus.high[against]:
        return corpus.high[row] < corpus.high[against]
    return corpus.low[row] < corpus.low[against]


@loop
def _swap(work: Work, one: int, other: int) -> None:
    row, score = work.chosen[one], work.exact[one]
    work.chosen[one] = work.chosen[other]
    work.exact[one] = work.exact[other]
    work.chosen[other] = row
    work.exact[other] = score


@loop
def _lift(corpus: Corpus, work: Work, place: int) -> None:
    """Let the last row of the heap rise to its place."""
    while place > 0 and _is_before(corpus, work, (place - 1) >> 1, place):
        _swap(work, place, (place - 1) >> 1)
        place = (place - 1) >> 1


@loop
def _settle(corpus: Corpus, work: Work, size: int) -> None:
    """Let the first row of the heap sink to its place."""
    place, child = 0, 1
    while child < size:
        if child + 1 < size and _is_before(corpus, work, child, child + 1):
            child += 1
        if _is_before(corpus, work, child, place):
            break
        _swap(work, place, child)
        place, child = child, 2 * child + 1
