"""Explain a score: the terms that made it, and what the role asks for that is not there."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from matching.ranking.documents import Document
from matching.ranking.vectors import Vector
from matching.text.skills import CONCEPT, adjacent_skills


class Contribution(NamedTuple):
    """What one term adds to the score."""

    term: str  # as the role wrote it
    field: str  # of the role
    role_weight: float
    candidate_weight: float
    contribution: float


# What a word adds, below zero so that the strongest sorts first; the word, its field, its weight in
# the role and in the candidate: a list shows a few of fifty.
_Part = tuple[float, str, str, float, float]


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
    parts: Sequence[_Part]  # what each word adds, strongest first, ties by term
    missing: tuple[Missing, ...]  # required first
    adjacent: tuple[Adjacent, ...]
    must_haves: MustHaves
    untold: float = 0.0  # of the score, by words that are not told

    @property
    def contributions(self) -> tuple[Contribution, ...]:
        """Return what each word adds, strongest first."""
        return self.top(len(self.parts))[0]

    def top(self, count: int) -> tuple[tuple[Contribution, ...], float]:
        """Return the strongest contributions and the sum of all others."""
        strongest = [
            Contribution(surface, field, asked, had, -negative)
            for negative, surface, field, asked, had in self.parts[:count]
        ]
        others = -sum([negative for negative, *_ in self.parts[count:]])
        return tuple(strongest), others + self.untold


class Asked(NamedTuple):
    """A skill that a role asks for."""

    terms: frozenset[str]
    missing: Missing  # what is told where it is not shown
    near: tuple[str, ...]  # terms of skills close to it


@dataclass(frozen=True, slots=True)
class Asking:
    """A role's side of every explanation, made once for all candidates."""

    terms: Mapping[str, tuple[float, int]]  # weight, which words
    words: tuple[tuple[str, str], ...]  # as the role wrote them, and in which field
    skills: tuple[Asked, ...]  # required first
    required: int  # of the skills


def asking_of(role: Document, vector: Vector) -> Asking:
    """Return a role's side of explanations; terms that stand for the same words are one."""
    numbers: dict[tuple[str, str], int] = {}
    terms = {}
    for term, weight in vector.by_term().items():
        place = role.places[term]
        words = place.surface, place.field
        terms[term] = weight, numbers.setdefault(words, len(numbers))
    skills = sorted(role.skills, key=lambda skill: not skill.required)
    asked = [
        Asked(skill.terms, Missing(skill.name, skill.required), _near(skill.terms))
        for skill in skills
    ]
    required = sum(skill.required for skill in skills)
    return Asking(terms, tuple(numbers), tuple(asked), required)


def explain(asking: Asking, told: Mapping[str, str], candidate: Vector) -> Explanation:
    """Explain a pair; vectors belong to one lexicon.

    Args:
        told: what may be told of the candidate, by term as they wrote it; terms of the vector
            that it lacks are summed only.
    """
    had = candidate.by_term()
    # In no order: weights are whole steps, so every sum of products is exact.
    total = untold = 0.0
    weights: dict[int, list[tuple[float, float]]] = {}
    for term in asking.terms.keys() & had.keys():
        asked, words = asking.terms[term]
        having = had[term]
        total += asked * having
        if term not in told:
            untold += asked * having
        elif words in weights:
            weights[words].append((asked, having))
        else:
            weights[words] = [(asked, having)]
    shown = told.keys()
    # A skill whose name says nothing is not held against anyone.
    lacking = [skill for skill in asking.skills if not skill.terms <= shown]
    missing = tuple([skill.missing for skill in lacking])
    unmet = sum([each.required for each in missing])
    return Explanation(
        score=min(total, 1.0),
        parts=_parts(asking, weights),
        missing=missing,
        adjacent=tuple(
            [
                Adjacent(skill.missing.term, told[term])
                for skill in lacking
                for term in skill.near
                if term in told
            ]
        ),
        must_haves=MustHaves(met=asking.required - unmet, of=asking.required),
        untold=untold,
    )


def _parts(asking: Asking, weights: Mapping[int, list[tuple[float, float]]]) -> list[_Part]:
    """Return what the role's words add, strongest first.

    Of several terms the role's weight is their length, the candidate's what lies along it.
    """
    rows = []
    for number, pairs in weights.items():
        surface, field = asking.words[number]
        if len(pairs) == 1:
            [(asked, had)] = pairs
            total = asked * had
        else:
            asked = math.sqrt(math.fsum([asked**2 for asked, _had in pairs]))
            total = math.fsum([asked * had for asked, had in pairs])
            had = total / asked
        rows.append((-total, surface, field, asked, had))
    rows.sort()
    return rows


@lru_cache(maxsize=20_000)
def _near(terms: frozenset[str]) -> tuple[str, ...]:
    """Return the skills near to the concepts among some terms, in order."""
    concepts = (term for term in terms if term.startswith(CONCEPT))
    return tuple(sorted({close for term in concepts for close in adjacent_skills(term)}))
