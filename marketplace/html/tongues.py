"""In which language a text of users is written, so that it is read aloud and drawn as that."""

import re

from flask import Flask
from markupsafe import Markup

from marketplace.http.languages import asked_language

TELLING = 200  # characters; what comes behind them is of the same language
MARKS = {"en": Markup(' lang="en"'), "zh-Hans": Markup(' lang="zh-Hans"')}
_NOTHING = Markup()
_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN_WORD = re.compile(r"[A-Za-z]+")


def content_lang(text: str | None) -> Markup:
    """Return the attribute that marks a text in another language than the page's, or nothing."""
    if not text:
        return _NOTHING
    tongue = tongue_of(text)
    return _NOTHING if tongue == asked_language() else MARKS[tongue]


def tongue_of(text: str) -> str:
    """Return the language in which a text is written."""
    told = text[:TELLING]
    # A Chinese sentence may name tools in Latin letters, so few signs make it Chinese.
    signs = 0 if told.isascii() else len(_HAN.findall(told))
    is_chinese = signs > 0 and signs >= len(_LATIN_WORD.findall(told))
    return "zh-Hans" if is_chinese else "en"


def install_tongues(app: Flask) -> None:
    """Let templates mark texts of users."""
    app.jinja_env.globals["content_lang"] = content_lang
