"""Explain a score: the terms that made it, and what the role asks for that is not there."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from matching.ranking.documents import Document, NamedSkill
from matching.ranking.vectors import Vector, products, total_of
from matching.text.skills import CONCEPT, adjacent_skills


class Contribution(NamedTuple):
    """What one term adds to the score."""

    term: str  # as the role wrote it
    field: str  # of the role
    role_weight: float
    candidate_weight: float
    contribution: float


class Missing(NamedTuple):
    """A skill that the role asks for and the candidate does not show."""

    term: str
    required: bool


class Adjacent(NamedTuple):
    """A skill asked for, and a close one that the candidate has instead."""

    asked: str
    have: str


class MustHaves(NamedTuple):
    """How many of the required skills the candidate shows."""

    met: int
    of: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a pair scores what it does."""

    score: float
    contributions: tuple[Contribution, ...]  # strongest first, ties by term
    missing: tuple[Missing, ...]  # required first
    adjacent: tuple[Adjacent, ...]
    must_haves: MustHaves
    untold: float = 0.0  # of the score, by words that are not told

    def top(self, count: int) -> tuple[tuple[Contribution, ...], float]:
        """Return the strongest contributions and the sum of all others."""
        others = sum(other.contribution for other in self.contributions[count:])
        return self.contributions[:count], others + self.untold


def explain(
    role: Document,
    role_vector: Vector,
    told: Mapping[str, str],
    candidate_vector: Vector,
) -> Explanation:
    """Explain a pair; vectors belong to one lexicon.

    Args:
        told: what may be told of the candidate, by term as they wrote it; terms of the vector
            that it lacks are summed only.
    """
    shared = products(role_vector, candidate_vector)
    telling = [(term, product) for term, product in shared if term in told]
    untold = [product for term, product in shared if term not in told]
    lacking = [skill for skill in role.skills if not _has(told, skill)]
    lacking.sort(key=lambda skill: not skill.required)
    required = sum(skill.required for skill in role.skills)
    unmet = sum(skill.required for skill in lacking)
    return Explanation(
        score=total_of(shared),
        contributions=_contributions(telling, role, role_vector, candidate_vector),
        missing=tuple(Missing(skill.name, skill.required) for skill in lacking),
        adjacent=tuple(near for skill in lacking for near in _adjacent(skill, told)),
        must_haves=MustHaves(met=required - unmet, of=required),
        untold=sum(untold),
    )


def _contributions(
    shared: list[tuple[str, float]], role: Document, role_vector: Vector, candidate_vector: Vector
) -> tuple[Contribution, ...]:
    """Return what the role's words add; terms that stand for the same words are one."""
    role_weights, candidate_weights = role_vector.by_term(), candidate_vector.by_term()
    by_words: dict[tuple[str, str], list[str]] = {}
    for term, _product in shared:
        place = role.places[term]
        by_words.setdefault((place.surface, place.field), []).append(term)
    told = [
        _contribution(words, [(role_weights[term], candidate_weights[term]) for term in terms])
        for words, terms in by_words.items()
    ]
    return tuple(sorted(told, key=lambda each: (-each.contribution, each.term, each.field)))


def _contribution(words: tuple[str, str], weights: list[tuple[float, float]]) -> Contribution:
    """Add up terms: the role's weight is their length, the candidate's what lies along it."""
    surface, field = words
    if len(weights) == 1:
        (asked, had) = weights[0]
        return Contribution(surface, field, asked, had, asked * had)
    asked = math.sqrt(math.fsum(weight**2 for weight, _had in weights))
    total = math.fsum(weight * had for weight, had in weights)
    return Contribution(surface, field, asked, total / asked, total)


def _has(told: Mapping[str, str], skill: NamedSkill) -> bool:
    """A skill whose name says nothing is not held against anyone."""
    return skill.terms <= told.keys()


def _adjacent(skill: NamedSkill, told: Mapping[str, str]) -> list[Adjacent]:
    near = [term for term in _near(skill.terms) if term in told]
    return [Adjacent(skill.name, told[term]) for term in near]


@lru_cache(maxsize=20_000)
def _near(terms: frozenset[str]) -> tuple[str, ...]:
    """Return the skills near to the concepts among some terms, in order."""
    concepts = (term for term in terms if term.startswith(CONCEPT))
    return tuple(sorted({close for term in concepts for close in adjacent_skills(term)}))
