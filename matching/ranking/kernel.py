"""The loops of the index: build postings, accumulate, score again exactly, choose the best."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# A float32 product and each addition round by at most 2**-24 of the score.
_ROUNDING = float(np.finfo(np.float32).eps)


@dataclass(frozen=True, slots=True)
class Rows:
    """Documents as rows of term numbers and weights, in the order of the terms' text."""

    starts: NDArray[np.int64]  # shape (rows + 1,)
    numbers: NDArray[np.int32]  # shape (entries,)
    weights: NDArray[np.float64]  # shape (entries,)

    def __len__(self) -> int:
        return len(self.starts) - 1


@dataclass(frozen=True, slots=True)
class Postings:
    """For each term the rows that hold it."""

    numbers: NDArray[np.int32]  # ascending, shape (terms,)
    starts: NDArray[np.int64]  # shape (terms + 1,)
    rows: NDArray[np.int32]  # shape (entries,)
    weights: NDArray[np.float32]  # shape (entries,)


def take(rows: Rows, chosen: NDArray[np.int64]) -> Rows:
    """Return some of the rows, in the order given."""
    lengths = rows.starts[chosen + 1] - rows.starts[chosen]
    ends = np.cumsum(lengths)
    offsets = np.repeat(rows.starts[chosen] - (ends - lengths), lengths)
    entries = np.arange(len(offsets)) + offsets
    starts = np.concatenate(([0], ends)).astype(np.int64)
    return Rows(starts, rows.numbers[entries], rows.weights[entries])


def build_postings(rows: Rows) -> Postings:
    """Turn rows into postings."""
    order = np.argsort(rows.numbers, kind="stable")
    row_of = np.repeat(np.arange(len(rows), dtype=np.int32), np.diff(rows.starts))
    numbers, counts = np.unique(rows.numbers, return_counts=True)
    starts = np.concatenate(([0], np.cumsum(counts)))
    return Postings(numbers, starts, row_of[order], rows.weights[order].astype(np.float32))


def accumulate(
    scores: NDArray[np.float32],
    postings: Postings,
    numbers: NDArray[np.int32],
    weights: NDArray[np.float64],
) -> None:
    """Add a query's products to the scores of all rows, term at a time."""
    places = np.searchsorted(postings.numbers, numbers)
    known = places < len(postings.numbers)
    known[known] = postings.numbers[places[known]] == numbers[known]
    factors = weights.astype(np.float32)[known]
    for place, factor in zip(places[known].tolist(), factors, strict=True):
        start, end = postings.starts[place], postings.starts[place + 1]
        # A row stands once in a list, so the indexed addition loses nothing.
        scores[postings.rows[start:end]] += factor * postings.weights[start:end]


def exact_scores(
    rows: Rows, chosen: NDArray[np.int64], query: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the float64 scores of chosen rows, added in the order of the terms' text.

    Args:
        query: the query's weight by term number; 0 for every other term.
    """
    found = take(rows, chosen)
    owner = np.repeat(np.arange(len(chosen)), np.diff(found.starts))
    products = found.weights * query[found.numbers]
    # bincount adds one after the other; zeros between the shared terms change nothing.
    sums = np.bincount(owner, weights=products, minlength=len(chosen))
    return np.minimum(sums, 1.0)


def slack(terms: int) -> float:
    """Bound how far a float32 score of so many terms may be from the exact one."""
    return (terms + 4) * _ROUNDING


def reaching(
    scores: NDArray[np.float32], rows: NDArray[np.int64], limit: int, error: float, below: float
) -> NDArray[np.int64]:
    """Return the rows that may be among the best ``limit`` scores of at most ``below``.

    Args:
        scores: approximate, of every row.
        rows: the rows to choose from.
        error: how far an approximate score may be from the exact one.
    """
    values = scores[rows]
    rows, values = rows[values <= below + error], values[values <= below + error]
    certain = values[values < below - error]
    if len(certain) <= limit:
        return rows
    worst = np.partition(certain, len(certain) - limit)[len(certain) - limit]
    return rows[values >= float(worst) - 2 * error]
