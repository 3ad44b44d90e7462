"""The points tables as questions of a form, and the answers that a form gives to them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from flask_babel import gettext

from marketplace.assessments.wording import asked_of_you
from marketplace.errors import Invalid
from marketplace.html.formats import label
from marketplace.html.forms import LONGEST_NUMBER, Form
from marketplace.messages import Message
from matching.policy.pack import Language
from matching.policy.points.asking import Abilities, Number, OneWord, Question, SomeWords, YesNo
from matching.policy.points.chinese import load_points
from matching.policy.points.express_entry import questions_of
from matching.policy.points.grid import SPOUSE, load_grid
from matching.policy.routes.situation import CN_POINTS, CRS

WORDS = "points_answer"  # the kind of label that answers have
ABILITIES = (Message("Speaking"), Message("Listening"), Message("Reading"), Message("Writing"))
PARTNER = f"{CRS}.spouse"  # questions of who comes along
WITH_PARTNER = f"{CRS}.with_partner"
# What the form asks of Express Entry; an offer of a job, worth nothing any more, is left out.
ASKED = (
    *("age", "education", "clb", "clb2", "canadian_years", "foreign_years"),
    *("trade_certificate", "additional"),
)
_NUMBER = re.compile(rf"\d{{1,{LONGEST_NUMBER}}}(?:\.\d{{1,3}})?")


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """One question of a points table, as a field; made once, and compared by identity."""

    name: str
    kind: str  # number, code, codes, boolean
    text: str
    options: list[tuple[str, str]]
    low: int = 0
    high: int = 0


@cache
def points_questions(language: Language) -> Mapping[str, tuple[Asked, ...]]:
    """Return the questions of every table, by its name.

    Args:
        language: the one that this request is answered in.
    """
    factors = load_points().factors
    chinese = (
        each
        for name, factor in factors.items()
        for each in _fields(
            f"{CN_POINTS}.{name}", factor.question, asked_of_you(factor.text, language)
        )
    )
    canadian = (
        each
        for name, question in _canadian().items()
        for each in _fields(f"{CRS}.{name}", question, _own_text(name, language))
    )
    partner = _partner_fields(language)
    return {CN_POINTS: tuple(chinese), CRS: tuple(canadian), PARTNER: partner}


def _own_text(name: str, language: Language) -> str:
    """Return a question of Express Entry, to whoever reads it."""
    ours = {
        "clb2": gettext("Which levels does your test of the second official language show?"),
        "trade_certificate": gettext(
            "Do you hold a Canadian certificate of qualification in a trade?"
        ),
        "additional": gettext("What of this can you show?"),
    }
    return ours.get(name) or asked_of_you(load_grid().texts[name], language)


def _partner_fields(language: Language) -> tuple[Asked, ...]:
    """Return the questions of a partner: whether one comes along, and what that one has."""
    comes = gettext(
        "Does a partner come with you who is no citizen or permanent resident of Canada?"
    )
    first = Asked(WITH_PARTNER, "boolean", comes, _yes_or_no())
    grid = load_grid()
    rest = [
        each
        for name in SPOUSE
        for each in _fields(
            f"{PARTNER}.{name}", grid.questions[name], grid.texts[name].say(language)
        )
    ]
    return (first, *rest)


def answers_in(form: Form) -> dict[str, dict[str, Any] | None]:
    """Return the answers to each table; nothing for one that nobody began to answer.

    Raises:
        Invalid: an answer does not fit its question.
    """
    errors: list[dict[str, str]] = []
    factors = {name: each.question for name, each in load_points().factors.items()}
    chinese = _told(form, CN_POINTS, factors, errors)
    canadian = _told(form, CRS, _canadian(), errors)
    partner = _told(form, PARTNER, {name: _canadian()[name] for name in SPOUSE}, errors)
    if errors:
        raise Invalid(Message("Some facts cannot be read."), errors)
    comes = form.value(WITH_PARTNER)
    if comes == "true" or (partner and comes != "false"):
        canadian["spouse"] = partner
    return {CN_POINTS: chinese or None, CRS: canadian or None}


def _told(
    form: Form, table: str, questions: Mapping[str, Question], errors: list[dict[str, str]]
) -> dict[str, Any]:
    """Return the answers to some questions; note what is wrong with them."""
    return {
        name: answer
        for name, question in questions.items()
        if (answer := _answer(form, f"{table}.{name}", question, errors)) is not None
    }


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
    elif isinstance(question, YesNo):
        yield Asked(name, "boolean", text, _yes_or_no())
    elif isinstance(question, OneWord | SomeWords):
        options = [(word, label(word, WORDS)) for word in question.words]
        yield Asked(name, "code" if isinstance(question, OneWord) else "codes", text, options)


def _yes_or_no() -> list[tuple[str, str]]:
    return [("true", gettext("Yes")), ("false", gettext("No"))]


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
    return _one(question, chosen[0]) if chosen else None


def _one(question: Question, chosen: str) -> str | bool:
    """Return one answer; what is neither yes nor no stays text, to be refused."""
    if isinstance(question, YesNo):
        return {"true": True, "false": False}.get(chosen, chosen)
    return chosen


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


@cache
def points_texts(language: Language) -> Mapping[str, str]:
    """Return what the parts of the Chinese table are called: its questions."""
    return {name: each.text.say(language) for name, each in load_points().factors.items()}
