"""A pack in the words of one language, as its page shows it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from babel.dates import format_date

from marketplace.taxonomies.codes import taxonomy
from matching.policy.overlays import Overlay
from matching.policy.pack import (
    UNDEFINED,
    Attribute,
    Branch,
    Criterion,
    DatedValue,
    Fact,
    Language,
    Operator,
    Pack,
    ParameterValue,
    Span,
    Text,
)

CODE_LISTS = ("sectors", "employer_kinds", "degree_levels")

Words = Mapping[str, Mapping[str, Mapping[str, str]]]


@cache
def words() -> Words:
    """Return what pages say around packs, by part, word and language."""
    text = files("marketplace.policies").joinpath("words.yaml").read_text(encoding="utf-8")
    loaded: Words = yaml.safe_load(text)
    return loaded


def page_words(language: Language) -> dict[str, str]:
    """Return the page's own words in one language."""
    return {name: texts[language] for name, texts in words()["page"].items()}


def pack_in_words(pack: Pack, language: Language, *, day: date) -> dict[str, Any]:
    """Return everything that the page of a pack shows."""
    return _Reader(pack, language, day).whole()


@dataclass(frozen=True, slots=True)
class _Reader:
    """Tells one pack in one language, as of a day."""

    pack: Pack
    language: Language
    day: date

    def whole(self) -> dict[str, Any]:
        pack = self.pack
        return {
            **in_short(pack, self.language, day=self.day),
            "digest": pack.digest,
            "flags": [self._branch(flag) | {"flag": name} for name, flag in pack.flags.items()],
            "attributes": [self._attribute(each) for each in pack.attributes.values()],
            "facts": [self._fact(each) for each in pack.facts.values()],
            "sources": [self._source(name) for name in pack.sources],
            "overlays": [self._overlay(each) for each in pack.overlays],
        }

    def _overlay(self, overlay: Overlay) -> dict[str, str]:
        """Return a province's or draft's change of the pack, by name and day."""
        status = self._word("status", overlay.status.value)
        name = f"{self._say(overlay.title)} ({overlay.code}, {status})"
        return {"id": overlay.id, "name": name, "in_force": days(overlay.effective, self.language)}

    def _branch(self, branch: Branch) -> dict[str, Any]:
        """Return a flag or group with what is below it."""
        title = words()["flag"].get(branch.id)
        dated = self._on_the_day(branch.needed) if isinstance(branch.needed, str) else None
        count = branch.needed if dated is None else dated.value
        rule = "all" if count == len(branch.members) else "any" if count == 1 else "at_least"
        return {
            "id": branch.id,
            "title": title[self.language] if title else None,
            "rule": self._page(rule).format(count=count),
            "dated": None if dated is None else self._dated(dated),
            "members": [self._member(name) for name in branch.members],
        }

    def _member(self, name: str) -> dict[str, Any]:
        if name in self.pack.groups:
            return self._branch(self.pack.groups[name])
        return self._leaf(self.pack.criteria[name])

    def _leaf(self, criterion: Criterion) -> dict[str, Any]:
        """Return a criterion: what it asks, on whose word, how it is proven and mended."""
        fact = self.pack.facts[criterion.fact]
        dated = None if criterion.parameter is None else self._on_the_day(criterion.parameter)
        proof = fact.proof if criterion.evidence else None
        return {
            "id": criterion.id,
            "text": self._say(criterion.text),
            "wanted": self._wanted(criterion, dated),
            "dated": None if dated is None else self._dated(dated),
            "proof": self._page("no_proof") if proof is None else self._say(proof),
            "fix": self._say(criterion.fix),
            "curer": self._word("curer", criterion.curable_by),
            "source": self._source(criterion.cite),
        }

    def _wanted(self, criterion: Criterion, dated: DatedValue | None) -> str:
        """Return the comparison in words."""
        operator = self._word("operator", criterion.operator.value)
        if criterion.operator in {Operator.IS_TRUE, Operator.IS_FALSE}:
            return operator
        if criterion.value_fact is not None:
            other = self.pack.facts[criterion.value_fact]
            return f"{operator}: {self._say(other.question)}"
        value = criterion.value if dated is None else dated.value
        return self._value(value) if value is UNDEFINED else f"{operator} {self._value(value)}"

    def _dated(self, dated: DatedValue) -> dict[str, Any]:
        return {
            "since": self._page("since").format(start=in_words(dated.span.start, self.language)),
            "certainty": self._word("certainty", dated.certainty),
            "is_house": dated.basis == "house",
            "basis": self._word("basis", dated.basis),
            "note": None if dated.note is None else self._say(dated.note),
        }

    def _attribute(self, attribute: Attribute) -> dict[str, Any]:
        return {
            "text": self._say(attribute.text),
            "value": self._value(attribute.value),
            "certainty": self._word("certainty", attribute.certainty),
            "source": self._source(attribute.cite),
        }

    def _fact(self, fact: Fact) -> dict[str, Any]:
        return {"id": fact.id, "question": self._say(fact.question)}

    def _source(self, name: str) -> dict[str, Any]:
        source = self.pack.sources[name]
        tier = self._word("tier", source.tier)
        return {"id": name, "title": source.title, "url": source.url, "tier": tier}

    def _value(self, value: ParameterValue | None) -> str:
        if value is UNDEFINED:
            return self._page("undefined")
        listed = value if isinstance(value, tuple) else (value,)
        return _listed((_label(str(each), self.language) for each in listed), self.language)

    def _on_the_day(self, parameter: str) -> DatedValue:
        """Return a parameter's value of the day; outside the pack's days that of its first one."""
        days = self.pack.effective
        return self.pack.parameters[parameter].on(self.day if self.day in days else days.start)

    def _say(self, text: Text) -> str:
        return text.say(self.language)

    def _page(self, word: str) -> str:
        return self._word("page", word)

    def _word(self, part: str, word: str) -> str:
        return words()[part][word][self.language]


def in_short(pack: Pack, language: Language, *, day: date) -> dict[str, Any]:
    """Return what a list of packs shows of one."""
    page, overdue = page_words(language), pack.review_by < day
    return {
        "id": pack.id,
        "version": pack.version,
        "title": pack.title.say(language),
        "status": words()["status"][pack.status.value][language],
        "in_force": days(pack.effective, language),
        "is_overdue": overdue,
        "checked": page["not_checked" if overdue else "checked"].format(
            on=in_words(pack.recorded_on, language), by=in_words(pack.review_by, language)
        ),
    }


def days(span: Span, language: Language) -> str:
    """Say from when until when something is in force."""
    word = "in_force" if span.end is None else "in_force_until"
    end = "" if span.end is None else in_words(span.end, language)
    return page_words(language)[word].format(start=in_words(span.start, language), end=end)


def in_words(day: date, language: Language) -> str:
    """Write a day as a language does."""
    return format_date(day, "medium", locale="zh" if language == "zh-Hans" else "en")


def _listed(items: Iterable[str], language: Language) -> str:
    return (", " if language == "en" else "、").join(items)


@cache
def _labels() -> dict[str, Mapping[str, str]]:
    return {entry["code"]: entry["label"] for name in CODE_LISTS for entry in taxonomy(name)}


def _label(code: str, language: Language) -> str:
    """Return a code's label, or the code or number itself."""
    label = _labels().get(code)
    return code if label is None else label[language]
