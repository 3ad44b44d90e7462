"""The filters beside a search, each with how many roles it would leave, and the chips above it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from flask_babel import gettext

from marketplace.html.formats import formats_now, label
from marketplace.html.translations import said
from marketplace.http.languages import asked_language
from marketplace.matches.filters import FLAGS, NOT
from marketplace.messages import Message
from marketplace.policies.reading import words
from marketplace.searches.asking import NONE_OF, Question

Counts = Mapping[str, Mapping[str, int]]

KINDS = {  # of codes
    "sector": "sector",
    "hub": "hub",
    "province": "province",
    "employer_kind": "employer_kind",
    "degree": "degree",
    "work_mode": "work_mode",
    "kind": "role_kind",
    **dict.fromkeys(FLAGS, "outcome"),
}
LEGENDS = {
    "q": Message("Words"),
    "sector": Message("Sector"),
    "hub": Message("Hub"),
    "city": Message("City"),
    "province": Message("Province"),
    "employer_kind": Message("Type of employer"),
    "degree": Message("Degree asked for"),
    "language": Message("Working language"),
    "work_mode": Message("Place of work"),
    "kind": Message("Kind of role"),
}
SWITCHES = {
    ("offers_sponsorship", "true"): Message("Employer offers sponsorship"),
    ("offers_sponsorship", "false"): Message("Employer offers no sponsorship"),
    ("verified", "true"): Message("Verified employers only"),
    ("verified", "false"): Message("Employers not verified"),
}
FIRST = ("k_sponsorship", "k_switch", "hub", "sector", "employer_kind")
MORE = ("degree", "language", "work_mode", "kind", "k_self_initiated", "pr_pathway")


class Option(NamedTuple):
    """One value of a filter."""

    value: str
    text: str
    roles: int
    is_chosen: bool

    @property
    def is_empty(self) -> bool:
        """Whether choosing it would leave nothing."""
        return not self.roles and not self.is_chosen


class Facet(NamedTuple):
    """A filter with its values."""

    name: str
    legend: str
    options: tuple[Option, ...]
    left_out: tuple[Option, ...]  # what may be left out, or is

    @property
    def is_used(self) -> bool:
        """Whether one of its values is chosen, or left out."""
        return any(option.is_chosen for option in self.options) or self.leaves_out

    @property
    def leaves_out(self) -> bool:
        """Whether one of its values is left out."""
        return any(option.is_chosen for option in self.left_out)


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter that is in force, and the address without it."""

    text: str
    url: str


def facets(names: tuple[str, ...], question: Question, counts: Counts) -> list[Facet]:
    """Return filters with their counts; a flag that nobody's profile was asked for is left out."""
    return [_facet(name, question, counts[name]) for name in names if name in counts]


def _facet(name: str, question: Question, counts: Mapping[str, int]) -> Facet:
    chosen, left_out = question.form.chosen(name), question.form.chosen(NOT + name)
    options = [
        Option(code, text, counts.get(code, 0), code in chosen)
        for code, text in _texts(name, counts, chosen)
    ]
    if NOT + name not in NONE_OF:
        return Facet(name, legend(name), tuple(options), ())
    # The values of which some role would go, and those of which all are gone.
    others = [
        Option(code, text, counts.get(code, 0), code in left_out)
        for code, text in _texts(name, counts, left_out)
        if code not in chosen and (code in left_out or counts.get(code))
    ]
    return Facet(name, legend(name), tuple(options), tuple(others))


def switch(name: str, question: Question, counts: Counts) -> Option:
    """Return a filter that is on or off."""
    chosen = "true" in question.form.chosen(name)
    return Option("true", value_text(name, "true"), counts[name].get("true", 0), chosen)


def _texts(
    name: str, counts: Mapping[str, int], chosen: Sequence[str]
) -> Sequence[tuple[str, str]]:
    if name in KINDS:
        return formats_now().options(KINDS[name])
    codes = sorted({*counts, *chosen}, key=lambda code: (-counts.get(code, 0), code))
    return [(code, value_text(name, code)) for code in codes]


def legend(name: str) -> str:
    """Return what a filter is called."""
    if name in FLAGS:
        return words()["flag"][name][asked_language()]
    return said(LEGENDS[name])


def value_text(name: str, value: str) -> str:
    """Return a value of a filter in words."""
    if name in KINDS:
        return label(value, KINDS[name])
    if name == "language":
        return formats_now().language_name(value)
    return said(SWITCHES[name, value]) if (name, value) in SWITCHES else value


def chips(question: Question) -> list[Chip]:
    """Return every filter in force, each with the address without it."""
    return [
        Chip(chip_text(question, name, value), question.without(name, value=value))
        for name, value in question.filters
    ]


def chip_text(question: Question, name: str, value: str) -> str:
    """Return a filter in force in words."""
    if name == "q":
        return str(gettext("“%(words)s”", words=value))
    if name == "posted_after":
        told = formats_now().day(question.query["posted_after"])
        return str(gettext("Posted after %(day)s", day=told))
    if name == "salary_min":
        least = formats_now().money(question.query["salary_min"], question.query["currency"])
        return str(gettext("At least %(pay)s a year", pay=least))
    if name in FLAGS:
        return str(gettext(": ").join((legend(name), value_text(name, value))))
    if name.startswith(NOT):
        wanted = value_text(name.removeprefix(NOT), value)
        return str(gettext("Without: %(value)s", value=wanted))
    return value_text(name, value)


def recent_days(today: date, chosen: str) -> list[tuple[str, str]]:
    """Return days after which a role may be posted, with their words."""
    recent = [
        (1, gettext("In the last day")),
        (7, gettext("In the last 7 days")),
        (30, gettext("In the last 30 days")),
    ]
    # A role of the day itself is not later than its end, so one more day goes back.
    found = [((today - timedelta(days=back + 1)).isoformat(), text) for back, text in recent]
    if chosen and chosen not in dict(found):
        found.append((chosen, gettext("After %(day)s", day=chosen)))
    return found
