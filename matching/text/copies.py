"""Tell what one text took over from another, word by word."""

import re
from collections.abc import Iterable

from matching.text.folding import HAN, fold

RUN = 8  # words in a row that two people hardly write alike; 16 Chinese characters
_MAX_CHARACTERS = 20_000  # of all texts of one side
_SCRIPTS = (
    (re.compile(r"[a-z0-9]+(?:['’+#.][a-z0-9+#]+)*"), RUN),
    (re.compile(f"[{HAN}]"), 2 * RUN),
)
_PER_WORD = (1, 2)  # matches of each script


def copied_words(original: Iterable[str], copy: Iterable[str]) -> int:
    """Count the words of ``copy`` in runs of eight or more that ``original`` has too."""
    there, here = _joined(original), _joined(copy)
    return sum(
        _in_shared_runs(pattern.findall(there), pattern.findall(here), run) // per_word
        for (pattern, run), per_word in zip(_SCRIPTS, _PER_WORD, strict=True)
    )


def _joined(texts: Iterable[str]) -> str:
    return fold("\n".join(texts)[:_MAX_CHARACTERS]).folded


def _in_shared_runs(there: list[str], here: list[str], run: int) -> int:
    """Count the words of ``here`` that a run of ``there`` covers."""
    known = set(_runs(there, run))
    covered = 0
    end = 0  # of what is counted already
    for start, words in enumerate(_runs(here, run)):
        if words in known:
            covered += start + run - max(start, end)
            end = start + run
    return covered


def _runs(words: list[str], length: int) -> Iterable[tuple[str, ...]]:
    return zip(*(words[first:] for first in range(length)), strict=False)
