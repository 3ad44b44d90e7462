"""Counts over everything that a search found, each facet without its own filter."""

from collections.abc import Mapping

from marketplace.matches.filters import FLAGS, many, one, truth
from marketplace.matches.outcomes import RoleOutcomes
from matching.ranking.columns import Mask
from matching.ranking.counting import Countable, count_columns
from matching.ranking.index import Index

OPEN = "live"  # the mask of what is open at all, which nobody asked for
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


def _word(value: object) -> str:
    """Return a value as the API writes it."""
    if isinstance(value, str):
        return value
    return str(value).lower() if isinstance(value, bool) else str(value)
