"""Discriminatory wording in a posting and its questions: which ground, in which words.

The patterns are data (wording.yaml). None of them repeats without a bound, so a search takes time
linear in the length of the text.
"""

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import yaml

FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
LOWER_CASE = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
FULL_WIDTH_LOWER_CASE = {code: code - 0xFEE0 + 32 for code in range(0xFF21, 0xFF3B)}
PUNCTUATION = str.maketrans("\u3000\u00a0’‘–—―−～", "  ''----~")
INVISIBLE = dict.fromkeys([0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF])
BLANK = r"(?:[\s-]{1,3})"
ENGLISH_WORDS = r"(?<![a-z0-9])(?:%s)(?![a-z0-9]|-[a-z]|'s)"
KEPT = 5_000  # texts
REPLACED = re.compile(r"<(\w+)>")


class Finding(NamedTuple):
    """Words of a posting that single people out, and the ground on which they do."""

    ground: str  # as wording.yaml names them: sex, age …
    quote: str  # as written


class Wording(NamedTuple):
    """The compiled patterns, over text that ``normalise`` has seen."""

    signs: dict[int, int]
    allowed: re.Pattern[str]
    grounds: dict[str, re.Pattern[str]]

    def normalise(self, text: str) -> str:
        """Fold case, width and script; every character keeps its place."""
        return text.translate(self.signs)


def discriminatory_wording(*texts: str) -> list[Finding]:
    """Find wording about sex, age, ethnicity, religion, marriage and fertility, each once."""
    return list(dict.fromkeys(finding for text in texts for finding in _findings(text)))


def discriminatory_asking(text: str) -> list[Finding]:
    """Find what a question may not ask about, beside the wording that no text may use."""
    said = {finding.ground for finding in _findings(text)}
    asked = dict.fromkeys(_findings(text, "questions"))
    return [finding for finding in asked if finding.ground not in said]


@lru_cache(KEPT)
def _findings(text: str, part: str = "texts") -> tuple[Finding, ...]:
    """Read a text; every page of a role asks for what was read when it was written."""
    wording = load_wording(part)
    visible = text.translate(INVISIBLE)
    searched = wording.allowed.sub(_blot_out, wording.normalise(visible))
    return tuple(
        Finding(ground, visible[match.start() : match.end()].strip())
        for ground, pattern in wording.grounds.items()
        for match in pattern.finditer(searched)
    )


def _blot_out(match: re.Match[str]) -> str:
    return "\0" * (match.end() - match.start())


@cache
def load_wording(part: str = "texts") -> Wording:
    """Read and compile the patterns of a part, ``texts`` or ``questions``, once per process."""
    source = yaml.safe_load(Path(__file__).with_name("wording.yaml").read_text("utf-8"))
    words, lists = source["words"], source["parts"][part]
    return Wording(
        signs=_signs(source["traditional"]),
        allowed=_compile(lists["allowed"], words),
        grounds={ground: _compile(each, words) for ground, each in lists["grounds"].items()},
    )


def _signs(traditional: dict[str, str]) -> dict[int, int]:
    script = {ord(sign): ord(simplified) for sign, simplified in traditional.items()}
    return FULL_WIDTH | LOWER_CASE | FULL_WIDTH_LOWER_CASE | PUNCTUATION | script


def _compile(patterns: dict[str, list[str]], words: dict[str, str]) -> re.Pattern[str]:
    english = ENGLISH_WORDS % "|".join(_spelled_out(text, words) for text in patterns["en"])
    chinese = "|".join(_spelled_out(text, words, blank=" ") for text in patterns["zh"])
    return re.compile(f"{english}|{chinese}")


def _spelled_out(pattern: str, words: dict[str, str], *, blank: str = BLANK) -> str:
    whole = REPLACED.sub(lambda name: f"(?:{words[name[1]]})", pattern)
    return whole.replace(" ", blank)
