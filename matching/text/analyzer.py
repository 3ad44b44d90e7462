"""Cut a text, English, Chinese or both, into the terms that ranking counts."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from matching.text.folding import HAN, Folded, fold
from matching.text.names import Mention
from matching.text.skills import find_names
from matching.text.stems import stem, stop_words

MAX_CHARACTERS = 200_000  # of one text; what is beyond is not read
PART_WEIGHT = 0.8  # of a word inside a skill's name, whose concept counts already
PAIR_WEIGHT = 0.5  # of two neighbouring words, which count by themselves already
CHARACTER_WEIGHT = 0.8  # of a single Chinese character; a pair counts 1
_PAIRED = f"{HAN}\u3040-\u30ff\uac00-\ud7af"  # scripts without spaces, or with endings glued on
_STANDS_APART = "\n"  # blanks out: no pair and no name reaches across it
_JOINTS = frozenset({" ", "-", "/", ", "})
_LINK = re.compile(r"(?:https?://|www\.)[!-~]+")
# Begins where a word does and never steps back, so that no text makes it slow.
_ADDRESS = re.compile(r"(?<![!-?A-~])[!-?A-~]++@[a-z0-9-]++(?:\.[a-z0-9-]++)+")
_TOKEN = re.compile(
    rf"(?P<paired>[{_PAIRED}]+)"
    r"|(?P<technical>[a-z][a-z0-9]*(?:\+\+|\#)|(?<![a-z0-9])\.net\b|[a-z0-9]+\.(?:js|net|io)\b"
    r"|[a-z][a-z0-9]*-[a-z]*[0-9][a-z0-9]*)"
    rf"|(?P<word>[^\W_{_PAIRED}]+)"
)


_Plain = tuple[str, str, float]  # what a Token holds
_Word = tuple[str, int, int, bool]  # term, start, end, and whether a skill's name holds it


class Token(NamedTuple):
    """A term as counted, the words that stood for it, and how much one mention counts."""

    term: str
    surface: str
    weight: float = 1.0


def analyze(text: str, masks: Iterable[re.Pattern[str]] = ()) -> list[Token]:
    """Return the tokens of a text; what the masks find in its folded form is left out."""
    return [Token(*token) for token in tokens_of(text, masks)]


def tokens_of(text: str, masks: Iterable[re.Pattern[str]] = ()) -> list[_Plain]:
    """Return what ``analyze`` does as plain tuples, which cost a third."""
    folded = _hide(fold(text[:MAX_CHARACTERS]), masks)
    skills, occupations = find_names(folded)
    written = folded.written
    tokens = [(concept, written[start:end], 1.0) for concept, start, end in (*skills, *occupations)]
    tokens.extend(_words(folded, skills))
    return tokens


def is_cut(text: str) -> bool:
    """Say whether a text is longer than what is read of it."""
    return len(text) > MAX_CHARACTERS


def _hide(text: Folded, masks: Iterable[re.Pattern[str]]) -> Folded:
    """Blank out links, addresses and what the masks find; the length stays."""
    hidden = _LINK.sub(_blank, text.folded)
    if "@" in hidden:
        hidden = _ADDRESS.sub(_blank, hidden)
    for mask in masks:
        hidden = mask.sub(_blank, hidden)
    return Folded(text.written, hidden)


def _blank(found: re.Match[str]) -> str:
    return _STANDS_APART * len(found[0])


def _words(text: Folded, mentions: list[Mention]) -> list[_Plain]:
    named = bytearray(len(text.folded))  # 1 where a skill's name stands
    for mention in mentions:
        named[mention.start : mention.end] = b"\1" * (mention.end - mention.start)
    written = text.written
    tokens: list[_Plain] = []
    words: list[_Word] = []
    for found in _TOKEN.finditer(text.folded):
        start, end = found.span()
        if found.lastgroup == "paired":
            tokens.extend(_characters(text, start, end, named))
        elif term := term_of(found[0]) if found.lastgroup == "word" else found[0]:
            inside = bool(named[start] and named[end - 1])
            tokens.append((term, written[start:end], PART_WEIGHT if inside else 1.0))
            words.append((term, start, end, inside))
    tokens.extend(_pairs(text, words))
    return tokens


@lru_cache(maxsize=100_000)
def term_of(word: str) -> str:
    """A number or a single letter tells nothing; those that do are names of skills."""
    tells = len(word) > 1 and not word.isdecimal() and word not in stop_words()
    return stem(word) if tells else ""


def _pairs(text: Folded, words: list[_Word]) -> Iterator[_Plain]:
    """Yield neighbours with nothing but a joint between, unless a skill's name holds both."""
    folded, written = text.folded, text.written
    for (one, start, before, first), (other, after, end, second) in pairwise(words):
        if folded[before:after] in _JOINTS and not (first and second):
            yield f"{one} {other}", written[start:end], PAIR_WEIGHT


def _characters(text: Folded, start: int, end: int, named: bytearray) -> Iterator[_Plain]:
    """Yield single characters and pairs of neighbours; those too common break pairs."""
    common = stop_words()
    for at in range(start, end):
        if text.folded[at] in common:
            continue
        weight = PART_WEIGHT if named[at] else 1.0
        yield text.folded[at], text.written[at], CHARACTER_WEIGHT * weight
        pair = text.folded[at : at + 2]
        if at + 1 < end and pair[1] not in common:
            weight = weight if named[at + 1] else 1.0
            yield pair, text.written[at : at + 2], weight
