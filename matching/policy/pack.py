"""A policy pack: dated, sourced values and the criteria that read them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum, StrEnum
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    from matching.policy.overlays import Overlay

Language = Literal["en", "zh-Hans"]


class Undefined(Enum):
    """The value of a condition that its source names without saying how much."""

    UNDEFINED = "UNDEFINED"


UNDEFINED: Final = Undefined.UNDEFINED

GROUPS: Final[Mapping[str, str]] = {  # the parts of an assessment, and who can state them
    "candidate": "candidate",
    "role": "employer",
    "employer": "employer",
    "status": "candidate",
}

ParameterValue = str | int | bool | tuple[str, ...] | Undefined


class PackStatus(StrEnum):
    """Where a version stands in its life; only an active one is chosen by itself."""

    DRAFT = "draft"
    ACTIVE = "active"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    ILLUSTRATIVE = "illustrative"


class FactKind(StrEnum):
    """What a fact's value looks like."""

    CODE = "code"  # one word of a taxonomy
    CODES = "codes"  # any number of them
    INTEGER = "integer"
    BOOLEAN = "boolean"
    DATE = "date"
    TEXT = "text"


class Operator(StrEnum):
    """How a criterion compares its fact."""

    OVERLAPS = "overlaps"
    IN = "in"
    GTE = "gte"
    LTE = "lte"
    GT = "gt"
    EQ = "eq"
    BEFORE = "before"
    IS_TRUE = "is_true"
    IS_FALSE = "is_false"


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence in both languages."""

    en: str
    zh_hans: str

    def say(self, language: Language) -> str:
        """Return the sentence in one language."""
        return self.en if language == "en" else self.zh_hans


@dataclass(frozen=True, slots=True)
class Span:
    """Days from ``start`` on, up to but without ``end``; no ``end`` is open."""

    start: date
    end: date | None

    def __contains__(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)

    def common(self, other: "Span") -> "Span | None":
        """Return the days of both, where there are any."""
        start = max(self.start, other.start)
        end = min((end for end in (self.end, other.end) if end is not None), default=None)
        return Span(start, end) if end is None or start < end else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Jurisdiction:
    """Whose rules these are; ``authorities`` names who decides."""

    country: str  # ISO 3166-1 alpha-2
    level: str
    code: str
    authorities: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A text that rules cite; ``tier`` says how far it is to be trusted."""

    id: str
    tier: str
    kind: str
    title: str
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A thing that criteria may ask of a candidate, a role, an employer or a status."""

    id: str
    kind: FactKind
    taxonomy: tuple[str, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    question: Text
    proof: Text | None  # the documents that prove it
    sensitivity: str
    purpose: str  # the consent under which it is used
    ranking: str  # forbidden: never an ingredient of a score
    derived_from: str | None  # the later of the day asked and that fact
    within: str | None  # the parameter whose codes are counted

    @property
    def group(self) -> str:
        """The part of an assessment that states it: candidate, role, employer, status."""
        return (self.derived_from or self.id).partition(".")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedValue:
    """What a parameter was worth for a span of days, on whose word."""

    span: Span
    value: ParameterValue
    cite: str
    certainty: str  # the source's own hedge
    basis: str  # source, or house: our assumption
    note: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A value of law, one for each day."""

    id: str
    values: tuple[DatedValue, ...]

    def on(self, day: date) -> DatedValue:
        """Return the value of a day; the loader saw that each day of the pack has just one."""
        return next(dated for dated in self.values if day in dated.span)


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One leaf: a fact compared with a parameter, a constant or another fact."""

    id: str
    fact: str
    operator: Operator
    parameter: str | None
    value: ParameterValue | None
    value_fact: str | None
    order: tuple[str, ...]  # ascending, where codes are compared
    evidence: bool  # whether it must be proven
    cite: str
    curable_by: str
    text: Text
    fix: Text

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts it reads."""
        return (self.fact,) if self.value_fact is None else (self.fact, self.value_fact)


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """A group or a flag: so many of its members must be met."""

    id: str
    members: tuple[str, ...]
    needed: int | str  # a number, or the parameter that holds it


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspension:
    """A flag that is out of use, on whose word."""

    flag: str
    cite: str
    fix: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """Hedged information that no flag reads."""

    id: str
    value: ParameterValue
    certainty: str
    cite: str
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pack:
    """One version of a policy; compared by identity, its content by ``digest``."""

    id: str
    version: str
    status: PackStatus
    title: Text
    jurisdiction: Jurisdiction
    effective: Span
    effective_cite: str
    recorded_on: date
    review_by: date
    sources: Mapping[str, Source]
    facts: Mapping[str, Fact]
    parameters: Mapping[str, Parameter]
    criteria: Mapping[str, Criterion]
    groups: Mapping[str, Branch]
    flags: Mapping[str, Branch]
    suspensions: Mapping[str, Suspension]  # by flag
    attributes: Mapping[str, Attribute]
    written: str  # the content as JSON, in the order of the file
    digest: str  # of the file, overlays or not
    overlays: tuple["Overlay", ...] = ()  # all that may change it somewhere, some day
    applied: tuple["Overlay", ...] = ()  # those that did

    @property
    def name(self) -> str:
        """Id and version, as people read them."""
        return f"{self.id} {self.version}"

    @property
    def release(self) -> tuple[int, ...]:
        """The version as numbers, which sort."""
        return tuple(int(part) for part in self.version.split("."))

    def content(self) -> dict[str, Any]:
        """Return the pack as plain data, just as its file states it."""
        content: dict[str, Any] = json.loads(self.written)
        return content

    def leaves_under(self, name: str) -> tuple[str, ...]:
        """Return the criteria below a flag or group, in the order of the file, each once."""
        branch = self.flags.get(name) or self.groups.get(name)
        if branch is None:
            return (name,)
        return tuple(
            dict.fromkeys(leaf for member in branch.members for leaf in self.leaves_under(member))
        )
