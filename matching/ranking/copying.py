"""What a candidate took over from a role counts little towards it.

The candidate's terms keep, for this one pair, the share of their weight that the profile without
the copied words has, and at least ``COPIED_WEIGHT``. The length stays that of the whole profile, so
that the honest part does not gain by what was copied, and the discounted score is at most the
cosine.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np

from matching.profiles import Achievement, CandidateProfile, RoleProfile
from matching.ranking.documents import candidate_document
from matching.ranking.vectors import Vector
from matching.text.copies import Runs, runs_of, shared_words, without_copies

_MOST_KEPT = 5_000  # pairs, some 3 kB each
COPIED_WEIGHT = 0.05  # of a term all of whose mentions are copied


def runs_of_role(role: RoleProfile) -> Runs:
    """Return what of a role is compared."""
    return runs_of((role.title, role.description, role.requirements, *role.facilities))


def runs_of_candidate(candidate: CandidateProfile) -> Runs:
    """Return what of a candidate is compared."""
    return runs_of(_texts(candidate))


def discounted(vector: Vector, candidate: CandidateProfile, role: Runs) -> Vector:
    """Return a candidate's vector as it counts towards a role; the length is at most 1.

    Args:
        vector: of the whole profile.
        role: what of the role is compared.
    """
    if not shared_words(role, runs_of_candidate(candidate)):
        return vector
    whole = candidate_document(candidate).weights
    honest = candidate_document(_without_copies(candidate, role)).weights
    # The profile may be newer than the vector: a term it no longer has counts as copied.
    kept = [
        min(1.0, max(COPIED_WEIGHT, honest.get(term, 0.0) / whole.get(term, 1.0)))
        for term in vector.terms
    ]
    return Vector(vector.terms, vector.weights * np.array(kept, dtype=np.float64))


def discounted_once(
    vector: Vector, own: Runs, role: Runs, texts: Callable[[], CandidateProfile]
) -> Vector:
    """Return what ``discounted`` does, kept by the process: rankings meet the same pairs again.

    Args:
        own: what of the candidate is compared.
        texts: gives the profile, where the pair was not met before.
    """
    words = hash((vector.terms, vector.weights.tobytes()))
    return _discounted(_Pair((words, hash(own), hash(role)), vector, role, texts))


@dataclass(frozen=True, slots=True)
class _Pair:
    """What is discounted, told apart by what it says."""

    key: tuple[int, int, int]
    vector: Vector = field(compare=False)
    role: Runs = field(compare=False)
    texts: Callable[[], CandidateProfile] = field(compare=False)


@lru_cache(_MOST_KEPT)
def _discounted(pair: _Pair) -> Vector:
    return discounted(pair.vector, pair.texts(), pair.role)


def _texts(candidate: CandidateProfile) -> Iterator[str]:
    yield from (candidate.headline, candidate.summary)
    for post in candidate.experience or ():
        yield from (post.title, post.summary)
    yield from (degree.field for degree in candidate.education or ())
    for kind in (candidate.patents, candidate.publications, candidate.awards):
        yield from (achievement.title for achievement in kind or ())


def _without_copies(candidate: CandidateProfile, role: Runs) -> CandidateProfile:
    """Put the texts without what was copied in the places of the texts."""
    texts = iter(without_copies(_texts(candidate), role))
    return replace(
        candidate,
        headline=next(texts),
        summary=next(texts),
        experience=tuple(
            replace(post, title=next(texts), summary=next(texts))
            for post in candidate.experience or ()
        ),
        education=tuple(replace(degree, field=next(texts)) for degree in candidate.education or ()),
        patents=_titled(candidate.patents, texts),
        publications=_titled(candidate.publications, texts),
        awards=_titled(candidate.awards, texts),
    )


def _titled(
    achievements: tuple[Achievement, ...] | None, titles: Iterator[str]
) -> tuple[Achievement, ...]:
    return tuple(replace(each, title=next(titles)) for each in achievements or ())
