"""The docs tell the truth about the code."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_every_setting_stands_in_the_table_and_no_other() -> None:
    code = (ROOT / "marketplace" / "config.py").read_text(encoding="utf-8")
    table = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    read = set(re.findall(r'env\.\w+\("([A-Z_]+)"', code))
    told = set(re.findall(r"^\| `([A-Z_]+)` \|", table, flags=re.MULTILINE))
    assert read == told


def test_defaults_are_the_ones_in_the_table() -> None:
    code = (ROOT / "marketplace" / "config.py").read_text(encoding="utf-8")
    table = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    told = dict(re.findall(r"^\| `([A-Z_]+)` \| `([^`]*)`", table, flags=re.MULTILINE))
    read = dict(re.findall(r'env\.\w+\("([A-Z_]+)", "?([^",)]+)"?', code))
    for name, default in told.items():
        assert read[name].replace("_", "").lower() == default.replace("_", "").lower()
