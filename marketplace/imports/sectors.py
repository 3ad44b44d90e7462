"""Propose the sector of a role from its words."""

from collections import defaultdict
from functools import cache
from importlib.resources import files
from typing import Any

import ahocorasick
import yaml

ENOUGH = 3  # the least sum of weights that proposes a sector

Word = tuple[str, tuple[tuple[str, int], ...], bool]  # word, sectors with weights, whole words only


def propose_sectors(text: str) -> list[str] | None:
    """Return the sector that most speaks for, None where too little does."""
    folded = text.casefold()
    sums: dict[str, int] = defaultdict(int)
    seen: set[str] = set()
    for last, (word, weights, whole) in _automaton().iter(folded):
        if word in seen or (whole and not _stands_alone(folded, last - len(word) + 1, last + 1)):
            continue
        seen.add(word)
        for sector, weight in weights:
            sums[sector] += weight
    best = max(sums, key=lambda sector: sums[sector], default=None)
    return None if best is None or sums[best] < ENOUGH else [best]


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether no Latin letter or digit touches the word."""
    return not any(
        character.isascii() and character.isalnum()
        for character in (text[max(start - 1, 0) : start] + text[end : end + 1])
    )


@cache
def _automaton() -> Any:  # noqa: ANN401 - the library has no types
    """Return what finds all words in one pass."""
    text = files("marketplace.taxonomies").joinpath("sector_words.yaml").read_text(encoding="utf-8")
    weights: dict[str, list[tuple[str, int]]] = defaultdict(list)
    latin: set[str] = set()
    for entry in yaml.safe_load(text):
        for language in ("en", "zh"):
            for word, weight in entry[language].items():
                weights[word.casefold()].append((entry["code"], weight))
                latin |= {word.casefold()} if language == "en" else set()
    automaton = ahocorasick.Automaton()
    for word, found in weights.items():
        automaton.add_word(word, (word, tuple(found), word in latin))
    automaton.make_automaton()
    return automaton
