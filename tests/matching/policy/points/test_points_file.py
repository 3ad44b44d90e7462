from collections.abc import Callable
from pathlib import Path

import pytest

from matching.policy.points.chinese import TABLE, read_table
from matching.policy.reading import PackError, read_yaml

PUBLISHED = 'tier: 1, copy: true, kind: ministry-table, title: "积分要素计分赋值表（暂行）"'
SALARY = "max: 20\n        bands: [{lt: 5"
CHANGES: dict[str, tuple[str, str, str]] = {
    "30 points for salary": ("{ge: 45, points: 20}", "{ge: 45, points: 30}", "not 20"),
    "a maximum of 30 for salary": (SALARY, SALARY.replace("20", "30"), "not 30"),
    "86 points, says a web page": (PUBLISHED, 'tier: 5, kind: page, title: "86+"', "tier 5"),
    "a threshold out of reach": ("A: {value: 85", "A: {value: 121", "cannot be reached"),
    "factors that do not add up": ("maximum: 120", "maximum: 130", "not 130"),
    "bands with a gap": ("{ge: 7, lt: 15", "{ge: 8, lt: 15", "do not touch"),
    "bands that overlap": ("{ge: 7, lt: 15", "{ge: 6, lt: 15", "do not touch"),
    "an empty band": ("{ge: 7, lt: 15", "{ge: 7, lt: 7", "empty"),
    "bands that end": ("{ge: 45, points", "{ge: 45, lt: 90, points", "leave numbers out"),
    "a word that nobody can answer": ("hsk4: 8", "hsk9: 8", "cannot be answered"),
    "a scale of another kind": ("granted: [0, 10]", "words: {yes: 10}", "does not fit"),
    "two scales": ("granted: [0, 10]", "granted: [0, 10], words: {yes: 10}", "2 of"),
    "a factor left out": ("      local_bonus: {max: 10, granted: [0, 10]}\n", "", "is missing"),
    "a source that nobody named": ("cite: TRIAL", "cite: RUMOUR", "no source"),
    "bounds upside down": ("whole: [0, 120]", "whole: [120, 0]", "no bounds"),
    "one who cannot know": ("known_by: authority", "known_by: oracle", "no one who knows"),
    "a language left out": (', zh-Hans: "年龄多少周岁？"', "", "`zh-Hans` is missing"),
}


def broken(tmp_path: Path, change: Callable[[str], str]) -> Path:
    text = TABLE.read_text(encoding="utf-8")
    changed = change(text)
    assert changed != text
    path = tmp_path / "points.yaml"
    path.write_text(changed, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", CHANGES)
def test_a_wrong_table_is_refused_with_its_place(tmp_path: Path, name: str) -> None:
    old, new, told = CHANGES[name]
    path = broken(tmp_path, lambda text: text.replace(old, new, 1))
    with pytest.raises(PackError, match=r"points\.yaml:\d+: .* Remedy: .") as caught:
        read_table(read_yaml(path))
    assert told in str(caught.value)


def test_a_table_with_salary_30_throughout_is_refused(tmp_path: Path) -> None:
    def inflated(text: str) -> str:
        return text.replace("{ge: 45, points: 20}", "{ge: 45, points: 30}").replace(
            "max: 20\n        bands", "max: 30\n        bands"
        )

    with pytest.raises(PackError, match="the factors give 130 points, not 120"):
        read_table(read_yaml(broken(tmp_path, inflated)))


def test_two_editions_on_a_day_must_say_that_nobody_knows(tmp_path: Path) -> None:
    def sure(text: str) -> str:
        start = text.index("    unverified:")
        return text[:start] + text[text.index("    factors:") :]

    with pytest.raises(PackError, match="two editions on 2017-04-01"):
        read_table(read_yaml(broken(tmp_path, sure)))
