"""Guess the language of a text from its letters."""

import re

from matching.text.folding import HAN

_HAN = re.compile(f"[{HAN}]")
_KANA_OR_HANGUL = re.compile("[\u3040-\u30ff\uac00-\ud7af]")
_LATIN_WORD = re.compile("[A-Za-z\u00c0-\u024f]+")
_OTHER_WORD = re.compile(r"[^\W\d_a-zA-Z\u00c0-\u024f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")


def language_of(text: str) -> str | None:
    """Return ``"en"``, ``"zh-Hans"`` (any Chinese) or None where neither leads."""
    han, kana = len(_HAN.findall(text)), len(_KANA_OR_HANGUL.findall(text))
    latin, other = len(_LATIN_WORD.findall(text)), len(_OTHER_WORD.findall(text))
    if max(han, latin) <= max(kana, other):
        return None
    # A Chinese word has about two characters.
    return "zh-Hans" if han / 2 >= latin else "en"
