"""What must not move a rank is left out of free text: names, schools, sex, age, nationality."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import yaml

from matching.text.folding import HAN, fold

_WORDS = Path(__file__).with_name("masked.yaml")
_HAN = re.compile(f"[{HAN}]")
_PART_FROM = 3  # letters of a first or last name that is masked alone; shorter ones are words
_COMPANY_FORM = re.compile(
    r"[\s,]+(?:co\.?,? ?ltd|ltd|inc|llc|gmbh|plc|corp|corporation|limited)\.?$"
    r"|(?:股份有限公司|有限责任公司|有限公司|股份公司|公司)$"
)
_ENDS_OF_NAMES = ".,;: "


Masks = tuple[re.Pattern[str], ...]  # each for folded text


def masks_of(people: Iterable[str], organisations: Iterable[str]) -> Masks:
    """Return what one profile's free text must not be ranked by."""
    names = {part for name in people for part in _name_parts(_folded(name))}
    names.update(form for name in organisations for form in _name_forms(_folded(name)))
    return (*_pattern_of(names), _sensitive_words())


def name_masks(people: Iterable[str]) -> Masks:
    """Return a person's full names alone: parts of them may be names of skills."""
    return _pattern_of(map(_folded, people))


def _folded(name: str) -> str:
    return fold(name).folded.strip(_ENDS_OF_NAMES)


def _name_parts(name: str) -> set[str]:
    parts = re.split(r"[\s.,·]+", name)
    return {name, *(part for part in parts if len(part) >= _PART_FROM)}


def _name_forms(name: str) -> set[str]:
    return {name, _COMPANY_FORM.sub("", name).strip(_ENDS_OF_NAMES)}


def _pattern_of(names: Iterable[str]) -> Masks:
    longest_first = sorted({name for name in names if len(name) > 1}, key=lambda n: (-len(n), n))
    return (re.compile("|".join(map(_bounded, longest_first))),) if longest_first else ()


@cache
def _sensitive_words() -> re.Pattern[str]:
    lists: dict[str, list[str]] = yaml.load(_WORDS.read_text("utf-8"), Loader=yaml.CSafeLoader)
    english, chinese = (
        sorted((word for line in lists[key] for word in line.split(", ")), key=len, reverse=True)
        for key in ("en", "zh")
    )
    return re.compile(rf"(?<![^\W_])(?:{_by_letter(english)})(?![^\W_])|{_by_letter(chinese)}")


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


def _bounded(name: str) -> str:
    """Match a name as a whole word; Chinese has no ends of words to look for."""
    head = "" if _HAN.match(name[0]) else r"(?<![a-z0-9])"
    tail = "" if _HAN.match(name[-1]) else r"(?![a-z0-9])"
    return head + re.escape(name) + tail
