"""Scripts without spaces between words: characters and pairs of neighbours are their terms."""

import re
from functools import cache
from operator import add

from matching.text.folding import PAIRED
from matching.text.stems import stop_words

CHARACTER_WEIGHT = 0.8  # of a single character; a pair counts 1
_RUN = re.compile(f"[{PAIRED}]+")
_BREAK = "\n"


def characters_and_pairs(folded: str) -> tuple[str, list[str]]:
    """Return characters, and pairs of neighbours; those too common are left out and break pairs."""
    runs = _RUN.findall(folded.translate(common()))
    pairs: list[str] = []
    for run in runs:
        pairs.extend(map(add, run, run[1:]))
    return "".join(runs), pairs


@cache
def common() -> dict[int, str]:
    """Return what turns characters too common to count into breaks."""
    return {ord(word): _BREAK for word in stop_words() if _RUN.fullmatch(word) and len(word) == 1}
