"""Facts as questions of a form, put to whoever fills it in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask_babel import gettext

from marketplace.assessments.wording import asked_of_you
from marketplace.html.formats import label
from marketplace.html.forms import LONGEST_NUMBER, Form
from matching.policy.pack import Fact, FactKind, Language, Pack

# The kind of label that a fact's codes have, by the end of the fact's name.
KINDS = {
    "degree_level": "degree",
    "degree_sectors": "sector",
    "sectors": "sector",
    "current_sectors": "sector",
    "kind": "employer_kind",
    "visa": "visa",
}


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """One fact to be stated; made once, and compared by identity."""

    name: str  # of the field
    kind: str  # of FactKind
    text: str
    options: Sequence[tuple[str, str]]


@lru_cache(64)
def questions(
    packs: tuple[Pack, ...], names: tuple[str, ...], language: Language
) -> tuple[Question, ...]:
    """Return some facts as questions.

    Args:
        language: the one that this request is answered in.
    """
    known = known_facts(packs)
    return tuple(_question(known[name], language) for name in names)


def known_facts(packs: Iterable[Pack]) -> dict[str, Fact]:
    """Return all facts that some packs ask for, by name."""
    return {name: fact for pack in packs for name, fact in pack.facts.items()}


def _question(fact: Fact, language: Language) -> Question:
    options: list[tuple[str, str]] = []
    if fact.kind in {FactKind.CODE, FactKind.CODES}:
        kind = KINDS[fact.id.rpartition(".")[2]]
        options = [(code, label(code, kind)) for code in fact.taxonomy]
    elif fact.kind is FactKind.BOOLEAN:
        options = [("true", gettext("Yes")), ("false", gettext("No"))]
    return Question(fact.id, fact.kind.value, asked_of_you(fact.question, language), options)


def stated(form: Form, known: Mapping[str, Fact]) -> dict[str, dict[str, Any]]:
    """Return what a form states of the facts that are known, by group; blank is not stated."""
    groups: dict[str, dict[str, Any]] = {}
    for name, fact in known.items():
        values = [value.strip() for value in form.chosen(name) if value.strip()]
        if values:
            group, _, own = name.partition(".")
            groups.setdefault(group, {})[own] = _value(fact, values)
    return groups


def _value(fact: Fact, values: list[str]) -> Any:  # noqa: ANN401 - JSON
    """Return the answer as JSON would have it; what does not fit stays text, to be refused."""
    if fact.kind is FactKind.CODES:
        return values
    text = values[0]
    if fact.kind is FactKind.BOOLEAN:
        return {"true": True, "false": False}.get(text, text)
    if fact.kind is FactKind.INTEGER and text.isascii() and text.isdecimal():
        return int(text) if len(text) <= LONGEST_NUMBER else text
    return text
