"""By what names a candidate could be found: theirs, and those of where they worked and studied."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from marketplace.candidates.organisations import full_names, telling_names, telling_words
from matching.text.folding import HAN, fold
from matching.text.skills import words_of_skills
from models import Candidate

_HAN = re.compile(f"[{HAN}]")
_BETWEEN_NAMES = re.compile(r"[\s.,·•/()-]+")
_HANDLE_FROM = 4  # letters; shorter ones are words such as "me"
_WORD_FROM = 4  # letters of a word that is masked alone; three where it is an acronym
_NEVER = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Names:
    """What names a candidate, for folded text.

    Attributes:
        certain: wherever it stands.
        parts: of the person's name; a listed skill of the dictionary is none.
        likely: unless it belongs to a skill of the dictionary.
        written: the same, and only as one of ``spellings`` or like a name.
    """

    certain: re.Pattern[str]
    parts: re.Pattern[str]
    likely: re.Pattern[str]
    written: re.Pattern[str]
    spellings: frozenset[str]


def names_of(candidate: Candidate) -> Names:
    """Return by what a candidate could be found."""
    places = list(dict.fromkeys(_organisations(candidate)))
    full = {name for place in places for name in full_names(place)}
    telling = {name for place in places for name in telling_names(place)}
    words = {word for place in places for word in telling_words(place) if _tells(word)}
    person = fold(candidate.name or "").folded.strip()
    single = {name for name in full if _is_word(name)}
    ordinary = {name for name in telling | single if name in words_of_skills()}
    if ordinary:
        spelt = {word for place in places for word in _spelt(place)}
        words |= {word for word in spelt if fold(word).folded in ordinary}
    return Names(
        certain=_pattern([person, *(full - single), *_numbers(candidate)]),
        parts=_pattern(_person_parts(person)),
        likely=_pattern([*((telling | single) - ordinary), *_handles(candidate)]),
        written=_pattern(fold(word).folded for word in words),
        spellings=frozenset(words),
    )


def _organisations(candidate: Candidate) -> Iterator[str]:
    for entries, member in (
        (candidate.experience, "organisation"),
        (candidate.education, "institution"),
        (candidate.awards, "issuer"),
    ):
        yield from (entry[member] for entry in entries or () if entry[member])


def _numbers(candidate: Candidate) -> Iterator[str]:
    for entries, member in ((candidate.patents, "number"), (candidate.publications, "doi")):
        yield from (fold(entry[member] or "").folded.strip() for entry in entries or ())


def _handles(candidate: Candidate) -> Iterator[str]:
    """Yield what an e-mail address and links call the candidate."""
    handles = [(candidate.email or "").partition("@")[0]]
    for link in candidate.links or ():
        address = link.partition("//")[2] or link
        handles += [address.partition("/")[0], address.rstrip("/").rpartition("/")[2]]
    yield from (fold(handle).folded for handle in handles if len(handle) >= _HANDLE_FROM)


def _person_parts(person: str) -> Iterator[str]:
    """Yield the parts of a name, its parts run together, and a Chinese given name."""
    parts = [part for part in _BETWEEN_NAMES.split(person) if part]
    chinese = [part for part in parts if _HAN.match(part)]
    latin = [part for part in parts if part not in chinese]
    yield from (*parts, "".join(latin), "".join(reversed(latin)), "".join(chinese))
    yield from (part[-2:] for part in chinese if len(part) > 2)


def _is_word(name: str) -> bool:
    return " " not in name and not _HAN.match(name)


def _tells(word: str) -> bool:
    return len(word) >= (_WORD_FROM - word.isupper()) and not word.isdecimal()


def _spelt(place: str) -> list[str]:
    return re.findall(r"[^\W_]+", fold(place).written)


def _pattern(names: Iterable[str]) -> re.Pattern[str]:
    """Match any of some names, the longest first."""
    known = {name for name in names if len(name) > 1}
    ordered = sorted(known, key=lambda name: (-len(name), name))
    return re.compile("|".join(map(_bounded, ordered))) if ordered else _NEVER


def _bounded(name: str) -> str:
    """Match a name as a whole word; Chinese has no ends of words to look for."""
    head = "" if _HAN.match(name[0]) else r"(?<![a-z0-9])"
    tail = "" if _HAN.match(name[-1]) else r"(?![a-z0-9])"
    return head + r"[\s_-]?".join(map(re.escape, name.split(" "))) + tail
