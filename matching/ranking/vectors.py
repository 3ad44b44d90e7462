"""Vectors of weighted terms, and the one product that is the score."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Vector:
    """Terms in the order of their text, and their weights; the length is 1, or 0 without terms."""

    terms: tuple[str, ...]
    weights: NDArray[np.float64]  # shape (terms,), all above 0
    _by_term: dict[str, float] = field(default_factory=dict, init=False, compare=False, repr=False)

    def by_term(self) -> dict[str, float]:
        """Return the weights by term, in the order of the terms' text; nobody changes them."""
        if not self._by_term:
            self._by_term.update(zip(self.terms, self.weights.tolist(), strict=True))
        return self._by_term


def unit_vector(weights: Mapping[str, float]) -> Vector:
    """Bring weights to unit length, in the fixed order that makes sums the same everywhere."""
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
    """Add products one after the other, as the index does, so that the last bit agrees."""
    total = 0.0
    for _term, product in shared:
        total += product
    return min(total, 1.0)
