"""Shared terms as the longest words that somebody wrote, which take in their parts."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from matching.text.folding import HAN

KEPT = 20_000  # words as they are compared: texts have the same ones again
_HAN_RUN = re.compile(f"[{HAN}]+")
_PAIR = re.compile(f"[{HAN}]{{2}}")
_SINGLE = re.compile(f"[{HAN}]")
_JOINTS = re.compile(r"[\s/,-]+")


class Phrase(NamedTuple):
    """Words as written, and what their terms add to the score."""

    words: str
    contribution: float


def phrases_of(shared: Iterable[tuple[str, float]], texts: Iterable[str]) -> list[Phrase]:
    """Return shared terms as phrases, strongest first, ties by words.

    A term inside a longer one counts with it. Neighbouring Chinese characters are joined where a
    text has them in a row; one that stands alone in all texts is no word and is left out.

    Args:
        shared: terms as written, each with what it adds.
        texts: where they were written.
    """
    parts = list(shared)
    written = {words for words, _ in parts if len(words) > 1 or not _SINGLE.match(words)}
    pairs = {words for words in written if len(words) == len("汉字") and _PAIR.match(words)}
    if pairs:
        written |= {stretch for text in texts for stretch in _stretches(text, pairs)}
    longest = list(_unheld(written))
    sums: dict[str, float] = {}
    for words, adds in parts:
        form = _compared(words)
        holder = next((whole for longer, whole in longest if _holds(longer, form)), None)
        if holder is not None:
            sums[holder] = sums.get(holder, 0.0) + adds
    told = (Phrase(words, adds) for words, adds in sums.items())
    return sorted(told, key=lambda each: (-each.contribution, each.words))


def _stretches(text: str, pairs: set[str]) -> Iterator[str]:
    """Yield the longest stretches of a text whose neighbours are all shared."""
    for run in _HAN_RUN.findall(text):
        begun = 0
        for place, (one, other) in enumerate(pairwise(run), start=1):
            if one + other not in pairs:
                if place - begun > 1:
                    yield run[begun:place]
                begun = place
        if len(run) - begun > 1:
            yield run[begun:]


def _unheld(written: set[str]) -> Iterator[tuple[str, str]]:
    """Yield the words that no longer ones hold, longest first, each with its compared form."""
    compared = dict(sorted((_compared(words), words) for words in written))
    kept: list[str] = []
    for form in sorted(compared, key=lambda form: (-len(form), form)):
        if not any(_holds(longer, form) for longer in kept):
            kept.append(form)
            yield form, compared[form]


@lru_cache(KEPT)
def _compared(words: str) -> str:
    """Return words as they are compared: those with gaps between them stand between gaps."""
    folded = _JOINTS.sub(" ", words.casefold()).strip()
    return folded if _HAN_RUN.search(folded) else f" {folded} "


def _holds(longer: str, form: str) -> bool:
    return form in longer or form.strip() == longer.strip()
