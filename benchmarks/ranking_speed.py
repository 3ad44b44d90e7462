"""CPU time of queries beside other engines': ``python -m benchmarks.ranking_speed [SIZE …]``.

Every cell is a size, a length of query, a page and a filter. All engines answer the same queries
in turn, five times; a figure is the median of the five ratios of CPU time to ours.
"""

import argparse
import json
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from benchmarks.inventing import invented
from benchmarks.ranking_peers import PEERS, Call, Given, Peer, numbers_of
from matching.ranking.identities import Identities
from matching.ranking.index import Index
from matching.ranking.rare import RareTerms
from matching.ranking.segments import sealed
from matching.ranking.vectors import Vector

SIZES = (10_000, 100_000, 1_000_000)
PAGES = (10, 50, 100)
SHARES = {"half": 0.5, "twentieth": 0.05, "thousandth": 0.001}
QUERIES = 20
RUNS = 5
SLOW = 300.0  # milliseconds of CPU that a run should take at most: slow engines get fewer queries
OURS, ADDING = "ours", "only adding up"


@dataclass(frozen=True, slots=True)
class Cell:
    """What is asked."""

    size: int
    length: str
    page: int
    share: str | None


class Ours(Peer):
    """The product's index."""

    name, filters = OURS, True

    def __init__(self, given: Given) -> None:
        corpus, masks = given.corpus, given.masks
        size = len(corpus.rows)
        self._index, self._masks = Index(corpus.lexicon, {}), masks
        stretch = sealed(0, corpus.rows)
        ids = Identities.of(np.arange(size, dtype=np.uint64), np.zeros(size, np.uint64))
        self._index.restore(stretch, ids, RareTerms.of(()))

    def call(self, query: Vector, limit: int, share: str | None) -> Call:
        """Return the call that asks a query."""
        where = None if share is None else self._masks[share]
        asked = self._index.query(query)
        return lambda: self._index.search(asked, limit=limit, where=where)


@njit(nogil=True)  # type: ignore[untyped-decorator]
def add_up(
    scores: NDArray[np.float32],
    lists: tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float32]],
    places: NDArray[np.int64],
    factors: NDArray[np.float32],
) -> None:
    """Add a query's postings up, and do nothing else."""
    starts, rows, weights = lists
    for term in range(len(places)):
        for entry in range(starts[places[term]], starts[places[term] + 1]):
            scores[rows[entry]] += factors[term] * weights[entry]


class AddingUp(Peer):
    """The loop that no exact engine over such postings can do without."""

    name = ADDING

    def __init__(self, given: Given) -> None:
        corpus, postings = given.corpus, given.postings
        self._corpus, self._postings = corpus, postings
        self._scores = np.zeros(len(corpus.rows), np.float32)

    def call(self, query: Vector, limit: int, share: str | None) -> Call:
        """Return the call that adds up."""
        del limit, share
        places = np.searchsorted(self._postings.numbers, numbers_of(self._corpus, query))
        lists = (self._postings.starts, self._postings.rows, self._postings.weights)
        factors = query.weights.astype(np.float32)
        return lambda: add_up(self._scores, lists, places, factors)


def main() -> None:
    """Print a line for every cell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=list(SIZES))
    parser.add_argument("--json", type=Path, help="where to write the figures")
    parser.add_argument("--without", nargs="*", default=[], help="engines to leave out")
    given = parser.parse_args()
    figures = [line for size in given.sizes for line in measure(size, set(given.without))]
    if given.json:
        given.json.write_text(json.dumps(figures, indent=1), encoding="utf-8")


def measure(size: int, without: set[str]) -> Iterable[dict[str, Any]]:
    """Ask every engine about ``size`` documents; print and yield what each cell took."""
    corpus = invented(size)
    postings = sealed(0, corpus.rows).postings
    draw = np.random.default_rng(3)
    masks = {name: draw.random(size) < share for name, share in SHARES.items()}
    given = Given(corpus, postings, masks)
    ours: tuple[type[Peer], ...] = (Ours, AddingUp)
    engines = [kind(given) for kind in ours]
    engines += present(given, without)
    long, short = corpus.long_queries(QUERIES), corpus.short_queries(QUERIES)
    for length, queries in (("long", long), ("short", short)):
        for share in (None, *SHARES):
            for page in PAGES:
                cell = Cell(size, length, page, share)
                yield told(cell, compared(engines, queries, cell))


def present(given: Given, without: set[str]) -> list[Peer]:
    """Return the engines that are installed, and say which are not."""
    found = []
    for kind in PEERS:
        if kind.name in without:
            continue
        try:
            found.append(kind(given))
        except ImportError as error:
            print(f"{kind.name} is not installed ({error.name}): requirements/peers.txt")
    return found


def compared(engines: list[Peer], queries: list[Vector], cell: Cell) -> dict[str, list[float]]:
    """Return the milliseconds a query took each engine in each run."""
    calls = {}
    for engine in engines:
        if cell.share is None or engine.filters:
            asked = [engine.call(query, cell.page, cell.share) for query in queries]
            spent(asked[:1])  # what compiles at its first call has done so now
            once = spent(asked[:1])
            # An engine that needs seconds for one query is asked no more than that.
            enough = asked[: max(1, int(SLOW / max(once, 1e-3)))]
            calls[engine.name] = ([], [once]) if once > 5 * SLOW else (enough, [])
    for asked, _times in calls.values():
        spent(asked)
    for _run in range(RUNS):
        for asked, times in calls.values():
            if asked:
                times.append(spent(asked))
    return {name: times for name, (_asked, times) in calls.items()}


def spent(calls: list[Call]) -> float:
    """Return the milliseconds of CPU a call takes."""
    started = time.process_time()
    for call in calls:
        call()
    return (time.process_time() - started) * 1e3 / max(len(calls), 1)


def told(cell: Cell, times: dict[str, list[float]]) -> dict[str, Any]:
    """Print a cell and return it."""
    ours = times[OURS]
    ratios = {
        name: float(np.median([other / ours[place] for place, other in enumerate(others)]))
        for name, others in times.items()
        if name != OURS
    }
    compared = ", ".join(f"{name} ×{ratio:.2f}" for name, ratio in ratios.items())
    what = f"{cell.size:>9,} {cell.length:5} {cell.share or 'all':10} top {cell.page:3}"
    print(f"{what}: {np.median(ours):.3f} ms; {compared}", flush=True)
    return {
        "size": cell.size,
        "length": cell.length,
        "share": cell.share,
        "page": cell.page,
        "ours_ms": float(np.median(ours)),
        "ratios": ratios,
    }


if __name__ == "__main__":
    main()
