"""In which language a text of users is written, so that it is read aloud and drawn as that."""

import re

from flask import Flask
from markupsafe import Markup

from marketplace.http.languages import asked_language

_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN_WORD = re.compile(r"[A-Za-z]+")


def content_lang(text: str | None) -> Markup:
    """Return the attribute that marks a text in another language than the page's, or nothing."""
    if not text:
        return Markup()
    # A Chinese sentence may name tools in Latin letters, so few signs make it Chinese.
    signs = len(_HAN.findall(text))
    is_chinese = signs > 0 and signs >= len(_LATIN_WORD.findall(text))
    tongue = "zh-Hans" if is_chinese else "en"
    return Markup() if tongue == asked_language() else Markup(' lang="{}"').format(tongue)


def install_tongues(app: Flask) -> None:
    """Let templates mark texts of users."""
    app.jinja_env.globals["content_lang"] = content_lang
