"""Rates at which groups are chosen, and how each compares with the most chosen one.

Source:
    New York City, Local Law 144 of 2021 and its rules (6 RCNY 5-300): selection rate, scoring
    rate, impact ratio. The ratio is a measurement, never a verdict.
"""

from collections.abc import Mapping, Sequence
from math import exp, lgamma
from statistics import median
from typing import NamedTuple


class Rate(NamedTuple):
    """How often a group is chosen."""

    people: int
    rate: float | None  # in [0, 1]; None for a group of nobody
    impact_ratio: float | None  # to the highest rate; None where nobody was chosen at all
    p_value: float | None = None  # Fisher's, against the group with the highest rate; None for it


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


def fisher_exact(chosen: int, people: int, other_chosen: int, other_people: int) -> float:
    """Return how likely two groups differ so much, or more, by chance alone.

    Two-sided: the chances of all tables with these sums that are no likelier than this one.

    Source:
        Fisher (1922), On the interpretation of chi-square from contingency tables.
    """
    both, total = chosen + other_chosen, people + other_people
    least, most = max(0, both - other_people), min(people, both)
    chances = {
        count: exp(
            _log_ways(people, count)
            + _log_ways(other_people, both - count)
            - _log_ways(total, both)
        )
        for count in range(least, most + 1)
    }
    bound = chances[chosen] * (1 + 1e-7)  # equal chances, but for how they were computed
    return min(1.0, sum(chance for chance in chances.values() if chance <= bound))


def _log_ways(of: int, choose: int) -> float:
    return lgamma(of + 1) - lgamma(choose + 1) - lgamma(of - choose + 1)


def _compare(groups: Mapping[str, tuple[int, int]]) -> dict[str, Rate]:
    rates = {name: chosen / people for name, (chosen, people) in groups.items() if people}
    best = max(rates, key=rates.__getitem__, default=None)
    highest = rates[best] if best is not None else 0.0
    return {
        name: Rate(
            people=people,
            rate=rates.get(name),
            impact_ratio=rates[name] / highest if name in rates and highest else None,
            p_value=(
                fisher_exact(chosen, people, *groups[best])
                if highest and best is not None and name in rates and name != best
                else None
            ),
        )
        for name, (chosen, people) in groups.items()
    }
