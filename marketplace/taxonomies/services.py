"""Use cases of the code lists."""

from collections.abc import Mapping, Sequence
from typing import Any

from marketplace.errors import NotFound
from marketplace.taxonomies.codes import TAXONOMIES, taxonomy


def find_entries(
    name: str, *, part: str | None, limit: int, after: Sequence[int] | None
) -> tuple[Sequence[Mapping[str, Any]], int]:
    """Return up to ``limit + 1`` entries whose code or labels hold ``part``, and their number.

    Each entry carries its ``place`` in the list.

    Raises:
        NotFound: there is no such list.
    """
    if name not in TAXONOMIES:
        raise NotFound
    entries = [
        {**entry, "place": place}
        for place, entry in enumerate(taxonomy(name))
        if part is None or _holds(entry, part.casefold())
    ]
    start = 0 if after is None else after[0]
    return [entry for entry in entries if entry["place"] > start or after is None][
        : limit + 1
    ], len(entries)


def _holds(entry: Mapping[str, Any], part: str) -> bool:
    """Whether the code or a label of an entry holds a text, whatever its case."""
    return any(part in text.casefold() for text in (entry["code"], *entry["label"].values()))
