"""The ids of documents, kept as two halves, which sort as the ids do."""

from collections.abc import Iterable
from uuid import UUID, SafeUUID

LOW = (1 << 64) - 1

# UUID's own way to make one takes longer than the search that found it.
_set_number = UUID.__dict__["int"].__set__
_set_safety = UUID.__dict__["is_safe"].__set__


def joined(high: Iterable[int], low: Iterable[int]) -> list[UUID]:
    """Return the ids of halves."""
    return [_uuid(upper << 64 | lower) for upper, lower in zip(high, low, strict=True)]


def _uuid(number: int) -> UUID:
    made = UUID.__new__(UUID)
    _set_number(made, number)
    _set_safety(made, SafeUUID.unknown)
    return made
