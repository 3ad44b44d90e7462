"""Milliseconds a query costs on invented documents: ``python -m benchmarks.ranking_speed``."""

import argparse
import time
from collections.abc import Callable, Iterable
from functools import partial
from uuid import UUID

import numpy as np

from matching.ranking.bands import Bands
from matching.ranking.index import Index
from matching.ranking.lexicon import Lexicon
from matching.ranking.vectors import Vector, unit_vector

VOCABULARY = 200_000
TERMS = 120  # of a document, about
QUERIES = 30
NO_ATTRIBUTES: dict[str, object] = {}


def main() -> None:
    """Print a line for every size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[10_000, 100_000])
    for size in parser.parse_args().sizes:
        measure(size)


def measure(size: int) -> None:
    """Build an index of ``size`` documents and time queries, additions and removals on it."""
    draw = np.random.default_rng(0)
    index = Index(invented_lexicon(), {})
    documents = [(UUID(int=row), invented(draw, TERMS), NO_ATTRIBUTES) for row in range(size)]
    started = time.process_time()
    index.add_many(documents)
    print(f"{size:>9,} documents added in {time.process_time() - started:.1f} CPU-seconds")
    long = [invented(draw, TERMS) for _ in range(QUERIES)]
    short = [invented(draw, 4) for _ in range(QUERIES)]
    half = draw.random(index.rows) < 0.5
    for what, queries in (("long", long), ("short", short)):
        report(f"{what} query", [partial(index.search, query, limit=20) for query in queries])
    filtered = [partial(index.search, query, limit=20, where=half) for query in long]
    report("long query, half allowed", filtered)
    ids = [UUID(int=size + place) for place in range(QUERIES)]
    added = [partial(index.add, new, query, {}) for new, query in zip(ids, long, strict=True)]
    report("addition", added)
    report("removal", [partial(index.remove, new) for new in ids])


def report(what: str, calls: Iterable[Callable[[], object]]) -> None:
    """Print the median CPU time of some calls."""
    spent = []
    for call in calls:
        started = time.process_time()
        call()
        spent.append((time.process_time() - started) * 1_000)
    print(f"          {what}: {np.median(spent):.2f} ms")


def invented_lexicon() -> Lexicon:
    """Return a lexicon of made-up terms, common ones first."""
    frequencies = np.maximum(2, VOCABULARY // np.arange(1, VOCABULARY + 1)).astype(np.int64)
    idf = np.log((1 + VOCABULARY) / (1 + frequencies)) + 1
    terms = tuple(f"t{number:06}" for number in range(VOCABULARY))
    return Lexicon(terms, frequencies, idf, VOCABULARY, Bands(0.1, 0.3))


def invented(draw: np.random.Generator, terms: int) -> Vector:
    """Return a vector whose terms are as unevenly common as words are."""
    numbers = (VOCABULARY ** draw.random(terms * 5 // 4)).astype(int) - 1
    return unit_vector({f"t{number:06}": float(draw.uniform(1, 8)) for number in set(numbers)})


if __name__ == "__main__":
    main()
