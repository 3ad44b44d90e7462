"""Vectors of weighted terms, and the one product that is the score.

Weights are whole multiples of 2**-24 and at most 1, so float32 holds them and float64 holds every
product and every sum of products exactly: in whatever order they are added, the score is the same
to the last bit.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.ranking.kernel import Query

STEPS = 2.0**24  # from 0 to 1; loops.weighing knows them too


class Asked(NamedTuple):
    """What an index made of a vector, to ask by it again."""

    query: Query
    terms: int | None  # that the index had besides the lexicon's; null: no new one concerns it


@dataclass(frozen=True, slots=True)
class Vector:
    """Terms in the order of their text, and their weights; the length is 1, or 0 without terms."""

    terms: tuple[str, ...]
    weights: NDArray[np.float64]  # shape (terms,), brought to whole steps, all above 0
    _by_term: dict[str, float] = field(default_factory=dict, init=False, compare=False, repr=False)
    asked: dict[object, Asked] = field(default_factory=dict, init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        # Downwards: the length is at most 1, so no product is above it.
        weights = np.maximum(np.floor(self.weights * STEPS), 1.0) / STEPS
        object.__setattr__(self, "weights", weights)

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


def products(one: Vector, other: Vector) -> list[tuple[str, float]]:
    """Return what each shared term adds to the score, in the order of the terms' text."""
    weights = other.by_term()
    shared = ((term, weight) for term, weight in one.by_term().items() if term in weights)
    return [(term, weight * weights[term]) for term, weight in shared]


def score(one: Vector, other: Vector) -> float:
    """Return the cosine of two vectors in [0, 1]; the same both ways, to the last bit."""
    return total_of(products(one, other))


def total_of(shared: list[tuple[str, float]]) -> float:
    """Add products up; a sum of the smallest steps may pass 1 by a trifle."""
    return min(sum(product for _term, product in shared), 1.0)
