"""Every text of the pages has a Chinese translation, and no text escapes translation."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract, extract_from_file
from flask import Flask, render_template_string
from flask_security.core import _default_messages
from jinja2 import Environment

from marketplace.html.translations import CATALOGUES, merged_catalogue, said
from marketplace.messages import Codes, Message
from marketplace.taxonomies.labels import label_of

ROOT = Path(__file__).parents[3] / "marketplace"
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
LETTERS = sorted((ROOT / "templates").rglob("*.txt"))
SOURCES = sorted(ROOT.rglob("*.py"))
KEYWORDS = {
    "_": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "Message": None,
}
# Pages whose words stand in tables of both languages, and the API's own page.
WORDS_FROM_TABLES = ("policies/", "documentation/")
SHOWN_ATTRIBUTES = re.compile(r'\b(?:aria-label|title|placeholder|alt)="([^"]*)"')
TAG = re.compile(r"<[^>]*>|&\w+;|&#\d+;", re.DOTALL)
UNTRANSLATED = re.compile(r"[A-Za-z]{2,}|[\u4e00-\u9fff]")
NAMES = re.compile(r"\b(?:CSV|JSON|PDF|DOCX|API|RSS|English)\b|简体中文")
HOLE = "\0"  # where a template puts in a value
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|(?<!\{)\{\w+\}")

Text = tuple[str | tuple[str, ...], str]  # what is to be translated, and where it stands


def texts() -> Iterator[Text]:
    """Yield every text in templates and code."""
    for path in (*TEMPLATES, *LETTERS):
        with path.open("rb") as file:
            found = extract("jinja2.ext:babel_extract", file, KEYWORDS, options=_jinja())
            yield from ((message, _where(path, line)) for line, message, _c, _x in found)
    for path in SOURCES:
        for line, message, _comments, _context in extract_from_file("python", path, KEYWORDS):
            yield message, _where(path, line)


def _jinja() -> dict[str, str]:
    tags = "jinja2.ext.i18n,marketplace.html.once.Once"
    return {"extensions": tags, "trim_blocks": "true", "silent": "false"}


def _where(path: Path, line: int) -> str:
    return f"{path.relative_to(ROOT)}:{line}"


def lacking(catalogue: Catalog) -> list[Text]:
    """Return the texts without a translation, or with one that lacks a value."""
    return [text for text in texts() if not _is_translated(catalogue, text[0])]


def _is_translated(catalogue: Catalog, message: str | tuple[str, ...]) -> bool:
    known = catalogue.get(message if isinstance(message, str) else message[0])
    if known is None or not known.string:
        return False
    forms = [known.string] if isinstance(known.string, str) else list(known.string)
    wanted = set(PLACEHOLDER.findall(message if isinstance(message, str) else message[1]))
    plural = isinstance(message, str) or len(forms) == catalogue.num_plurals
    return plural and all(forms) and all(set(PLACEHOLDER.findall(form)) == wanted for form in forms)


def as_po(found: list[Text]) -> str:
    """Write texts as a catalogue has them, to be filled in."""
    lines = []
    for message, where in found:
        one = message if isinstance(message, str) else message[0]
        lines += [f"#: {where}", f"msgid {_quoted(one)}"]
        if isinstance(message, str):
            lines += ['msgstr ""', ""]
        else:
            lines += [f"msgid_plural {_quoted(message[1])}", 'msgstr[0] ""', ""]
    return "\n".join(lines)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def test_every_text_has_a_translation() -> None:
    found = list(dict(lacking(merged_catalogue("zh"))).items())
    assert not found, "put into a file of marketplace/translations/zh:\n\n" + as_po(found)


def test_no_translation_is_of_a_text_that_is_gone() -> None:
    used = {text if isinstance(text, str) else text[0] for text, _ in texts()}
    used |= {text for text, _ in _default_messages.values()}  # what Flask-Security says
    known = [
        message.id if isinstance(message.id, str) else message.id[0]
        for language in ("en", "zh")
        for message in merged_catalogue(language)
        if message.id
    ]
    assert [message for message in known if message not in used] == []


def test_a_missing_translation_a_missing_value_and_a_missing_plural_are_found() -> None:
    catalogue = Catalog(locale="zh")
    catalogue.add("%(count)s roles", "职位")
    catalogue.add(("one role", "%(num)d roles"), ("",))
    assert not _is_translated(catalogue, "Roles")
    assert not _is_translated(catalogue, "%(count)s roles")
    assert not _is_translated(catalogue, ("one role", "%(num)d roles"))
    catalogue.add(("one match", "%(num)d matches"), ("%(num)d 个匹配",))
    assert _is_translated(catalogue, ("one match", "%(num)d matches"))


def bare_words(source: str) -> list[str]:
    """Return the words of a template that no translation reaches."""
    tokens = Environment(extensions=["jinja2.ext.i18n"], autoescape=True).lex(source)
    parts, inside = [], False
    for _line, kind, value in tokens:
        if kind == "data" and not inside:
            parts.append(value)
        elif kind == "variable_begin":
            parts.append(HOLE)
        elif kind == "name" and value in {"trans", "endtrans"}:
            inside = value == "trans"
    html = "".join(parts)
    html = re.sub(r"<(script|style|svg|code)\b.*?</\1>", "", html, flags=re.DOTALL)
    shown = [*SHOWN_ATTRIBUTES.findall(html), TAG.sub(" ", html)]
    return UNTRANSLATED.findall(NAMES.sub("", " ".join(shown)))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_word_of_a_template_escapes_translation(path: Path) -> None:
    name = str(path.relative_to(ROOT / "templates"))
    if not name.startswith(WORDS_FROM_TABLES):
        assert bare_words(path.read_text(encoding="utf-8")) == []


def test_bare_words_are_found() -> None:
    assert bare_words('<p title="Help">{{ _("Good") }}</p>') == ["Help"]
    assert bare_words("<p>Plain {% trans %}fine{% endtrans %}</p>") == ["Plain"]
    assert bare_words("<p>{{ x }} 职</p>") == ["职"]


def test_no_two_catalogues_disagree_and_each_is_of_a_noun() -> None:
    for language in ("en", "zh"):
        merged_catalogue(language)
    nouns = {path.name for path in ROOT.iterdir() if path.is_dir()}
    assert {path.stem for path in CATALOGUES.glob("*/*.po")} <= nouns


def test_a_message_is_said_in_the_language_of_the_request(app: Flask) -> None:
    message = Message("Shorter than minimum length {min}.", min=10)
    with app.test_request_context("/"):
        assert said(message) == "At least 10 characters, please."
    with app.test_request_context("/?lang=zh-Hans"):
        assert said(message) == "至少需要 10 个字符。"
        assert said("what has no translation") == "what has no translation"


def test_long_numbers_in_a_message_are_said_with_separators(app: Flask) -> None:
    with app.test_request_context("/"):
        assert said(Message("At most {max}.", max=50_000)) == "At most 50,000."
        assert said(Message("At most {max}.", max=2_100)) == "At most 2100."


def test_a_code_in_a_template_is_said_to_every_reader(app: Flask) -> None:
    page, said_in = '{{ "verified" | label("evidence") }}', []
    for language in ("en", "zh-Hans"):
        with app.test_request_context(headers={"Accept-Language": language}):
            said_in.append(render_template_string(page))
    assert said_in == [label_of("evidence", "verified", tag) for tag in ("en", "zh-Hans")]
    assert said_in[0] != said_in[1]


def test_names_set_in_a_template_are_made_anew_for_every_reader() -> None:
    """What is imported without context is kept by a process, in its first reader's language."""
    imports = re.compile(r'{% from "([^"]+)" import [\w, ]+(?<! with context) %}')
    kept = {named for path in TEMPLATES for named in imports.findall(path.read_text("utf-8"))}
    for name in kept:
        text = (ROOT / "templates" / name).read_text("utf-8")
        outside_macros = re.sub(r"{% macro .*?{%-? endmacro %}", "", text, flags=re.DOTALL)
        assert "_(" not in outside_macros, name


def test_codes_in_a_message_are_said_in_words(app: Flask) -> None:
    told = Message("Name at least one approved sector: {sectors}.", sectors=Codes(("ai", "x")))
    assert told == "Name at least one approved sector: ai, x."
    with app.test_request_context(headers={"Accept-Language": "zh-CN"}):
        assert said(told).endswith("人工智能、x。")
    with app.test_request_context():
        assert said(told) == "Name at least one approved sector: Artificial intelligence, x."
