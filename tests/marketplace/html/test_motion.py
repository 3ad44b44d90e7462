"""Nothing moves for who prefers less motion."""

import re
from pathlib import Path

import marketplace

STATIC = Path(marketplace.__file__).parent / "static"
CALM = re.compile(
    r"@media \(prefers-reduced-motion: no-preference\) \{(?:[^{}]|\{[^{}]*\})*\}", re.DOTALL
)
MOVING = re.compile(r"\b(?:transition|animation|scroll-behavior)\b[^:]*:")


def test_what_moves_is_for_who_has_nothing_against_it() -> None:
    sheets = {path.name: path.read_text("utf-8") for path in STATIC.glob("*.css")}
    assert any(MOVING.search(sheet) for sheet in sheets.values())
    for name, sheet in sheets.items():
        assert MOVING.findall(CALM.sub("", sheet)) == [], name
