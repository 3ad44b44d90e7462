"""Read languages and levels as people write them."""

import re
from collections.abc import Mapping
from functools import cache

from marketplace.taxonomies.codes import taxonomy
from matching.codes import CEFR_LEVELS

_TAG = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}")
_CEFR = re.compile(r"(?<![a-z0-9])([abc][12])(?![a-z0-9])")
_HSK = re.compile(r"hsk\s*-?\s*(?:level\s*)?([1-9])(?!\d)")
_NATIVE = re.compile(r"native|mother tongue|first language|bilingual|母语")
_NOT_NATIVE = re.compile(r"near|non-native|almost|like|接近")
_OTHER_NAMES = {
    "mandarin": "zh",
    "mandarin chinese": "zh",
    "chinese (mandarin)": "zh",
    "putonghua": "zh",
    "普通话": "zh",
    "汉语": "zh",
    "国语": "zh",
    "中文": "zh",
    "chinese (cantonese)": "yue",
    "广东话": "yue",
    "英文": "en",
    "日文": "ja",
    "farsi": "fa",
    "norwegian": "nb",
    "castilian": "es",
}


def language_code(name: str) -> str | None:
    """Return the BCP 47 code of a language by its name or code."""
    folded = name.strip().casefold()
    if folded in _names():
        return _names()[folded]
    parent = folded.partition("-")[0]
    return name.strip() if _TAG.fullmatch(folded) and parent in _codes() else None


def language_level(words: str, language: str) -> str | None:
    """Return a level where the words name one of a scale; "fluent" names none."""
    folded = words.casefold()
    if language == "zh" and (found := _HSK.search(folded)):
        return f"HSK{found.group(1)}"
    if found := _CEFR.search(folded):
        level = found.group(1).upper()
        return level if level in CEFR_LEVELS else None
    return "native" if _NATIVE.search(folded) and not _NOT_NATIVE.search(folded) else None


@cache
def _codes() -> frozenset[str]:
    return frozenset(entry["code"].casefold() for entry in taxonomy("languages"))


@cache
def _names() -> Mapping[str, str]:
    names = {
        label.casefold(): entry["code"]
        for entry in taxonomy("languages")
        for label in entry["label"].values()
    }
    codes = {entry["code"].casefold(): entry["code"] for entry in taxonomy("languages")}
    return names | codes | _OTHER_NAMES
