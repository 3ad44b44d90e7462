"""Cut text, English, Chinese or both, into the terms that ranking counts."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import compress, count
from operator import and_
from typing import NamedTuple

from matching.text.characters import characters_and_pairs
from matching.text.folding import Folded, fold, is_far_from_latin
from matching.text.masking import MASK, NO_MASKS, Masks
from matching.text.names import NEXT_TEXT, Cut, Mention, cut_at_words
from matching.text.skills import find_names
from matching.text.tokens import TERMS, cut_at_tokens

MAX_CHARACTERS = 200_000  # of one text; what is beyond is not read
MAX_MENTIONS = 12  # of a term in one field; more of them count nothing
PART_WEIGHT = 0.8  # of a word inside a skill's name, whose concept counts already
PAIR_WEIGHT = 0.5  # of two neighbouring words, which count by themselves already
CHARACTER_WEIGHT = 0.8  # of a single Chinese character; a pair counts 1
_JOINTS = frozenset({" ", "-", "/", ", "})
_LINK = re.compile(r"(?:https?://|www\.)[!-~]+")
# Begins where a word does and never steps back, so that no text makes it slow.
_ADDRESS = re.compile(r"(?<![!-?A-~])[!-?A-~]++@[a-z0-9-]++(?:\.[a-z0-9-]++)+")


class Token(NamedTuple):
    """A term, the words that stood for it first, and how much its mentions count together."""

    term: str
    surface: str
    weight: float


class Reading:
    """What was read of the texts of one field.

    Attributes:
        weights: how much the mentions of each term count together.
    """

    def __init__(self, text: Folded, words: Cut, most: int) -> None:
        self._text = text
        skills, occupations = find_names(text, words)
        self._mentions = [*skills, *occupations]
        self._tokens = cut_at_tokens(text.folded, words)
        self._terms = [*map(TERMS.__getitem__, self._tokens.parts[1::2])]
        self._inside = _inside(self._tokens, skills)
        concepts = [mention.concept for mention in self._mentions]
        self.weights = _weights(concepts, most) if concepts else {}
        self._weigh_words(most)
        if is_far_from_latin(text.folded):
            self._weigh_characters(skills, most)

    @cached_property
    def surfaces(self) -> dict[str, str]:
        """Return the words that stood first for each term, as written."""
        written, folded, ends = self._text.written, self._text.folded, self._tokens.ends
        found = {term: written[start:end] for term, start, end in reversed(self._mentions)}
        words = zip(self._terms, ends[::2], ends[1::2], strict=False)
        pairs = zip(self._pairs()[1:], ends[::2], ends[3::2], strict=False)
        for term, start, end in reversed([*words, *pairs]):
            found[term] = written[start:end]
        for term in self.weights.keys() - found.keys():
            start = folded.index(term)
            found[term] = written[start : start + len(term)]
        return found

    def _weigh_words(self, most: int) -> None:
        inside = [*compress(self._terms, self._inside)] if self._inside else ()
        self.weights |= _weights(self._terms, most, inside)
        if len(self._terms) > 1:
            self.weights |= _weights(self._pairs(), most, weight=PAIR_WEIGHT)

    def _weigh_characters(self, skills: list[Mention], most: int) -> None:
        folded = self._text.folded
        single, double = characters_and_pairs(folded)
        within = MASK.join(folded[start:end] for start, end in _joined(skills))
        single_within, double_within = characters_and_pairs(within)
        self.weights |= _weights([*single], most, single_within, weight=CHARACTER_WEIGHT)
        self.weights |= _weights(double, most, double_within)

    def _pairs(self) -> list[str]:
        """Return, for every word, the pair with the one before, or "".

        Only a joint stands between the two, and no name of a skill holds both.
        """
        terms, inside = self._terms, self._inside
        pairs, before = [], ""
        for term, behind in zip(terms, self._tokens.parts[2::2], strict=True):
            pairs.append(f"{before} {term}" if before and term else "")
            before = term if behind in _JOINTS else ""
        for place in compress(count(1), map(and_, inside, inside[1:])) if inside else ():
            pairs[place] = ""
        return pairs


def read(texts: Iterable[str], masks: Masks = NO_MASKS, most: int = MAX_MENTIONS) -> Reading:
    """Read some texts as one field; what the masks find is left out.

    Args:
        most: mentions of a term that count.
    """
    text = _as_one([fold(text[:MAX_CHARACTERS]) for text in texts])
    hidden = _without_addresses(text.folded)
    words = cut_at_words(hidden)
    if masks is not NO_MASKS:
        masked = masks.over(hidden, words.parts[1::2])
        if masked != hidden:
            hidden, words = masked, cut_at_words(masked)
    return Reading(text if hidden is text.folded else Folded(text.written, hidden), words, most)


def analyze(text: str, masks: Masks = NO_MASKS) -> list[Token]:
    """Return the terms of a text; what the masks find in its folded form is left out."""
    reading = read([text], masks)
    surfaces = reading.surfaces
    return [Token(term, surfaces[term], weight) for term, weight in reading.weights.items()]


def is_cut(text: str) -> bool:
    """Say whether a text is longer than what is read of it."""
    return len(text) > MAX_CHARACTERS


def _as_one(texts: list[Folded]) -> Folded:
    """Return texts as one; nothing is found across their ends."""
    if len(texts) == 1:
        return texts[0]
    return Folded(
        NEXT_TEXT.join([text.written for text in texts]),
        NEXT_TEXT.join([text.folded for text in texts]),
    )


def _without_addresses(folded: str) -> str:
    """Blank out links and addresses; the length stays."""
    if "://" in folded or "www." in folded:
        folded = _LINK.sub(_blank, folded)
    return _ADDRESS.sub(_blank, folded) if "@" in folded else folded


def _blank(found: re.Match[str]) -> str:
    return MASK * len(found[0])


def _inside(tokens: Cut, mentions: list[Mention]) -> bytearray:
    """Mark with 1 the tokens that lie inside a mention; mark nothing where there is none."""
    if not mentions:
        return bytearray()
    starts, ends = tokens.ends[::2], tokens.ends[1::2]
    inside = bytearray(len(ends))
    for _concept, start, end in mentions:
        first, behind = bisect_left(starts, start), bisect_right(ends, end)
        inside[first:behind] = b"\1" * (behind - first)
    return inside


def _joined(mentions: Iterable[Mention]) -> Iterator[tuple[int, int]]:
    """Yield the stretches that mentions cover; those that touch are one."""
    begun, reached = 0, 0
    for _concept, start, end in mentions:
        if start > reached:
            yield begun, reached
            begun = start
        reached = end
    yield begun, reached


def _weights(
    terms: list[str], most: int, inside: Sequence[str] = (), weight: float = 1.0
) -> dict[str, float]:
    """Weigh mentions; those inside names of skills by their share.

    Args:
        terms: one for each mention; "" counts nothing.
        most: mentions of a term that count.
        inside: those of them that are inside.
        weight: of one mention.
    """
    weights = dict.fromkeys(terms, weight)
    weights.pop("", None)
    if len(weights) + terms.count("") == len(terms):  # each once
        for term in filter(None, inside) if inside else ():
            weights[term] *= PART_WEIGHT
        return weights
    counts = Counter(filter(None, terms))
    weights = {term: weight * number for term, number in counts.items()}
    if max(counts.values(), default=0) > most:
        weights = {term: weight * min(number, most) for term, number in counts.items()}
    for term, number in Counter(filter(None, inside)).items():
        weights[term] *= 1.0 - (1.0 - PART_WEIGHT) * number / counts[term]
    return weights
