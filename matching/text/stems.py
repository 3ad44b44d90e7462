"""English stems, and the words too common to count."""

import threading
from functools import cache, lru_cache
from pathlib import Path

import Stemmer

_STOP_WORDS = Path(__file__).with_name("stopwords.txt")
_REMEMBERED = 50_000  # words
_own = threading.local()  # a stemmer keeps state, so each thread has its own


@lru_cache(maxsize=_REMEMBERED)
def stem(word: str) -> str:
    """Return the Snowball stem of a lower-case English word; other words come back as they are."""
    if not word.isascii():
        return word
    if not hasattr(_own, "stemmer"):
        _own.stemmer = Stemmer.Stemmer("english")
    return str(_own.stemmer.stemWord(word))


@cache
def stop_words() -> frozenset[str]:
    """Return the words that the analyzer drops."""
    lines = _STOP_WORDS.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
