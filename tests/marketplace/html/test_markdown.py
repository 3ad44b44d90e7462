from html.parser import HTMLParser

import pytest

from marketplace.html.markdown import TAGS, markdown


class Reader(HTMLParser):
    """Notes the elements of a text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += attrs


def test_what_markdown_is_for_is_shown() -> None:
    shown = markdown("# Duties\n\nYou **lead**:\n\n- one\n- two\n\n[our site](https://a.example)")
    assert "<h3>Duties</h3>" in shown
    assert "<strong>lead</strong>" in shown
    assert "<li>one</li>" in shown
    assert '<a href="https://a.example" rel="nofollow ugc noreferrer">our site</a>' in shown


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](data:text/html,x)",
        "![x](https://elsewhere.example/pixel.png)",
        '<a href="https://a.example" onclick="x()" style="color:red">x</a>',
        "<iframe src=//elsewhere.example></iframe>",
        "```\n</code></pre><svg onload=alert(1)>\n```",
        "[x](//elsewhere.example 'a\"onmouseover=alert(1)')",
    ],
)
def test_what_could_harm_is_text(text: str) -> None:
    found = Reader(markdown(text))
    assert found.tags <= TAGS
    for name, value in found.attributes:
        assert name in {"href", "rel", "title"}
        assert name != "href" or (value or "").startswith(("https://", "//"))


def test_nothing_is_nothing() -> None:
    assert markdown(None) == ""
