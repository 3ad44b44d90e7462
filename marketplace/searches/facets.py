"""Counts over everything that a search found, each facet without its own filter."""

from collections import Counter
from collections.abc import Mapping

from marketplace.matches.filters import all_of, many, one, truth
from matching.ranking.columns import Mask
from matching.ranking.counting import Countable, count_columns
from matching.ranking.index import Index

OPEN = "live"  # the mask of what is open at all, which nobody asked for
WORDS = ("hub", "province", "employer_kind", "degree", "work_mode", "kind", "offers_sponsorship")


def count_facets(
    roles: Index, masks: Mapping[str, Mask], outcomes: Mapping[str, Mapping[object, str]]
) -> dict[str, dict[str, int]]:
    """Count the found roles by every facet.

    Args:
        outcomes: of each flag by the facts of a role; empty for nobody's profile.
    """
    columns: dict[str, Countable] = {name: many(roles, name) for name in ("sector", "language")}
    columns |= {name: one(roles, name) for name in WORDS}
    columns["verified"] = truth(roles, "verified")
    columns |= {name: one(roles, "facts") for name in outcomes}
    tallied = count_columns(columns, roles.alive(), masks)
    counts = {
        name: {_word(value): count for value, count in tallied[name].items()}
        for name in columns
        if name not in outcomes
    }
    return counts | {name: _by_outcome(tallied[name], outcomes[name]) for name in outcomes}


def most_restrictive(roles: Index, masks: Mapping[str, Mask]) -> tuple[str, int] | None:
    """Return the filter without which most is found, and how much; None where none helps alone."""
    alive = roles.alive()
    counts = {
        name: int((all_of(roles, masks, but=name) & alive[: roles.rows]).sum())
        for name in masks
        if name != OPEN
    }
    best = max(counts, key=counts.__getitem__, default=None)
    return None if best is None or not counts[best] else (best, counts[best])


def _word(value: object) -> str:
    """Return a value as the API writes it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _by_outcome(tallied: Mapping[object, int], classes: Mapping[object, str]) -> dict[str, int]:
    """Add up the counts of facts that come out the same."""
    counts: Counter[str] = Counter()
    for facts, count in tallied.items():
        counts[classes[facts]] += count
    return dict(counts)
