"""Weights are whole steps, so that no order of adding changes a score."""

import random
from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matching.ranking.kernel import Mentions, weighed
from matching.ranking.vectors import (
    STEPS,
    few_of_length_1,
    of_length_1,
    score,
    unit_vector,
)

WEIGHTS = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=3), st.floats(1e-9, 1e9), min_size=1, max_size=60
)


@given(WEIGHTS, WEIGHTS, st.randoms())
def test_a_score_is_the_exact_product(
    one: dict[str, float], other: dict[str, float], draw: random.Random
) -> None:
    mine, theirs = unit_vector(one), unit_vector(other)
    shared = mine.by_term().keys() & theirs.by_term().keys()
    exact = sum(Fraction(mine.by_term()[t]) * Fraction(theirs.by_term()[t]) for t in shared)
    assert Fraction(score(mine, theirs)) == min(exact, 1)
    shuffled = [mine.by_term()[term] * theirs.by_term()[term] for term in sorted(shared)]
    draw.shuffle(shuffled)
    assert min(sum(shuffled), 1.0) == score(theirs, mine)


@given(WEIGHTS)
def test_the_compiled_loop_weighs_as_the_vector_does(weights: dict[str, float]) -> None:
    terms = sorted(weights)
    count = len(terms)
    mentions = Mentions(
        np.array([0, count]),
        np.arange(count, dtype=np.int32)[::-1].copy(),
        np.array([weights[term] for term in reversed(terms)]),
    )
    places = np.arange(count, dtype=np.int32)
    rows = weighed(mentions, np.ones(count), places, places, most=count)
    vector = unit_vector(weights)
    assert rows.weights.tolist() == vector.weights.tolist()
    assert np.all(vector.weights >= 1 / STEPS)


@given(st.dictionaries(st.text(max_size=3), st.floats(1e-6, 1e6), max_size=30))
def test_plain_numbers_give_the_same_vector_to_the_last_bit(weights: dict[str, float]) -> None:
    terms = sorted(weights)
    values = [weights[term] for term in terms]
    few, many = few_of_length_1(terms, values), of_length_1(terms, np.array(values))
    assert few.terms == many.terms
    assert few.weights.dtype == many.weights.dtype
    assert few.weights.tolist() == many.weights.tolist()
