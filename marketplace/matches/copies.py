"""Rankings in which what was taken over from a role counts little."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast
from uuid import UUID

import numpy as np
from sqlalchemy.orm import Session

from marketplace.candidates.profiles import candidate_profile
from marketplace.candidates.services import candidates_by_ids
from marketplace.matches.pairs import CandidateSide, RoleSide
from marketplace.matches.states import State
from marketplace.roles.profiles import role_profile
from marketplace.roles.services import roles_by_ids
from matching.profiles import CandidateProfile
from matching.ranking.columns import Mask
from matching.ranking.copying import discounted, runs_of_role
from matching.ranking.index import Index
from matching.ranking.searching import Hits
from matching.ranking.sharing import Numbers, bits_of
from matching.ranking.vectors import Vector, score
from matching.text.copies import Runs

ANY_DAY = date(2000, 1, 1)  # texts are read without the day
_AT_ONCE = 50  # documents that are looked at for copies
_NO_RUNS: Runs = ((), ())

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


def among_roles(
    roles: Index,
    vector: Vector,
    runs: Runs,
    texts: Callable[[], CandidateProfile],
    runs_by_id: Callable[[Sequence[UUID]], Mapping[UUID, Runs]],
) -> Copies:
    """Return the roles from which a candidate may have taken over words.

    Args:
        vector, runs, texts: of the candidate.
        runs_by_id: of roles.
    """

    def scores(ids: Sequence[UUID]) -> list[float]:
        found, profile = runs_by_id(ids), texts()
        return [
            score(roles.vector(id_), discounted(vector, profile, found.get(id_, _NO_RUNS)))
            for id_ in ids
        ]

    return Copies(suspects(roles, runs), scores)


def among_candidates(
    candidates: Index,
    vector: Vector,
    runs: Runs,
    alike: Mask,
    texts_by_id: Callable[[Sequence[UUID]], Mapping[UUID, CandidateProfile]],
) -> Copies:
    """Return the candidates who may have taken over words of a role.

    Args:
        vector, runs: of the role.
        alike: the rows that share a run of words with it.
        texts_by_id: of candidates.
    """

    def scores(ids: Sequence[UUID]) -> list[float]:
        vectors = {id_: candidates.vector(id_) for id_ in ids}
        for id_, profile in texts_by_id(ids).items():
            vectors[id_] = discounted(vectors[id_], profile, runs)
        return [score(vector, vectors[id_]) for id_ in ids]

    return Copies(alike, scores)


def copies_among_roles(session: Session, state: State, mine: CandidateSide) -> Copies:
    """Return them as the database has the roles."""

    def runs_by_id(ids: Sequence[UUID]) -> dict[UUID, Runs]:
        return {
            id_: runs_of_role(role_profile(row)) for id_, row in roles_by_ids(session, ids).items()
        }

    return among_roles(state.roles, mine.vector, mine.words.runs, mine.texts, runs_by_id)


def copies_among_candidates(session: Session, state: State, mine: RoleSide) -> Copies:
    """Return them as the database has the candidates."""

    def texts_by_id(ids: Sequence[UUID]) -> dict[UUID, CandidateProfile]:
        rows = candidates_by_ids(session, ids).items()
        return {id_: candidate_profile(row, day=ANY_DAY) for id_, row in rows}

    alike = runs_column(state.candidates).any_of(mine.run_bits)
    return among_candidates(state.candidates, mine.vector, mine.words.runs, alike, texts_by_id)


def runs_column(index: Index) -> Numbers:
    """Return the column that says which rows share a run of words."""
    return cast("Numbers", index.columns["runs"])


def suspects(index: Index, runs: Runs) -> Mask:
    """Mark the rows that share a run of words with a text."""
    return runs_column(index).any_of(bits_of(number for script in runs for number in script))
