"""Pages of a ranking: where a cursor continues, and what the page rests on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from marketplace.matches.copies import Copies
from marketplace.matches.states import State
from matching.ranking.columns import Mask
from matching.ranking.index import Index
from matching.ranking.searching import Hits
from matching.ranking.vectors import Vector

_AT_ONCE = 50  # documents that are looked at for copies
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
    suspects = np.zeros(len(where), np.bool_) if copies is None else copies.suspects & where
    hits = index.search(vector, limit=limit + 1, after=behind, where=where & ~suspects)
    ids, keys, total = hits.ids, list(hits.scores), hits.allowed
    if copies is not None and suspects.any():
        rough = index.search(vector, limit=int(np.count_nonzero(suspects)), where=suspects)
        best = [*zip(keys, ids, strict=True)]
        best = _with_copies(best, rough, copies, limit, behind)
        keys, ids = [key for key, _id in best], [id_ for _key, id_ in best]
        total += rough.allowed
    missing = limit + 1 - len(ids)
    if missing:
        last = behind if behind is not None and behind[0] == 0 else None
        others = where & ~index.sharing(vector)[: len(where)]
        rest = _unscored(index, others, limit=missing, after=last)
        ids, keys = ids + rest, keys + [0.0] * len(rest)
    return _page(state, ids, keys, total, limit, after)


def _with_copies(
    best: list[tuple[float, UUID]],
    rough: Hits,
    copies: Copies,
    limit: int,
    behind: tuple[float, UUID] | None,
) -> list[tuple[float, UUID]]:
    """Put documents that share words with the one who asks among the others of the page.

    Args:
        rough: these documents, by products that are at least their scores.
    """
    for start in range(0, len(rough.ids), _AT_ONCE):
        if len(best) > limit and best[limit][0] > rough.scores[start]:
            break  # no further one can reach the page
        ids = rough.ids[start : start + _AT_ONCE]
        scored = zip(copies.scores(ids), ids, strict=True)
        best = best + [each for each in scored if behind is None or _order(each) > _order(behind)]
        best = sorted(best, key=_order)[: limit + 1]
    return best


def _order(scored: tuple[float, UUID]) -> tuple[float, UUID]:
    return -scored[0], scored[1]


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
