"""Find the names of skills in a text, in either language, in one pass."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import ahocorasick
import yaml

from matching.text.folding import Folded, fold

CONCEPT = "skill:"  # what a concept's term starts with
_ALIASES = Path(__file__).with_name("aliases")
_LATIN = re.compile("[a-z0-9]")
_LONGER_NAME = re.compile(r"[a-z0-9#]|\+\+|\.(?:js|net|io)\b")  # after a name: it was another one
_NEXT_WORD = re.compile(r" ([a-z]+)")
_IES = re.compile(r"([b-df-hj-np-tv-xz])y$")  # battery, batteries
_PLURAL_FROM = 2  # letters: "LLMs", but "Rs" is no plural of R
_INITIAL_SIGNS = "&'’.-"  # beside a single letter they make it another name: R&D, C-level


@dataclass(frozen=True, slots=True)
class Alias:
    """One name of a skill."""

    concept: str
    name: str  # as the table has it
    exact: bool
    not_before: frozenset[str]


@dataclass(frozen=True, slots=True)
class Mention:
    """A skill named from ``start`` up to ``end`` of a folded text."""

    concept: str
    start: int
    end: int


def find_skills(text: Folded) -> list[Mention]:
    """Return the skills that a text names; of names that overlap the first and longest counts."""
    found = sorted(_mentions(text), key=lambda mention: (mention.start, -mention.end))
    kept: list[Mention] = []
    for mention in found:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


def adjacent_skills(concept: str) -> frozenset[str]:
    """Return the concepts close to one, without itself."""
    return _adjacent().get(concept, frozenset())


@cache
def words_of_skills() -> frozenset[str]:
    """Return the folded words that names of skills are made of."""
    return frozenset(
        word for alias in _aliases() for word in _spaced(fold(alias.name).folded).split()
    )


def _mentions(text: Folded) -> Iterator[Mention]:
    haystack = _spaced(text.folded)
    for last, (length, aliases) in _automaton().iter(haystack):
        start, end = last + 1 - length, last + 1
        # A name that is all there is, as in a list of skills, is meant however it is written.
        certain = len(aliases) == 1 and length == len(haystack.strip())
        end += _plural_ending(haystack, start, end)
        if not _stands_alone(haystack, start, end):
            continue
        for alias in aliases:
            if certain or not alias.exact or _is_meant(alias, text, start, end):
                yield Mention(alias.concept, start, end)


def _spaced(folded: str) -> str:
    """Let hyphens and underscores read as spaces; the length stays."""
    return folded.replace("-", " ").replace("_", " ")


def _plural_ending(haystack: str, start: int, end: int) -> int:
    if end - start < _PLURAL_FROM or haystack[end : end + 1] != "s":
        return 0
    return int("a" <= haystack[end - 1] <= "z")


def _stands_alone(haystack: str, start: int, end: int) -> bool:
    """No letter or sign of a longer Latin name touches either end."""
    head_is_latin = haystack[start] == "." or _LATIN.match(haystack[start])
    if head_is_latin and start and _LATIN.match(haystack[start - 1]):
        return False
    return not (_LATIN.match(haystack[end - 1]) and _LONGER_NAME.match(haystack, end))


def _is_meant(alias: Alias, text: Folded, start: int, end: int) -> bool:
    """Tell a name with another meaning by its case and its neighbours."""
    if not text.written[start:end].startswith(alias.name):
        return False
    if len(alias.name) == 1 and _touches_initial_sign(text.folded, start, end):
        return False
    following = _NEXT_WORD.match(_spaced(text.folded), end)
    return following is None or following[1] not in alias.not_before


def _touches_initial_sign(folded: str, start: int, end: int) -> bool:
    if start and folded[start - 1] in _INITIAL_SIGNS:
        return True
    full_stop = folded[end : end + 2].strip() == "."
    return not full_stop and end < len(folded) and folded[end] in _INITIAL_SIGNS


@cache
def _automaton() -> ahocorasick.Automaton:
    named: dict[str, list[Alias]] = {}
    for alias in _aliases():
        name = _spaced(fold(alias.name).folded)
        for form in {name, _IES.sub(r"\1ies", name)}:
            named.setdefault(form, []).append(alias)
    automaton = ahocorasick.Automaton()
    for name, aliases in named.items():
        automaton.add_word(name, (len(name), aliases))
    automaton.make_automaton()
    return automaton


def _aliases() -> Iterator[Alias]:
    for concept, names in _read("skills.yaml").items():
        not_before = frozenset(names.get("not_before", ()))
        for kind in ("en", "zh", "exact"):
            for name in names.get(kind, ()):
                yield Alias(CONCEPT + concept, name, kind == "exact", not_before)


@cache
def _adjacent() -> dict[str, frozenset[str]]:
    near: dict[str, set[str]] = {}
    groups: list[list[str]] = _read("adjacent.yaml")["groups"]
    for group in groups:
        concepts = {CONCEPT + concept for concept in group}
        for concept in concepts:
            near.setdefault(concept, set()).update(concepts - {concept})
    return {concept: frozenset(others) for concept, others in near.items()}


def _read(name: str) -> dict[str, Any]:
    text = (_ALIASES / name).read_text(encoding="utf-8")
    table: dict[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)
    return table
