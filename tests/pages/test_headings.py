"""How headings break into lines."""

import pytest
from playwright.sync_api import ViewportSize

from tests.pages.conftest import Open

LINES = """heading => {
  const text = document.createTreeWalker(heading, NodeFilter.SHOW_TEXT).nextNode();
  const lines = [];
  let before = null;
  for (let at = 0; at < text.length; at += 1) {
    const range = document.createRange();
    range.setStart(text, at); range.setEnd(text, at + 1);
    const {top, width} = range.getBoundingClientRect();
    if (!width) continue;
    if (before === null || top > before + 4) lines.push("");
    before = top;
    lines[lines.length - 1] += text.data[at];
  }
  return lines;
}"""


@pytest.mark.parametrize("width", [320, 360, 390, 768, 1440])
def test_no_line_of_the_front_heading_breaks_badly(open_page: Open, width: int) -> None:
    page = open_page(viewport=ViewportSize(width=width, height=800), language="zh-CN")
    page.goto("/")
    lines = page.locator("main h1").evaluate(LINES)
    assert len(lines) > 1 or width > 1_000
    assert not any(line.startswith(("，", "。", "、")) for line in lines), lines
    assert not any(line.endswith("K") for line in lines), lines
