"""Rankings in which what was taken over from a role counts little."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast
from uuid import UUID

import numpy as np
from sqlalchemy.orm import Session

from marketplace.matches.pairs import CandidateSide, RoleSide, counted
from marketplace.matches.ready import Shelf
from marketplace.matches.states import State
from matching.ranking.columns import Mask
from matching.ranking.index import Index
from matching.ranking.searching import Hits
from matching.ranking.sharing import Numbers, bits_of
from matching.ranking.vectors import Vector, score
from matching.text.copies import Runs

_AT_ONCE = 50  # documents that are looked at for copies

Scored = tuple[float, UUID]


@dataclass(frozen=True, slots=True)
class Copies:
    """The rows that share a run of words with the one who asks, and what documents score."""

    suspects: Mask
    scores: Callable[[Sequence[UUID]], list[float]]


def best_by_score(
    index: Index,
    vector: Vector,
    where: Mask,
    *,
    limit: int,
    behind: Scored | None = None,
    copies: Copies | None = None,
) -> tuple[list[Scored], int]:
    """Return the best documents for a vector, best first, and how many are allowed at all.

    Args:
        behind: score and id of the last one seen.
        copies: documents whose score is not the product with the vector, but at most that.
    """
    alike = None if copies is None else copies.suspects & where
    if copies is None or alike is None or not alike.any():
        hits = index.search(vector, limit=limit, after=behind, where=where)
        return [*zip(hits.scores, hits.ids, strict=True)], hits.allowed
    hits = index.search(vector, limit=limit, after=behind, where=where & ~alike)
    rough = index.search(vector, limit=int(np.count_nonzero(alike)), where=alike)
    best = [*zip(hits.scores, hits.ids, strict=True)]
    return _with_copies(best, rough, copies, limit, behind), hits.allowed + rough.allowed


def _with_copies(
    best: list[Scored], rough: Hits, copies: Copies, limit: int, behind: Scored | None
) -> list[Scored]:
    """Put documents that share words with the one who asks among the others of the page.

    Args:
        rough: these documents, by products that are at least their scores.
    """
    for start in range(0, len(rough.ids), _AT_ONCE):
        if len(best) >= limit and best[limit - 1][0] > rough.scores[start]:
            break  # no further one can reach the page
        ids = rough.ids[start : start + _AT_ONCE]
        scored = zip(copies.scores(ids), ids, strict=True)
        best = best + [each for each in scored if behind is None or _order(each) > _order(behind)]
        best = sorted(best, key=_order)[:limit]
    return best


def _order(scored: Scored) -> Scored:
    return -scored[0], scored[1]


def copies_among_roles(session: Session, shelf: Shelf, state: State, mine: CandidateSide) -> Copies:
    """Return the roles from which a candidate may have taken over words."""

    def scores(ids: Sequence[UUID]) -> list[float]:
        found = zip(ids, shelf.roles(session, state.lexicon, ids), strict=True)
        return [
            score(state.roles.vector(id_), mine.vector)
            if ready is None
            else score(ready.side.vector, counted(ready.side, mine)[1])
            for id_, ready in found
        ]

    return Copies(suspects(state.roles, mine.words.runs), scores)


def copies_among_candidates(
    session: Session, shelf: Shelf, state: State, mine: RoleSide, day: date
) -> Copies:
    """Return the candidates who may have taken over words of a role."""

    def scores(ids: Sequence[UUID]) -> list[float]:
        found = zip(ids, shelf.candidates(session, state.lexicon, ids, day), strict=True)
        return [
            score(
                mine.vector,
                state.candidates.vector(id_) if ready is None else counted(mine, ready.masked)[1],
            )
            for id_, ready in found
        ]

    return Copies(runs_column(state.candidates).any_of(mine.run_bits), scores)


def runs_column(index: Index) -> Numbers:
    """Return the column that says which rows share a run of words."""
    return cast("Numbers", index.columns["runs"])


def suspects(index: Index, runs: Runs) -> Mask:
    """Mark the rows that share a run of words with a text."""
    return runs_column(index).any_of(bits_of(number for script in runs for number in script))
