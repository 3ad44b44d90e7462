"""The dictionary of skills as the operator reads it."""

import re
from html import unescape

import pytest
from flask import Flask

from marketplace.operator import dictionary
from tests.browsing import Browser
from tests.people import People

PATH = "/operator/dictionary"


def codes(text: str) -> list[str]:
    return re.findall(r'<h2 class="row"><code>([^<]+)</code>', text)


@pytest.mark.parametrize(
    ("words", "code"),
    [("表面码", "surface_codes"), ("SURFACE code", "surface_codes"), ("cplusplus", None)],
)
def test_an_entry_is_found_by_a_name_in_either_language(words: str, code: str | None) -> None:
    found = [entry.code for entry in dictionary.find_entries(words, table="skills", page=1).entries]
    assert found == ([code] if code else [])


def test_entries_say_what_counts_only_as_written_and_what_is_near() -> None:
    [go] = [
        entry
        for entry in dictionary.find_entries("golang", table=None, page=1).entries
        if entry.code == "go_language"
    ]
    exact = next(name for name in go.names if name.text == "Go")
    assert exact.exact
    assert "to" in exact.not_before
    [torch] = dictionary.find_entries("pytorch", table="skills", page=1).entries[:1]
    assert "tensorflow" in torch.near


def test_the_tables_hold_what_is_written_of_them() -> None:
    held = {table.name: table for table in dictionary.tables()}
    every = [dictionary.find_entries("", table=name, page=1).total for name in dictionary.TABLES]
    assert every == [held[name].entries for name in dictionary.TABLES]
    assert sum(every) == dictionary.find_entries("", table=None, page=1).total


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_the_page_searches_and_names_its_sources(app: Flask, people: People, language: str) -> None:
    browser = Browser(app, people.admin(), language=language)
    first = browser.get(PATH).text
    assert len(codes(first)) == dictionary.ON_A_PAGE
    assert "CC BY 4.0" in first
    assert "MIT" in first
    second = browser.get(unescape(re.findall(r'href="([^"]+)" rel="next"', first)[0])).text
    assert set(codes(first)).isdisjoint(codes(second))
    found = browser.get(f"{PATH}?q=%E8%A1%A8%E9%9D%A2%E7%A0%81&table=skills").text
    assert codes(found) == ["surface_codes"]
    nothing = browser.get(f"{PATH}?q=%3Cscript%3Ealert&page=nonsense")
    assert codes(nothing.text) == []
    assert "<script>alert" not in nothing.text
