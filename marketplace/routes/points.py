"""The points tables as questions of a form, and the answers that a form gives to them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext

from marketplace.errors import Invalid
from marketplace.html.formats import label
from marketplace.html.forms import LONGEST_NUMBER, Form
from marketplace.messages import Message
from matching.policy.pack import Language
from matching.policy.points.asking import Abilities, Number, OneWord, Question, SomeWords
from matching.policy.points.chinese import load_points
from matching.policy.points.express_entry import questions_of
from matching.policy.points.grid import load_grid
from matching.policy.routes.situation import CN_POINTS, CRS

WORDS = "points_answer"  # the kind of label that answers have
ABILITIES = (Message("Speaking"), Message("Listening"), Message("Reading"), Message("Writing"))
# What the form asks of Express Entry; the rest, not answered, claims nothing.
ASKED = ("age", "education", "clb", "canadian_years", "foreign_years", "additional")
_NUMBER = re.compile(rf"\d{{1,{LONGEST_NUMBER}}}(?:\.\d{{1,3}})?")


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of a points table, as a field."""

    name: str
    kind: str  # number, code, codes
    text: str
    options: list[tuple[str, str]]
    low: int = 0
    high: int = 0


def points_questions(language: Language) -> dict[str, list[Asked]]:
    """Return the questions of every table, by its name."""
    factors = load_points().factors
    chinese = [
        each
        for name, factor in factors.items()
        for each in _fields(f"{CN_POINTS}.{name}", factor.question, factor.text.say(language))
    ]
    texts = {name: text.say(language) for name, text in load_grid().texts.items()}
    texts["additional"] = gettext("What of this can you show?")
    canadian = [
        each
        for name, question in _canadian().items()
        for each in _fields(f"{CRS}.{name}", question, texts[name])
    ]
    return {CN_POINTS: chinese, CRS: canadian}


def answers_in(form: Form) -> dict[str, dict[str, Any] | None]:
    """Return the answers to each table; nothing for one that nobody began to answer.

    Raises:
        Invalid: an answer does not fit its question.
    """
    tables = {
        CN_POINTS: {name: each.question for name, each in load_points().factors.items()},
        CRS: _canadian(),
    }
    errors: list[dict[str, str]] = []
    told = {
        table: {
            name: answer
            for name, question in questions.items()
            if (answer := _answer(form, f"{table}.{name}", question, errors)) is not None
        }
        for table, questions in tables.items()
    }
    if errors:
        raise Invalid(Message("Some facts cannot be read."), errors)
    return {table: answers or None for table, answers in told.items()}


def _canadian() -> dict[str, Question]:
    known = questions_of(load_grid())
    return {name: known[name] for name in ASKED}


def _fields(name: str, question: Question, text: str) -> Iterator[Asked]:
    if isinstance(question, Number):
        yield Asked(name, "number", text, [], question.low, question.high)
    elif isinstance(question, Abilities):
        low, high = question.level.low, question.level.high
        for place, ability in enumerate(ABILITIES):
            told = f"{text} {gettext(ability.pattern)}"
            yield Asked(f"{name}.{place}", "number", told, [], low, high)
    elif isinstance(question, OneWord | SomeWords):
        options = [(word, label(word, WORDS)) for word in question.words]
        yield Asked(name, "code" if isinstance(question, OneWord) else "codes", text, options)


def _answer(form: Form, name: str, question: Question, errors: list[dict[str, str]]) -> Any:  # noqa: ANN401 - JSON
    """Return one answer as JSON would have it, or nothing; note what is wrong with it."""
    if isinstance(question, Abilities):
        levels = [
            _number(form, f"{name}.{place}", question.level, errors)
            for place in range(question.count)
        ]
        return _all_or_none(name, levels, errors)
    if isinstance(question, Number):
        return _number(form, name, question, errors)
    chosen = [value for value in form.chosen(name) if value]
    if isinstance(question, SomeWords):
        if any(len(rivals.intersection(chosen)) > 1 for rivals in question.rivals):
            _note(errors, name, Message("Some of these exclude each other: choose one of them."))
        return chosen or None
    return chosen[0] if chosen else None


def _number(
    form: Form, name: str, question: Number, errors: list[dict[str, str]]
) -> int | float | None:
    text = form.value(name).strip()
    if not text:
        return None
    number = float(text) if text.isascii() and _NUMBER.fullmatch(text) else None
    is_good = number is not None and question.low <= number <= question.high
    if number is None or not is_good or (question.whole and not number.is_integer()):
        wanted = Message("A whole number from {min} to {max}.", min=question.low, max=question.high)
        free = Message("A number from {min} to {max}.", min=question.low, max=question.high)
        _note(errors, name, wanted if question.whole else free)
        return None
    return int(number) if number.is_integer() else number


def _all_or_none(
    name: str, levels: list[int | float | None], errors: list[dict[str, str]]
) -> list[int | float] | None:
    told = [level for level in levels if level is not None]
    if told and len(told) < len(levels):
        blank = levels.index(None)
        _note(errors, f"{name}.{blank}", Message("Give all four levels, or none."))
    return told if len(told) == len(levels) else None


def _note(errors: list[dict[str, str]], name: str, detail: str) -> None:
    errors.append({"pointer": "#/" + name.replace(".", "/"), "detail": detail})


def points_texts(language: Language) -> Mapping[str, str]:
    """Return what the parts of the Chinese table are called: its questions."""
    return {name: each.text.say(language) for name, each in load_points().factors.items()}
