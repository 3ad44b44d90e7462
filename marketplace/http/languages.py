"""The language of an answer: English or Simplified Chinese (RFC 9110, Accept-Language)."""

from collections.abc import Mapping
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


def asked_language() -> Language:
    """Return the language that the request asks for; of a page its ``?lang=`` comes first."""
    named = _TAGS.get(request.args.get("lang", ""))
    best = request.accept_languages.best_match(list(_TAGS), "en")
    language = named or _TAGS[best]
    g.language = language
    return language


def say_language(response: Response) -> Response:
    """Name the language of an answer that has one, and that another would have another."""
    if "language" in g:
        response.headers["Content-Language"] = g.language
        response.vary.add("Accept-Language")
    return response
