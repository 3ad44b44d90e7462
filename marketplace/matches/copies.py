"""Rankings in which what was taken over from a role counts little."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast
from uuid import UUID

from sqlalchemy.orm import Session

from marketplace.candidates.profiles import candidate_profile
from marketplace.candidates.services import candidates_by_ids
from marketplace.matches.pairs import CandidateSide, RoleSide
from marketplace.matches.states import State
from marketplace.roles.profiles import role_profile
from marketplace.roles.services import roles_by_ids
from matching.ranking.columns import Mask
from matching.ranking.copying import discounted, runs_of_role
from matching.ranking.index import Index
from matching.ranking.sharing import Numbers
from matching.ranking.vectors import score
from matching.text.copies import Runs

_ANY_DAY = date(2000, 1, 1)  # texts are read without the day


@dataclass(frozen=True, slots=True)
class Copies:
    """The rows that share a run of words with the one who asks, and what documents score."""

    suspects: Mask
    scores: Callable[[Sequence[UUID]], list[float]]


def copies_among_roles(session: Session, state: State, mine: CandidateSide) -> Copies:
    """Return the roles from which a candidate may have taken over words."""
    roles = state.roles

    def scores(ids: Sequence[UUID]) -> list[float]:
        rows, profile = roles_by_ids(session, ids), mine.texts()
        runs = {id_: runs_of_role(role_profile(row)) for id_, row in rows.items()}
        return [
            score(roles.vector(id_), discounted(mine.vector, profile, runs.get(id_, ((), ()))))
            for id_ in ids
        ]

    return Copies(_suspects(roles, mine.words.runs), scores)


def copies_among_candidates(session: Session, state: State, mine: RoleSide) -> Copies:
    """Return the candidates who may have taken over words of a role."""
    candidates, runs = state.candidates, mine.words.runs

    def scores(ids: Sequence[UUID]) -> list[float]:
        rows = candidates_by_ids(session, ids)
        vectors = {id_: candidates.vector(id_) for id_ in ids}
        for id_, row in rows.items():
            profile = candidate_profile(row, day=_ANY_DAY)
            vectors[id_] = discounted(vectors[id_], profile, runs)
        return [score(mine.vector, vectors[id_]) for id_ in ids]

    return Copies(_suspects(candidates, runs), scores)


def _suspects(index: Index, runs: Runs) -> Mask:
    column = cast("Numbers", index.columns["runs"])
    return column.any_of(number for script in runs for number in script)
