"""Turn HTML into plain text that keeps its lines and list items."""

import html
import re

import nh3

from marketplace.imports.findings import without_blank_runs

_TAGS = (
    "a|article|b|blockquote|body|br|code|div|em|font|h[1-6]|head|hr|html|i|img|li|link|meta|ol|p|pre"
    "|script|section|small|span|strong|style|sub|sup|table|tbody|td|th|thead|title|tr|u|ul|iframe"
)
_MARKUP = re.compile(rf"</?(?:{_TAGS})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_ESCAPED = re.compile(rf"&lt;/?(?:{_TAGS})\b", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:amp|lt|gt|quot|nbsp|bull|middot|ndash|mdash|[lr][sd]quo|#\d{1,6});")
_ITEM = re.compile(r"<li(?:\s[^<>]*)?>", re.IGNORECASE)
_NEXT_ITEM = re.compile(r"\n\n- ")
_BREAK = re.compile(
    r"<(?:br|hr)(?:\s[^<>]*)?/?>|</?(?:p|div|ul|ol|h[1-6]|tr|table|section|article)(?:\s[^<>]*)?>",
    re.IGNORECASE,
)


def plain_text(text: str) -> str:
    """Return text without markup; text that holds none comes back as it is."""
    if _ESCAPED.search(text):
        text = html.unescape(text)
    if _MARKUP.search(text):
        text = _ITEM.sub("\n- ", _BREAK.sub("\n", text))
        text = html.unescape(nh3.clean(text, tags=set()))
        return _NEXT_ITEM.sub("\n- ", without_blank_runs(text.replace("\xa0", " ")))
    if _ENTITY.search(text):
        text = html.unescape(text)
    return text.replace("\xa0", " ").strip()
