"""Counts over everything that a search found, each facet without its own filter."""

from collections import Counter
from collections.abc import Mapping

from marketplace.matches.filters import all_of, many, one, truth
from matching.ranking.columns import Mask
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
    alive = roles.alive()

    def found(name: str) -> Mask:
        mask = all_of(roles, masks, but=name)
        return mask & alive[: len(mask)]

    counts: dict[str, dict[str, int]] = {
        name: many(roles, name).counts(found(name)) for name in ("sector", "language")
    }
    for name in WORDS:
        tallied = one(roles, name).counts(found(name))
        counts[name] = {str(word): count for word, count in tallied.items()}
    counts["verified"] = _yes_and_no(roles, found("verified"))
    for name, classes in outcomes.items():
        counts[name] = _by_outcome(one(roles, "facts").counts(found(name)), classes)
    return counts


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


def _yes_and_no(roles: Index, found: Mask) -> dict[str, int]:
    verified = truth(roles, "verified").is_true()
    yes = int((found & verified).sum())
    return {"true": yes, "false": int(found.sum()) - yes}


def _by_outcome(tallied: Mapping[object, int], classes: Mapping[object, str]) -> dict[str, int]:
    """Add up the counts of facts that come out the same."""
    counts: Counter[str] = Counter()
    for facts, count in tallied.items():
        counts[classes[facts]] += count
    return dict(counts)
