"""Read degrees and years of experience out of text, only where the text is clear."""

import re
from collections.abc import Iterable

from matching.codes import DEGREE_LEVELS

_CHINESE_LEVELS = {
    "博士": "doctor",
    "硕士": "master",
    "研究生": "master",
    "本科": "bachelor",
    "学士": "bachelor",
    "大专": "associate",
    "专科": "associate",
    "高中": "secondary",
    "中专": "secondary",
}
_CHINESE_NUMBERS = {word: number for number, word in enumerate("一二三四五六七八九十", 1)} | {
    "两": 2
}
_LEVEL_WORDS = (
    ("doctor", r"ph\.?\s?d\b|doctorate|doctoral|doctor of", ""),
    (
        "master",
        r"master['’]?s\b|master (?:degree|of|in|or)\b|\bmba\b",
        r"m\.?sc|m\.?s|m\.?a|m\.?eng",
    ),
    ("bachelor", r"bachelor|undergraduate degree", r"b\.?sc|b\.?s|b\.?a|b\.?eng|b\.?tech"),
    ("associate", r"associate['’]?s? (?:degree|of)|foundation degree", ""),
    ("secondary", r"high[- ]school|secondary school|\bged\b|abitur|baccalaureate", ""),
)
_NAMED = tuple(
    (level, re.compile(rf"{words}|\b(?:{short})\b" if short else words))
    for level, words, short in _LEVEL_WORDS
)
# In running text "MS" is as often a maker of software, so there a degree must follow.
_MENTIONED = tuple(
    (
        level,
        re.compile(rf"{words}|\b(?:{short})\b\.?(?=\s?/|\s(?:degree|in|or)\b)" if short else words),
    )
    for level, words, short in _LEVEL_WORDS
)
_BARE = {"master": "master", "doctor": "doctor", "dr": "doctor", "associate": "associate"}
_CLAUSES = re.compile(r"[\n;；。•·]|\.\s|\s-\s")
_SOFT = re.compile(
    r"prefer|\bplus\b|desir|nice to have|advantage|ideal|bonus|equivalent|pursuing|enrolled|student"
    r"|or (?:\w+ ){0,3}experience|\bteams?\b|\bour\b|\bwe\b|\bmay\b"
    r"|优先|更佳|为佳|最好|加分|或同等|可降低"
)
_ASKS_DEGREE = re.compile(
    r"degrees?\b|require|must|minimum|at least|\b(?:ph\.?d|bachelor['’]?s?|master['’]?s?|b\.?sc?"
    r"|m\.?sc?)\.? in\b|diploma"
)
_WORDS = "|".join(_CHINESE_LEVELS)
_CHINESE_DEGREE = re.compile(
    rf"({_WORDS})(?:学历|学位|研究生)?(?:及其?以上|或以上|以上|起)(?![:：])"
    rf"|(?:最低学历|学历要求|学历)[:： ]\s*({_WORDS})"
)
_YEARS_ZH = r"(?<![\d.])(\d{1,2}|[一二两三四五六七八九十])"
_CHINESE_EXPERIENCE = re.compile(
    rf"{_YEARS_ZH}\s*(?:[-~—至到]\s*\d{{1,2}}\s*)?年(?!级|度|龄|假)(?P<more>(?:及|或|\s)*以上)?"
    rf"[^。；;，,\n]{{0,24}}?(?:经验|经历|从业)"
    rf"|(?:经验|经历)[^。；;，,\n]{{0,8}}?{_YEARS_ZH}\s*年(?:及|或)?以上"
)
_YEARS_EN = re.compile(
    r"(?<![\d.$])(\d{1,2})\s*(?:\+|plus|or more)?\s*(?:(?:-|–|—|to)\s*\d{1,2}\s*\+?\s*)?[- ]?"
    r"(?:years?|yrs?)\b(?! old)"
)
_LONGEST = 15  # years; more is the age of a company


def degree_level(text: str) -> str | None:
    """Return the level of one degree by its name, the lowest of several."""
    folded = text.casefold()
    if folded.strip(" .") in _BARE:
        return _BARE[folded.strip(" .")]
    found = [level for level, words in _NAMED if words.search(folded)]
    found += [level for word, level in _CHINESE_LEVELS.items() if word in folded]
    return _lowest(found)


def degree_asked(text: str) -> str | None:
    """Return the least degree that a posting asks for; None where clauses differ or are soft."""
    asked = {level for clause in _clauses(text) for level in _asked_in(clause)}
    return asked.pop() if len(asked) == 1 else None


def _asked_in(clause: str) -> Iterable[str]:
    """Yield the least degree that one firm clause asks for."""
    level = _lowest(_CHINESE_LEVELS[a or b] for a, b in _CHINESE_DEGREE.findall(clause))
    if level is None and _ASKS_DEGREE.search(clause):
        level = _lowest(found for found, words in _MENTIONED if words.search(clause))
    if level is not None:
        yield level


def years_asked(text: str) -> int | None:
    """Return the least years of experience that a posting surely asks for."""
    asked = [years for clause in _clauses(text) for years in _years_in(clause)]
    return min(asked, default=None)


def _years_in(clause: str) -> Iterable[int]:
    for found in _CHINESE_EXPERIENCE.finditer(clause):
        word = found.group(1) or found.group(3)
        yield _CHINESE_NUMBERS.get(word) or int(word)
    if "experience" in clause:
        for found in _YEARS_EN.finditer(clause):
            if int(found.group(1)) <= _LONGEST:
                yield int(found.group(1))


def _clauses(text: str) -> Iterable[str]:
    """Yield the clauses that ask firmly."""
    for clause in _CLAUSES.split(re.sub(r"\([^()]{0,200}\)", " ", text).casefold()):
        for part in (
            re.split(r"[，,]", clause) if re.search(r"[\u4e00-\u9fff]", clause) else [clause]
        ):
            if not _SOFT.search(part):
                yield part


def _lowest(levels: Iterable[str]) -> str | None:
    return min(levels, key=DEGREE_LEVELS.index, default=None)
