"""Texts of users as HTML: Markdown, of which an allow-list lets through what is harmless."""

from collections.abc import MutableMapping, Sequence
from functools import lru_cache
from typing import Final

import nh3
from flask import Flask
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict
from markupsafe import Markup

TAGS: Final = frozenset(
    {"p", "br", "strong", "em", "ul", "ol", "li", "blockquote", "code", "pre", "h3", "hr", "a"}
)
KEPT = 1_000  # texts, of postings that are looked at again and again
HEADING = "h3"  # whatever its level: a text must not break the outline of its page


def _make() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "breaks": True}).disable("image")
    for part in ("heading_open", "heading_close"):
        parser.add_render_rule(part, _heading)
    return parser


def _heading(
    renderer: RendererHTML,
    tokens: Sequence[Token],
    place: int,
    options: OptionsDict,
    env: MutableMapping[str, object],
) -> str:
    tokens[place].tag = HEADING
    return str(renderer.renderToken(tokens, place, options, env))


_PARSER = _make()


@lru_cache(KEPT)
def markdown(text: str | None) -> Markup:
    """Return a text of a user as HTML that cannot harm."""
    written = _PARSER.render(text or "")
    clean = nh3.clean(
        written,
        tags=set(TAGS),
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow ugc noreferrer",
    )
    return Markup(clean)  # noqa: S704 - nh3 has cleaned it


def install_markdown(app: Flask) -> None:
    """Give templates the filter."""
    app.jinja_env.filters["markdown"] = markdown
