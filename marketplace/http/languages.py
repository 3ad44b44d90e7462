"""The language of an answer: English or Simplified Chinese (RFC 9110, Accept-Language)."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final

from flask import Response, g, request

from matching.policy.pack import Language

_TAGS: Final[Mapping[str, Language]] = {
    "en": "en",
    "zh-Hans": "zh-Hans",
    "zh-CN": "zh-Hans",
    "zh-Hans-CN": "zh-Hans",
    "zh-SG": "zh-Hans",
    "zh": "zh-Hans",  # and whoever asks for traditional characters reads these sooner than English
}


LANGUAGE_COOKIE = "language"  # what a page was last asked for; programs have none


def named_language() -> Language | None:
    """Return the language that the address names."""
    return _TAGS.get(request.args.get("lang", ""))


def asked_language() -> Language:
    """Return the language that the request asks for: by its address, its cookie or its header."""
    if "language" not in g:
        chosen = named_language() or _TAGS.get(request.cookies.get(LANGUAGE_COOKIE, ""))
        g.language = chosen or _accepted()
    found: Language = g.language
    return found


def language_of_programs() -> Language:
    """Return, and answer in, what the address or the header asks for: the cookie is for pages."""
    found: Language = named_language() or _accepted()
    g.language = found
    return found


def _accepted() -> Language:
    return _TAGS[request.accept_languages.best_match(list(_TAGS), "en")]


@contextmanager
def answering_in(told: str | None) -> Iterator[None]:
    """Say everything in a language for as long as the block lasts; null: in the request's."""
    before = asked_language()
    g.language = _TAGS.get(told or "", before)
    try:
        yield
    finally:
        g.language = before


def say_language(response: Response) -> None:
    """Name the language of an answer that has one, and that another would have another."""
    if "language" in g:
        response.headers["Content-Language"] = g.language
        response.vary.add("Accept-Language")
