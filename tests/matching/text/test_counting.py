"""What is counted, against the rules told one character at a time."""

import re
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.text.analyzer import MAX_MENTIONS, PAIR_WEIGHT, PART_WEIGHT, analyze, read
from matching.text.characters import CHARACTER_WEIGHT
from matching.text.folding import PAIRED, fold
from matching.text.skills import find_names
from matching.text.stems import stem, stop_words

LETTER, FIRST = rf"[^\W_{PAIRED}]", rf"[^\W0-9_{PAIRED}]"
TOKEN = re.compile(
    rf"(?P<paired>[{PAIRED}]+)"
    rf"|(?P<technical>{FIRST}{LETTER}*(?:\+\+|\#)|(?<![a-z0-9])\.net\b|{LETTER}+\.(?:js|net|io)\b"
    rf"|{FIRST}{LETTER}*-[a-z]*[0-9][a-z0-9]*)"
    rf"|(?P<word>{LETTER}+)"
)
WORDS = st.sampled_from(
    (
        *("the", "of", "and", "decoders", "decoding", "C++", "C#", ".NET", "Node.js", "node", "js"),
        *("TCP/IP", "5G", "R", "Go", "Go,", "2024", "x", "covid-19", "a-b", "machine", "learning"),
        *("CRISPR-Cas9", "Ruby", "on", "Rails", "rails", "software", "engineers", "data-driven"),
        *("state–of–the", "naïve", "größe", "машина", "инженер", "Рython", "机器学习", "的", "了"),
        *("量子纠错研究员", "光刻", "軟體開發", "こんにちは", "서울", "Python（主要）", "“quoted”"),
        *("R&D", "C-level", "・", "e.g.", "i.e.", "3D_IC", "www", "100%", "12", "345"),
    )
)
JOINTS = st.sampled_from([" ", " ", " ", "-", "/", ", ", "  ", ". ", "\n", "", "+", "#", "_"])
TEXTS = st.lists(st.tuples(WORDS, JOINTS), max_size=25).map(
    lambda parts: "".join(word + joint for word, joint in parts)
)


def mentions(text: str) -> Iterator[tuple[str, float]]:
    """Yield every mention with its weight, token by token."""
    folded = fold(text)
    skills, occupations = find_names(folded)
    yield from ((mention.concept, 1.0) for mention in (*skills, *occupations))
    named = [False] * len(folded.folded)
    for _concept, start, end in skills:
        named[start:end] = [True] * (end - start)
    before: tuple[str, int, bool] | None = None
    for found in TOKEN.finditer(folded.folded):
        if found.lastgroup == "paired":
            yield from characters(found[0], named[found.start() : found.end()])
        elif term := term_of(found):
            inside = all(named[found.start() : found.end()])
            yield term, PART_WEIGHT if inside else 1.0
            if before is not None and not (before[2] and inside):
                between = folded.folded[before[1] : found.start()]
                if between in (" ", "-", "/", ", "):
                    yield f"{before[0]} {term}", PAIR_WEIGHT
            before = (term, found.end(), inside)


def term_of(found: re.Match[str]) -> str:
    word = found[0]
    if found.lastgroup == "technical":
        return word
    return stem(word) if len(word) > 1 and not word.isdecimal() and word not in stop_words() else ""


def characters(run: str, named: list[bool]) -> Iterator[tuple[str, float]]:
    for place, one in enumerate(run):
        if one in stop_words():
            continue
        yield one, CHARACTER_WEIGHT * (PART_WEIGHT if named[place] else 1.0)
        if place + 1 < len(run) and run[place + 1] not in stop_words():
            inside = named[place] and named[place + 1]
            yield run[place : place + 2], PART_WEIGHT if inside else 1.0


def added(text: str) -> dict[str, float]:
    """Return the weights of all mentions of each term, of which so many count as may."""
    given: dict[str, list[float]] = {}
    for term, weight in mentions(text):
        given.setdefault(term, []).append(weight)
    return {
        term: sum(weights) * min(1.0, MAX_MENTIONS / len(weights))
        for term, weights in given.items()
    }


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_counts_are_those_of_the_rules(text: str) -> None:
    assert read([text]).weights == pytest.approx(added(text), abs=1e-12)


@settings(max_examples=100, deadline=None)
@given(st.lists(TEXTS, max_size=4))
def test_texts_read_together_count_as_read_one_by_one(texts: list[str]) -> None:
    total: dict[str, float] = {}
    for text in texts:
        for term, weight in read([text], most=10**6).weights.items():
            total[term] = total.get(term, 0.0) + weight
    assert read(texts, most=10**6).weights == pytest.approx(total, abs=1e-9)


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_every_term_has_words_that_were_written(text: str) -> None:
    written = fold(text).written
    assert all(surface and surface in written for _term, surface, _weight in analyze(text))
