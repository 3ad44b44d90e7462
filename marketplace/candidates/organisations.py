"""The names of organisations, and the parts of them by which one is found."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path

import yaml

from matching.text.folding import HAN, fold

_WORDS = Path(__file__).with_name("name_words.yaml")
_SCRIPTS = re.compile(f"[{HAN}]+|[^{HAN}()]+")
_LATIN_WORD = re.compile(r"[^\W_]+")
_CHINESE_ENDING = re.compile(
    "大学|学院|科学院|研究院|研究所|实验室|医院|银行|集团|公司|科技|技术|研究中心|学校"
)
_ACRONYM_FROM = 3  # letters
_CHINESE_FROM = 2  # characters
_KEPT = 2_000  # organisations; many people name the same ones


@lru_cache(_KEPT)
def full_names(name: str) -> frozenset[str]:
    """Return a name, what stands before and in brackets and in each script, with and without form.

    Of a Chinese name also what ends within it: 北京大学 of 北京大学医学院.
    """
    return frozenset(_full_names(name))


@lru_cache(_KEPT)
def telling_names(name: str) -> frozenset[str]:
    """Return the runs of words that are this organisation's own, and the initials."""
    return frozenset(_telling_names(name))


@lru_cache(_KEPT)
def telling_words(name: str) -> frozenset[str]:
    """Return, as written, the single words of the runs of several: found only as names."""
    return frozenset(_telling_words(name))


def _full_names(name: str) -> Iterator[str]:
    written = fold(name).written
    for part in (written, *re.split(r"[()]", written), *_SCRIPTS.findall(written)):
        folded = fold(part).folded.strip(" .,;")
        yield from (folded, _without_form(folded))
        if _is_chinese(folded):
            for ending in _CHINESE_ENDING.finditer(folded):
                yield folded[: ending.end()]


def _telling_names(name: str) -> Iterator[str]:
    for part in _SCRIPTS.findall(fold(name).written):
        if _is_chinese(part):
            yield from _chinese_cores(fold(part).folded)
        else:
            yield from (fold(" ".join(run)).folded for run in _latin_runs(part))
            yield from _initials(part)


def _telling_words(name: str) -> Iterator[str]:
    for part in _SCRIPTS.findall(fold(name).written):
        if not _is_chinese(part):
            for run in _latin_runs(part):
                yield from run if len(run) > 1 else ()


def is_generic(name: str) -> bool:
    """Whether a folded name has no word of its own."""
    if _is_chinese(name):
        return not _chinese_generic().sub("", name)
    return all(word in _generic() or word in _places() for word in _LATIN_WORD.findall(name))


def _latin_runs(part: str) -> Iterator[list[str]]:
    """Yield neighbouring words that are neither generic nor places, as written."""
    words = _LATIN_WORD.findall(part)
    for is_own, run in groupby(words, key=lambda word: not is_generic(fold(word).folded)):
        if is_own:
            yield list(run)


def _initials(part: str) -> Iterator[str]:
    words = [word for word in _LATIN_WORD.findall(part) if fold(word).folded not in _legal_forms()]
    letters = "".join(word[0] for word in words if word[0].isupper() and not word.isupper())
    if len(letters) >= _ACRONYM_FROM:
        yield fold(letters).folded


def _chinese_cores(part: str) -> Iterator[str]:
    for core in _chinese_generic().split(part):
        if len(core) >= _CHINESE_FROM:
            yield core


def _without_form(folded: str) -> str:
    """Return a name without its legal form."""
    if _is_chinese(folded):
        return re.sub("(?:股份|有限责任|有限)*公司$|集团$", "", folded)
    words = [*_LATIN_WORD.finditer(folded)]
    while len(words) > 1 and words[-1][0] in _legal_forms():
        words.pop()
    return folded[: words[-1].end()] if words else folded


def _is_chinese(part: str) -> bool:
    return bool(re.match(f"[{HAN}]", part))


def _legal_forms() -> frozenset[str]:
    return _lists()["legal_en"]


def _generic() -> frozenset[str]:
    return _lists()["en"] | _legal_forms()


def _places() -> frozenset[str]:
    return _lists()["places_en"]


@cache
def _chinese_generic() -> re.Pattern[str]:
    words = sorted(_lists()["zh"] | _lists()["places_zh"], key=len, reverse=True)
    return re.compile("|".join(words))


@cache
def _lists() -> dict[str, frozenset[str]]:
    read: dict[str, list[str]] = yaml.load(_WORDS.read_text("utf-8"), Loader=yaml.CSafeLoader)
    return {
        name: frozenset(word for line in lines for word in line.split(", "))
        for name, lines in read.items()
    }
