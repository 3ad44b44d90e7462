"""Occupations: the other titles of one that a title names."""

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from matching.text.analyzer import read
from matching.text.folding import HAN, fold
from matching.text.stems import stem, stop_words
from matching.text.tokens import TERMS

_TABLES = Path(__file__).with_name("occupations")
_NOTHING: Mapping[str, float] = {}
_LONGEST = 200  # characters; no occupation has a longer name
_WORD = re.compile(rf"[a-z0-9]{{2,}}|[{HAN}]+")


class _Occupation(NamedTuple):
    title: str
    others: tuple[str, ...]


def other_titles(title: str) -> Mapping[str, float]:
    """Return the terms of the titles of the occupation that a title is the name of.

    They weigh 1 + ln n, n being the titles with the term; empty where no occupation is so called.
    """
    key = _key(title)
    return terms_of(key) if key in by_name() else _NOTHING


@lru_cache(maxsize=4_096)
def terms_of(key: str) -> Mapping[str, float]:
    """Return the terms of the titles of the occupations with a key."""
    occupations = by_name()[key]
    titles = Counter[str]()
    for occupation in occupations:
        for each in (occupation.title, *occupation.others):
            titles.update(read([each], most=1).weights)
    share = len(occupations)
    return {term: _damped(count / share) for term, count in titles.items()}


def _damped(count: float) -> float:
    return 1.0 + math.log(count) if count > 1.0 else count


def _key(title: str) -> str:
    """Bring a title to what does not change with number, order and small words."""
    title = title[:_LONGEST]
    is_plain = title.isascii() and title.isprintable()  # folding would make it lower case
    words = _WORD.findall(title.lower() if is_plain else fold(title).folded)
    return " ".join(sorted({TERMS[word] or stem(word) for word in words} - stop_words()))


@cache
def by_name() -> dict[str, list[_Occupation]]:
    """Return every occupation by the key of its title."""
    named: dict[str, list[_Occupation]] = {}
    for path in sorted(_TABLES.glob("*.tsv")):
        for occupation in _occupations(path):
            named.setdefault(_key(occupation.title), []).append(occupation)
    return named


def _occupations(path: Path) -> Iterator[_Occupation]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            _code, title, others = line.split("\t")
            yield _Occupation(title, tuple(filter(None, others.split(" | "))))
