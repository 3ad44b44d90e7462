"""Who names a skill in words that an employer may be told: read from the index alone."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import cast
from zlib import crc32

from sqlalchemy.orm import Session

from marketplace.matches.filters import all_of, everything, truth
from marketplace.matches.sides import Eyes
from marketplace.matches.words import words_of_role
from marketplace.reviews.blindness import lifted_for
from matching.profiles import AskedSkill, RoleProfile
from matching.ranking.columns import Mask
from matching.ranking.index import Index
from matching.ranking.lexicon import CUT_TERMS
from matching.ranking.packing import Words
from matching.ranking.sharing import Numbers, bits_of
from matching.ranking.vectors import unit_vector

UNTOLD, UNCUT = "untold", "uncut"  # columns of candidates

Terms = frozenset[str]


def naming_columns() -> dict[str, Numbers]:
    """Return empty columns of what a candidate's vector does not say of their words.

    ``untold`` has the terms that nobody is told while the candidate is anonymous, ``uncut`` all
    terms of a document that is too long for a vector to keep them. Both hold 32 bits of a term:
    in one of some hundred questions to 100,000 candidates, one who names the skill anonymously
    is taken for one of whom it is not known.
    """
    return {UNTOLD: Numbers(), UNCUT: Numbers()}


def naming_attributes(words: Words) -> Mapping[str, Iterable[int]]:
    """Return a candidate's place in these columns."""
    own = words.document.weights.keys()
    return {
        UNTOLD: _numbers(own - words.told.keys()),
        UNCUT: _numbers(own) if len(own) > CUT_TERMS else (),
    }


def naming_mask(session: Session, index: Index, skill: Terms, eyes: Eyes) -> Mask:
    """Mark the candidates who name a skill, all of its terms, as this employer may be told."""
    if not skill:
        return everything(index)
    named = all_of(index, {term: _having(index, term) for term in skill})
    hushed = _with_any(index, UNTOLD, skill)
    if not (named & hushed).any():
        return named
    return named & (
        ~hushed | truth(index, "is_open").is_true()[: index.rows] & _unveiled(session, index, eyes)
    )


@lru_cache(maxsize=1_000)
def terms_of(skill: str) -> Terms:
    """Return the terms without which a skill is not named."""
    profile = RoleProfile(skills=(AskedSkill(name=skill, required=True),))
    [named] = words_of_role(profile).document.skills
    return named.terms


def _having(index: Index, term: str) -> Mask:
    """Mark the rows whose document has a term, whether their vector kept it or not."""
    kept = index.sharing(unit_vector({term: 1.0}))[: index.rows]
    return kept | _with_any(index, UNCUT, [term])


def _with_any(index: Index, column: str, terms: Iterable[str]) -> Mask:
    numbers = cast("Numbers", index.columns[column])
    return numbers.any_of(bits_of(_numbers(terms)))[: index.rows]


def _unveiled(session: Session, index: Index, eyes: Eyes) -> Mask:
    """Mark the candidates from whom blind review withholds nothing."""
    if eyes.role is None or not eyes.role.blind_review:
        return everything(index)
    return index.mask_of(lifted_for(session, eyes.role))


def _numbers(terms: Iterable[str]) -> Iterator[int]:
    return (crc32(term.encode()) for term in terms)
