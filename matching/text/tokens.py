"""Words of scripts that put spaces between them, and the terms they are counted as."""

import re

from matching.text.folding import PAIRED
from matching.text.names import Cut
from matching.text.stems import stem, stop_words

_REMEMBERED = 100_000  # words whose terms are kept at hand
# What belongs to a word though no letter: C++, C#, .NET, Node.js, Cas-9.
_SIGN = re.compile(r"\+\+|#|\.(?:js|net|io)|-[a-z]*[0-9]")


def _tokens(first: str, letter: str) -> re.Pattern[str]:
    site = r"\.(?:js|net|io)\b"
    return re.compile(
        rf"({first}{letter}*(?:\+\+|\#|{site}|-[a-z]*[0-9][a-z0-9]*)?"
        rf"|[0-9]{letter}*(?:{site})?|(?<![a-z0-9])\.net\b)"
    )


_FOREIGN_LETTER = re.compile(rf"[^\W_{PAIRED}]")
_PLAIN_TOKEN = _tokens("[a-z]", "[a-z0-9]")
_TOKEN = _tokens(rf"[^\W_0-9{PAIRED}]", rf"[^\W_{PAIRED}]")


def cut_at_tokens(folded: str, words: Cut) -> Cut:
    """Cut a folded text, known cut at its Latin words, at what stands for terms."""
    if not folded.isascii() and _FOREIGN_LETTER.search("".join(words.parts[::2])):
        parts = _TOKEN.split(folded)
    elif _SIGN.search(folded):
        parts = _PLAIN_TOKEN.split(folded)
    else:
        return words
    return Cut(parts)


class _Terms(dict[str, str]):
    """The terms of words, found when first asked for."""

    def __missing__(self, word: str) -> str:
        if len(self) >= _REMEMBERED:
            self.clear()
        self[word] = term = _term_of(word)
        return term


def _term_of(word: str) -> str:
    """A number or a single letter tells nothing; those that do are names of skills."""
    if not word.isalnum():
        return word
    tells = len(word) > 1 and not word.isdecimal() and word not in stop_words()
    return stem(word) if tells else ""


TERMS = _Terms()  # "" for a word that is not counted
