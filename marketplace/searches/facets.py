"""Counts over everything that a search found, each facet without its own filter."""

from collections.abc import Collection, Mapping
from itertools import combinations

import numpy as np

from marketplace.matches.filters import FLAGS, all_of, many, one, truth
from marketplace.matches.outcomes import RoleOutcomes
from matching.ranking.columns import Mask
from matching.ranking.counting import Countable, count_columns
from matching.ranking.index import Index

OPEN = "live"  # the mask of what is open at all, which nobody asked for
Hindrance = tuple[tuple[str, ...], int]  # filters, and how much is found without them
WORDS = ("hub", "province", "employer_kind", "degree", "work_mode", "kind", "offers_sponsorship")


def count_facets(
    roles: Index, masks: Mapping[str, Mask], outcomes: RoleOutcomes | None
) -> dict[str, dict[str, int]]:
    """Count the found roles by every facet.

    Args:
        outcomes: of the candidate who asks; the flags are facets then.
    """
    columns: dict[str, Countable] = {name: many(roles, name) for name in ("sector", "language")}
    columns |= {name: one(roles, name) for name in WORDS}
    columns["verified"] = truth(roles, "verified")
    flags = {} if outcomes is None else {name: one(roles, "facts") for name in FLAGS}
    tallied = count_columns(columns | flags, roles.alive(), masks)
    counts = {
        name: {_word(value): count for value, count in column.named(tallied[name]).items()}
        for name, column in columns.items()
    }
    if outcomes is not None:
        counts |= {name: outcomes.counts(name, tallied[name]) for name in flags}
    return counts


def hindrances(roles: Index, masks: Mapping[str, Mask]) -> list[Hindrance]:
    """Return the filters without which something is found, and how much; the most first.

    Where none helps alone, it is pairs of them.
    """
    alive = roles.alive()[: roles.rows]
    asked = [name for name in masks if name != OPEN]
    for size in (1, 2):
        counts = {
            some: int(np.count_nonzero(_without(roles, masks, some) & alive))
            for some in combinations(asked, size)
        }
        if any(counts.values()):
            helpful = [(some, count) for some, count in counts.items() if count]
            return sorted(helpful, key=lambda each: -each[1])
    return []


def _without(roles: Index, masks: Mapping[str, Mask], some: Collection[str]) -> Mask:
    return all_of(roles, {name: mask for name, mask in masks.items() if name not in some})


def _word(value: object) -> str:
    """Return a value as the API writes it."""
    return str(value).lower() if isinstance(value, bool) else str(value)
