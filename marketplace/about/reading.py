"""The texts of the service about itself, in one language."""

from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import yaml
from jinja2.utils import urlize
from markupsafe import Markup

Page = Mapping[str, Any]  # title, lead, parts: heading and texts


@cache
def texts() -> Mapping[str, Mapping[str, Page]]:
    """Return all pages by name and language."""
    text = files("marketplace.about").joinpath("texts.yaml").read_text(encoding="utf-8")
    loaded: Mapping[str, Mapping[str, Page]] = yaml.safe_load(text)
    return loaded


@lru_cache(maxsize=100)
def page_text(name: str, language: str, **settings: str) -> Page:
    """Return a page with the operator's settings put in, and links where addresses stand."""
    page = texts()[name][language]
    return {
        "title": page["title"],
        "lead": page["lead"].format(**settings),
        "parts": [
            {
                "heading": part["heading"],
                "text": [_linked(line.format(**settings)) for line in part["text"]],
            }
            for part in page["parts"]
        ],
    }


def _linked(line: str) -> Markup:
    return Markup(urlize(line, rel="noopener"))  # noqa: S704 - it escapes all else
