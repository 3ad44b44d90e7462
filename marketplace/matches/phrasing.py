"""A match as people read it: what is shared in whole words, as the role has them."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from math import fsum
from typing import TYPE_CHECKING, Any

from matching.ranking.phrases import Phrase, phrases_of

if TYPE_CHECKING:
    from models import Role

KEPT = 2_000  # matches as they are read, some 6 kB each: pages show the same ones again
TERMS_READ = 40  # of a match, strongest first; the rest is added up


def in_phrases(match: Mapping[str, Any], role: "Role", most: int | None) -> dict[str, Any]:
    """Return a match with its strongest phrases in place of terms; all others are one sum."""
    shared = tuple((each["term"], each["contribution"]) for each in match["contributions"])
    phrases = _phrases(shared, tuple(_texts(role)))[:most]
    told = fsum(each.contribution for each in phrases)
    others = 0.0 if match["score"] is None else max(match["score"] - told, 0.0)
    contributions = [{"term": each.words, "contribution": each.contribution} for each in phrases]
    return {**match, "contributions": contributions, "other_contributions": others}


@lru_cache(maxsize=KEPT)
def _phrases(shared: tuple[tuple[str, float], ...], texts: tuple[str, ...]) -> list[Phrase]:
    return phrases_of(shared, texts)


def _texts(role: "Role") -> Iterator[str]:
    yield from filter(None, (role.title, role.description, role.requirements))
    yield from (skill["name"] for skill in role.skills)
    yield from role.facilities
