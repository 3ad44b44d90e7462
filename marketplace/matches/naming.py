"""Who names a skill in words that an employer may be told, kept by a web process while it holds."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from uuid import UUID

import numpy as np
from sqlalchemy.orm import Session

from marketplace.candidates.services import candidates_by_ids
from marketplace.database import beside
from marketplace.matches.filters import all_of, everything
from marketplace.matches.keeping import words_of
from marketplace.matches.sides import Eyes
from marketplace.matches.words import words_of_role
from matching.profiles import AskedSkill, RoleProfile
from matching.ranking.columns import Mask
from matching.ranking.index import Index
from matching.ranking.lexicon import CUT_TERMS
from matching.ranking.packing import surfaces
from matching.ranking.vectors import Vector
from models import Candidate, ChangedKind, Visibility

_AT_ONCE = 500  # candidates
_MOST_SKILLS = 100  # that are remembered
NOBODY, OPENLY, ALWAYS = range(3)  # not named; told of an open profile alone; told of any

Terms = frozenset[str]


class Namings:
    """Who names which skill, in the words of explanations: all of its terms."""

    def __init__(self) -> None:
        self._known: dict[Terms, dict[UUID, int]] = {}

    def forget(self, ids: Iterable[UUID]) -> None:
        """Drop what changed."""
        for id_ in ids:
            for known in self._known.values():
                known.pop(id_, None)

    def masks(
        self, session: Session, index: Index, skills: Sequence[Terms], eyes: Eyes
    ) -> list[Mask]:
        """Mark, for each skill, the candidates who name it as this employer may be told."""
        possible = [_possible(index, terms) for terms in skills]
        asked = {terms: _ids(index, mask) for terms, mask in zip(skills, possible, strict=True)}
        kept = self._look(session, asked)
        found = []
        for terms, ids in asked.items():
            known = kept[terms]
            openly = [id_ for id_ in ids if known.get(id_) == OPENLY]
            told = set(openly) - eyes.veiled(session, openly)
            told |= {id_ for id_ in ids if known.get(id_) == ALWAYS}
            found.append(index.mask_of(told) if terms else everything(index))
        return found

    def _look(
        self, session: Session, asked: Mapping[Terms, Collection[UUID]]
    ) -> Mapping[Terms, dict[UUID, int]]:
        """Return what is known of who names skills; what is not is read."""
        kept = {terms: self._known.pop(terms, {}) for terms in asked}  # to the end: used last
        spare = max(0, len(self._known) + len(kept) - _MOST_SKILLS)
        for terms in list(self._known)[:spare]:
            del self._known[terms]
        self._known |= kept
        lacking = {id_ for terms, ids in asked.items() for id_ in ids if id_ not in kept[terms]}
        ordered = sorted(lacking)
        for start in range(0, len(ordered), _AT_ONCE):
            with beside(session) as reading:
                rows = list(candidates_by_ids(reading, ordered[start : start + _AT_ONCE]).values())
                words = words_of(reading, ChangedKind.CANDIDATE, rows)
            for row in rows:
                own, told = surfaces(words[row.id].document), words[row.id].told
                for terms in asked:
                    kept[terms][row.id] = _naming(terms, row, own, told)
        return kept


def _naming(terms: Terms, row: Candidate, own: Mapping[str, str], told: Mapping[str, str]) -> int:
    if terms <= told.keys():
        return ALWAYS
    is_told = row.visibility is Visibility.OPEN and terms <= own.keys()
    return OPENLY if is_told else NOBODY


@lru_cache(maxsize=1_000)
def terms_of(skill: str) -> Terms:
    """Return the terms without which a skill is not named."""
    profile = RoleProfile(skills=(AskedSkill(name=skill, required=True),))
    [named] = words_of_role(profile).document.skills
    return named.terms


def _possible(index: Index, terms: Terms) -> Mask:
    """Mark the rows that may have all terms: of a long document the vector lacks the weakest."""
    rows = index.rows
    long = index.with_terms(CUT_TERMS)[:rows]
    masks = {
        term: index.sharing(Vector((term,), np.ones(1)))[:rows] | long for term in sorted(terms)
    }
    return all_of(index, masks)


def _ids(index: Index, where: Mask) -> list[UUID]:
    count = max(1, int(np.count_nonzero(where)))
    return index.ids_by(np.zeros(len(where)), limit=count, where=where).ids
