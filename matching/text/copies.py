"""Tell what one text took over from another, word by word."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from hashlib import blake2b

from matching.text.folding import HAN, Folded, fold

RUN = 8  # words in a row that two people hardly write alike; 16 Chinese characters
_MAX_CHARACTERS = 20_000  # of all texts of one side
_SCRIPTS = (
    (re.compile(r"[a-z0-9]+(?:['’+#.][a-z0-9+#]+)*"), RUN),
    (re.compile(f"[{HAN}]"), 2 * RUN),
)
_PER_WORD = (1, 2)  # matches of each script
_GONE = "|"  # stands for a letter that was left out: nothing joins across it
_BASE, _PRIME = 0x9E3779B97F4A7C15, (1 << 61) - 1

Runs = tuple[tuple[int, ...], ...]  # of each script every run of words, as a number


def copied_words(original: Iterable[str], copy: Iterable[str]) -> int:
    """Count the words of ``copy`` in runs of eight or more that ``original`` has too."""
    return shared_words(runs_of(original), runs_of(copy))


def runs_of(texts: Iterable[str]) -> Runs:
    """Return what of some texts is compared: they need not be kept for it."""
    folded = _folded(texts)
    return tuple(
        tuple(_runs([word for _text, _span, word in _words(folded, pattern)], run))
        for pattern, run in _SCRIPTS
    )


def without_copies(texts: Iterable[str], original: Runs) -> list[str]:
    """Return texts, as they are compared, without the words in runs that the original has too.

    What is beyond the characters that are compared stays out.
    """
    folded = _folded(texts)
    kept = [list(text.written) for text in folded]
    for (pattern, run), there in zip(_SCRIPTS, original, strict=True):
        words = [*_words(folded, pattern)]
        known = set(there)
        runs = _runs([word for _text, _span, word in words], run)
        for start in [place for place, number in enumerate(runs) if number in known]:
            for text, (begin, end), _word in words[start : start + run]:
                kept[text][begin:end] = [_GONE] * (end - begin)
    return ["".join(text) for text in kept]


def _folded(texts: Iterable[str]) -> list[Folded]:
    left, folded = _MAX_CHARACTERS, []
    for text in texts:
        folded.append(fold(text[:left]))
        left = max(0, left - len(text))
    return folded


def _words(
    texts: Sequence[Folded], pattern: re.Pattern[str]
) -> Iterator[tuple[int, tuple[int, int], str]]:
    """Yield the words of one script: which text, where in it, and the word."""
    for number, text in enumerate(texts):
        for found in pattern.finditer(text.folded):
            yield number, found.span(), found[0]


def shared_words(original: Runs, copy: Runs) -> int:
    """Count as ``copied_words`` does."""
    return sum(
        _covered(set(there), here, run) // per_word
        for there, here, (_, run), per_word in zip(original, copy, _SCRIPTS, _PER_WORD, strict=True)
        if there and here
    )


def _covered(known: set[int], here: tuple[int, ...], run: int) -> int:
    """Count the words that the known runs cover."""
    if known.isdisjoint(here):
        return 0
    covered = 0
    end = 0  # of what is counted already
    for start, words in enumerate(here):
        if words in known:
            covered += start + run - max(start, end)
            end = start + run
    return covered


def _runs(words: list[str], length: int) -> Iterator[int]:
    """Yield a number for each run: one polynomial of its words, rolled along (Rabin and Karp)."""
    numbers = [_number(word) for word in words]
    outgoing = pow(_BASE, length, _PRIME)
    rolled = 0
    for place, number in enumerate(numbers):
        rolled = (rolled * _BASE + number) % _PRIME
        if place >= length:
            rolled = (rolled - numbers[place - length] * outgoing) % _PRIME
        if place >= length - 1:
            yield rolled


@lru_cache(maxsize=100_000)
def _number(word: str) -> int:
    return int.from_bytes(blake2b(word.encode(), digest_size=7).digest())
