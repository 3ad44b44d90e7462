"""Pages of a ranking: where a cursor continues, and what the page rests on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from marketplace.matches.copies import Copies, best_by_score
from marketplace.matches.states import State
from matching.ranking.columns import Mask
from matching.ranking.index import Index
from matching.ranking.vectors import Vector

KEY_LENGTH = 4  # of a cursor: key, id, rank, generation


@dataclass(frozen=True, slots=True)
class Ranked:
    """One page of ids, best first, with what orders them."""

    ids: list[UUID]
    keys: list[float | None]  # the score, or the column's value
    total: int
    first_rank: int
    next_key: list[Any] | None  # for the cursor
    generation_changed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a page begins: behind a key and an id, under the generation that gave them."""

    key: float | None
    id: UUID
    rank: int
    generation: str

    @classmethod
    def of(cls, sealed: Sequence[Any] | None) -> "Place | None":
        """Return the place in an opened cursor."""
        if sealed is None:
            return None
        key, id_, rank, generation = sealed
        return cls(key=key, id=UUID(id_), rank=rank, generation=generation)


def page_by_score(
    state: State,
    index: Index,
    vector: Vector,
    where: Mask,
    *,
    limit: int,
    after: Place | None,
    copies: Copies | None = None,
) -> Ranked:
    """Return a page of the best documents for a vector; those that share nothing come last.

    Args:
        copies: documents whose score is not the product with the vector, but at most that.
    """
    behind = None if after is None or after.key is None else (after.key, after.id)
    best, total = best_by_score(index, vector, where, limit=limit + 1, behind=behind, copies=copies)
    keys, ids = [key for key, _id in best], [id_ for _key, id_ in best]
    missing = limit + 1 - len(ids)
    if missing:
        last = behind if behind is not None and behind[0] == 0 else None
        others = where & ~index.sharing(vector)[: len(where)]
        rest = _unscored(index, others, limit=missing, after=last)
        ids, keys = ids + rest, keys + [0.0] * len(rest)
    return _page(state, ids, keys, total, limit, after)


def _unscored(
    index: Index, where: Mask, *, limit: int, after: tuple[float, UUID] | None
) -> list[UUID]:
    """Return documents in the order of their ids."""
    zeros = np.zeros(len(where))
    return index.ids_by(zeros, limit=limit, after=after, where=where).ids


def page_by_column(
    state: State,
    index: Index,
    values: NDArray[np.float64],
    where: Mask,
    *,
    descending: bool,
    limit: int,
    after: Place | None,
) -> Ranked:
    """Return a page of documents in the order of a column's values; rows without one last."""
    behind = None if after is None else (after.key, after.id)
    found = index.ids_by(
        values,
        limit=limit + 1,
        descending=descending,
        after=behind,
        where=where,
    )
    return _page(state, found.ids, found.values, found.total, limit, after)


def _page(
    state: State,
    ids: list[UUID],
    keys: Sequence[float | None],
    total: int,
    limit: int,
    after: Place | None,
) -> Ranked:
    first = 1 if after is None else after.rank + 1
    next_key = None
    if len(ids) > limit:
        next_key = [keys[limit - 1], str(ids[limit - 1]), first + limit - 1, state.name]
    changed = after is not None and after.generation != state.name
    return Ranked(ids[:limit], list(keys[:limit]), total, first, next_key, changed)


def index_meta(state: State) -> Mapping[str, Any]:
    """Return what a ranking rests on."""
    return {"generation": state.name, "as_of": state.position}
