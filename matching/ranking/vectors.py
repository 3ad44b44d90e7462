"""Vectors of weighted terms, and the one product that is the score.

Weights are whole multiples of 2**-24 and at most 1, so float32 holds them and float64 holds every
product and every sum of products exactly: in whatever order they are added, the score is the same
to the last bit.
"""

from collections.abc import Mapping, Sequence
from dataclasses import InitVar, dataclass, field
from math import floor, sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.ranking.kernel import Query

STEPS = 2.0**24  # from 0 to 1; loops.weighing knows them too


class Asked(NamedTuple):
    """What an index made of a vector, to ask by it again."""

    query: Query
    terms: int | None  # that the index had besides the lexicon's; null: no new one concerns it


@dataclass(eq=False, slots=True)
class Vector:
    """Terms in the order of their text, and their weights; the length is 1, or 0 without terms.

    Nobody changes one; Python would take longer to make it so than to make it.
    """

    terms: tuple[str, ...]
    weights: NDArray[np.float64]  # shape (terms,), brought to whole steps, all above 0
    is_whole: InitVar[bool] = False  # the weights are in whole steps already
    _by_term: dict[str, float] = field(default_factory=dict, init=False, compare=False, repr=False)
    asked: dict[object, Asked] = field(default_factory=dict, init=False, compare=False, repr=False)

    def __post_init__(self, is_whole: bool) -> None:
        if is_whole:
            return
        # Downwards: the length is at most 1, so no product is above it.
        self.weights = np.maximum(np.floor(self.weights * STEPS), 1.0) / STEPS

    def by_term(self) -> dict[str, float]:
        """Return the weights by term, in the order of the terms' text; nobody changes them."""
        if not self._by_term:
            self._by_term.update(zip(self.terms, self.weights.tolist(), strict=True))
        return self._by_term


def unit_vector(weights: Mapping[str, float]) -> Vector:
    """Bring weights to unit length, their squares added in the order of the terms' text."""
    terms = sorted(weights)
    return of_length_1(terms, np.array([weights[term] for term in terms], dtype=np.float64))


def of_length_1(terms: Sequence[str], weights: NDArray[np.float64]) -> Vector:
    """Bring the weights of ascending terms to unit length."""
    if not len(terms):
        return Vector((), weights)
    # Accumulated one after the other, as the index does: a plain sum adds in the machine's way.
    return Vector(tuple(terms), weights / np.sqrt(np.add.accumulate(weights * weights)[-1]))


def few_of_length_1(terms: Sequence[str], weights: Sequence[float]) -> Vector:
    """Do the same, to the last bit, with plain numbers: for a few terms that is faster."""
    squares = 0.0
    for weight in weights:
        squares += weight * weight
    length, steps = sqrt(squares), STEPS
    whole = [(floor(weight / length * steps) or 1) / steps for weight in weights]
    return Vector(tuple(terms), np.array(whole, np.float64), is_whole=True)


def score(one: Vector, other: Vector) -> float:
    """Return the cosine of two vectors in [0, 1]; the same both ways, to the last bit."""
    mine, theirs = one.by_term(), other.by_term()
    total = sum([mine[term] * theirs[term] for term in mine.keys() & theirs.keys()])
    return min(total, 1.0)  # a sum of the smallest steps may pass 1 by a trifle
