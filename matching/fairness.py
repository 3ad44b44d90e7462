"""Rates at which groups are chosen, and how each compares with the most chosen one.

Source:
    New York City, Local Law 144 of 2021 and its rules (6 RCNY 5-300): selection rate, scoring
    rate, impact ratio. The ratio is a measurement, never a verdict.
"""

from collections.abc import Mapping, Sequence
from statistics import median
from typing import NamedTuple


class Rate(NamedTuple):
    """How often a group is chosen."""

    people: int
    rate: float | None  # in [0, 1]; None for a group of nobody
    impact_ratio: float | None  # to the highest rate; None where nobody was chosen at all


def selection_rates(groups: Mapping[str, tuple[int, int]]) -> dict[str, Rate]:
    """Return how often each group was selected.

    Args:
        groups: how many were selected, and how many there were.

    Raises:
        ValueError: more were selected than there were, or a number is negative.
    """
    for name, (selected, people) in groups.items():
        if not 0 <= selected <= people:
            raise ValueError(f"{name}: {selected} selected of {people}")
    return _compare(groups)


def scoring_rates(groups: Mapping[str, Sequence[float]]) -> dict[str, Rate]:
    """Return how often each group scores above the median of the whole sample.

    A score equal to the median is not above it.
    """
    everyone = [score for scores in groups.values() for score in scores]
    middle = median(everyone) if everyone else 0.0
    return _compare(
        {
            name: (sum(score > middle for score in scores), len(scores))
            for name, scores in groups.items()
        }
    )


def _compare(groups: Mapping[str, tuple[int, int]]) -> dict[str, Rate]:
    rates = {name: chosen / people for name, (chosen, people) in groups.items() if people}
    highest = max(rates.values(), default=0.0)
    return {
        name: Rate(
            people=people,
            rate=rates.get(name),
            impact_ratio=rates[name] / highest if name in rates and highest else None,
        )
        for name, (_, people) in groups.items()
    }
