"""In which language a text of users is written, so that it is read aloud and drawn as that."""

import re
from collections.abc import Callable

from markupsafe import Markup

from matching.policy.pack import Language

TELLING = 200  # characters; what comes behind them is of the same language
MARKS = {"en": Markup(' lang="en"'), "zh-Hans": Markup(' lang="zh-Hans"')}
_NOTHING = Markup()
_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN_WORD = re.compile(r"[A-Za-z]+")


def marks_in(language: Language) -> Callable[[str | None], Markup]:
    """Return what gives the attribute that marks a text in another language than a page's."""

    def content_lang(text: str | None) -> Markup:
        if not text:
            return _NOTHING
        tongue = tongue_of(text)
        return _NOTHING if tongue == language else MARKS[tongue]

    return content_lang


def tongue_of(text: str) -> Language:
    """Return the language in which a text is written."""
    told = text[:TELLING]
    # A Chinese sentence may name tools in Latin letters, so few signs make it Chinese.
    signs = 0 if told.isascii() else len(_HAN.findall(told))
    is_chinese = signs > 0 and signs >= len(_LATIN_WORD.findall(told))
    return "zh-Hans" if is_chinese else "en"
