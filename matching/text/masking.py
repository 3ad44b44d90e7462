"""What must not move a rank is left out of free text: names, schools, sex, age, nationality."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from matching.text.folding import HAN, fold

MASK = "\n"  # stands where something was masked: no pair of words and no name reaches across it
_WORDS = Path(__file__).with_name("masked.yaml")
_HAN = re.compile(f"[{HAN}]")
_PART_FROM = 3  # letters of a first or last name that is masked alone; shorter ones are words
_BETWEEN_NAMES = re.compile(r"[\s.,·]+")
_COMPANY_FORM = re.compile(
    r"[\s,]+(?:co\.?,? ?ltd|ltd|inc|llc|gmbh|plc|corp|corporation|limited)\.?$"
    r"|(?:股份有限公司|有限责任公司|有限公司|股份公司|公司)$"
)
_ENDS_OF_NAMES = ".,;: "
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")


@dataclass(frozen=True, slots=True)
class Masks:
    """What one profile's texts are read without.

    Attributes:
        names: folded.
        sensitive: whether words of sex, age, marriage and nationality are left out too.
    """

    names: frozenset[str] = frozenset()
    sensitive: bool = False

    def over(self, folded: str, words: Sequence[str]) -> str:
        """Return a folded text with what is masked blanked out; the length stays.

        Args:
            words: the Latin words of the text.
        """
        # Looked for in the text as it was, so that one name does not hide half of another.
        spans = [span for name in self.names if name in folded for span in _places(name, folded)]
        hidden = _blanked(folded, sorted(spans)) if spans else folded
        return _without_sensitive(hidden, words) if self.sensitive else hidden


NO_MASKS = Masks()


def masks_of(people: Iterable[str], organisations: Iterable[str]) -> Masks:
    """Return what one profile's free text must not be ranked by."""
    names = {part for name in people for part in _name_parts(_folded(name))}
    names.update(form for name in organisations for form in _name_forms(_folded(name)))
    return Masks(_telling(names), sensitive=True)


def name_masks(people: Iterable[str]) -> Masks:
    """Return a person's full names alone: parts of them may be names of skills."""
    return Masks(_telling(map(_folded, people)))


def _folded(name: str) -> str:
    return fold(name).folded.strip(_ENDS_OF_NAMES)


def _telling(names: Iterable[str]) -> frozenset[str]:
    return frozenset(name for name in names if len(name) > 1)


def _name_parts(name: str) -> set[str]:
    parts = _BETWEEN_NAMES.split(name)
    return {name, *(part for part in parts if len(part) >= _PART_FROM)}


def _name_forms(name: str) -> set[str]:
    return {name, _COMPANY_FORM.sub("", name).strip(_ENDS_OF_NAMES)}


def _places(name: str, folded: str) -> Iterator[tuple[int, int]]:
    """Yield where a name stands as whole words; Chinese has no ends of words to look for."""
    start = folded.find(name)
    while start >= 0:
        end = start + len(name)
        if _is_whole(folded, start - 1, name[0]) and _is_whole(folded, end, name[-1]):
            yield start, end
        start = folded.find(name, end)


def _is_whole(folded: str, beside: int, letter: str) -> bool:
    is_edge = beside < 0 or beside >= len(folded)
    return is_edge or folded[beside] not in _LETTERS or _HAN.match(letter) is not None


def _blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    kept, at = [], 0
    for start, end in spans:
        kept += [text[at:start], MASK * (end - max(start, at))]
        at = max(at, end)
    return "".join((*kept, text[at:]))


def _without_sensitive(folded: str, words: Sequence[str]) -> str:
    english, chinese = _sensitive_words()
    if not english.keys().isdisjoint(words):
        for first in sorted(english.keys() & set(words), key=[*english].index):
            folded = english[first].sub(_blank, folded)
    return folded if folded.isascii() else chinese.sub(_blank, folded)


def _blank(found: re.Match[str]) -> str:
    return MASK * len(found[0])


@cache
def _sensitive_words() -> tuple[dict[str, re.Pattern[str]], re.Pattern[str]]:
    """Return patterns of English phrases by their first words, long ones first, and of Chinese."""
    lists: dict[str, list[str]] = yaml.load(_WORDS.read_text("utf-8"), Loader=yaml.CSafeLoader)
    english, chinese = (
        sorted((word for line in lists[key] for word in line.split(", ")), key=len, reverse=True)
        for key in ("en", "zh")
    )
    phrases: dict[str, list[str]] = {}
    for phrase in english:
        phrases.setdefault(re.split("[ -]", phrase)[0], []).append(re.escape(phrase))
    return (
        {
            first: re.compile(rf"(?<![^\W_])(?:{'|'.join(longest_first)})(?![^\W_])")
            for first, longest_first in phrases.items()
        },
        re.compile(_by_letter(chinese)),
    )


def _by_letter(words: Iterable[str]) -> str:
    """Match one of some words, looked up letter by letter: a long list of them costs little."""
    endings: dict[str, list[str]] = {}
    for word in words:
        endings.setdefault(word[0], []).append(word[1:])
    return "|".join(
        re.escape(first)
        + (f"(?:{_by_letter(filter(None, rest))})" if any(rest) else "")
        + ("?" if any(rest) and "" in rest else "")
        for first, rest in endings.items()
    )
