"""Find names of a dictionary in a text, in either language, in one pass."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import ahocorasick

from matching.text.folding import Folded, fold

_LATIN = re.compile("[a-z0-9]")
_LATIN_WORD = re.compile("[a-z0-9]+")
_LONGER_NAME = re.compile(r"[a-z0-9#]|\+\+|\.(?:js|net|io)\b")  # after a name: it was another one
_NEXT_WORD = re.compile(r" ([a-z]+)")
_IES = re.compile(r"([b-df-hj-np-tv-xz])y$")  # battery, batteries
_PLURAL_FROM = 2  # letters: "LLMs", but "Rs" is no plural of R
_INITIAL_SIGNS = "&'’.-"  # beside a single letter they make it another name: R&D, C-level


class Alias(NamedTuple):
    """One name of a concept."""

    concept: str
    name: str  # as the table has it
    exact: bool = False  # counts only as written, or where it is all there is
    not_before: frozenset[str] = frozenset()


class Mention(NamedTuple):
    """A concept named from ``start`` up to ``end`` of a folded text."""

    concept: str
    start: int
    end: int


class Names:
    """A dictionary of names, ready to be found."""

    def __init__(self, aliases: Iterable[Alias]) -> None:
        self._words: dict[str, list[Alias]] = {}  # names of one Latin word: whole words alone match
        phrases: dict[str, list[Alias]] = {}
        for alias in aliases:
            for form in _forms(alias.name):
                table = self._words if _LATIN_WORD.fullmatch(form) else phrases
                table.setdefault(form, []).append(alias)
        self._phrases = ahocorasick.Automaton()
        for name, named in phrases.items():
            self._phrases.add_word(name, (len(name), named))
        self._phrases.make_automaton()

    def find(self, text: Folded) -> list[Mention]:
        """Return what a text names, by place, the longest first; names may overlap."""
        return sorted(self._mentions(text), key=lambda mention: (mention.start, -mention.end))

    def _mentions(self, text: Folded) -> Iterator[Mention]:
        haystack = spaced(text.folded)
        whole = len(haystack.strip())
        for start, end, aliases in self._candidates(haystack):
            end_of_plural = end + _plural_ending(haystack, start, end)
            if not _stands_alone(haystack, start, end_of_plural):
                continue
            # A name that is all there is, as in a list of skills, is meant however it is written.
            certain = len(aliases) == 1 and end - start == whole
            for alias in aliases:
                if certain or not alias.exact or _is_meant(alias, text, start, end_of_plural):
                    yield Mention(alias.concept, start, end_of_plural)

    def _candidates(self, haystack: str) -> Iterator[tuple[int, int, list[Alias]]]:
        for last, (length, aliases) in self._phrases.iter(haystack):
            yield last + 1 - length, last + 1, aliases
        present = set(_LATIN_WORD.findall(haystack))
        present |= {word[:-1] for word in present if word[-1] == "s"}
        for word in present & self._words.keys():
            start = haystack.find(word)
            while start >= 0:
                yield start, start + len(word), self._words[word]
                start = haystack.find(word, start + 1)


def without_overlaps(mentions: Iterable[Mention]) -> list[Mention]:
    """Keep, of mentions by place, the first and longest of those that overlap."""
    kept: list[Mention] = []
    for mention in mentions:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


def spaced(folded: str) -> str:
    """Let hyphens and underscores read as spaces; the length stays."""
    return folded.replace("-", " ").replace("_", " ")


def _forms(name: str) -> set[str]:
    form = spaced(fold(name).folded)
    return {form, _IES.sub(r"\1ies", form)}


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
    following = _NEXT_WORD.match(spaced(text.folded[end : end + 40]))
    return following is None or following[1] not in alias.not_before


def _touches_initial_sign(folded: str, start: int, end: int) -> bool:
    if start and folded[start - 1] in _INITIAL_SIGNS:
        return True
    full_stop = folded[end : end + 2].strip() == "."
    return not full_stop and end < len(folded) and folded[end] in _INITIAL_SIGNS
