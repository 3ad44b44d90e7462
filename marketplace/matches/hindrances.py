"""Where nothing is found: which filters to drop, and what that would give."""

from collections.abc import Collection, Mapping, Sequence
from itertools import combinations

import numpy as np

from marketplace.matches.filters import all_of
from matching.ranking.columns import Mask
from matching.ranking.index import Index

Hindrance = tuple[tuple[str, ...], int]  # filters, and how much is found without them


def hindrances(
    roles: Index, masks: Mapping[str, Mask], *, fixed: Collection[str]
) -> Sequence[Hindrance]:
    """Return the filters without which something is found, and how much; the most first.

    Where none helps alone, it is pairs of them.

    Args:
        fixed: masks that nobody asked for.
    """
    alive = roles.alive()[: roles.rows]
    asked = [name for name in masks if name not in fixed]
    for size in (1, 2):
        counts = {
            some: int(np.count_nonzero(_without(roles, masks, some) & alive))
            for some in combinations(asked, size)
        }
        if any(counts.values()):
            helpful = [(some, count) for some, count in counts.items() if count]
            return sorted(helpful, key=lambda each: -each[1])
    return ()


def _without(roles: Index, masks: Mapping[str, Mask], some: Collection[str]) -> Mask:
    return all_of(roles, {name: mask for name, mask in masks.items() if name not in some})
