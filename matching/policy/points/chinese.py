"""The points of the Chinese work permit, by whichever of its tables may apply on a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import islice
from pathlib import Path
from typing import cast

from matching.codes import Outcome
from matching.policy.assessment import MAX_PROBLEMS, FactsError
from matching.policy.pack import Source, Span, Text
from matching.policy.points.asking import Question, read_answers
from matching.policy.points.reading import read_question, read_scale
from matching.policy.points.scales import Answer, Interval, Scale, total
from matching.policy.reading import Cell, read_yaml
from matching.policy.sections import CITABLE, Citations, read_sources

TABLE = Path(__file__).parent / "tables" / "cn-work-permit.yaml"
KNOWERS = ("candidate", "employer", "authority")
REQUIRED = "schema id recorded sources thresholds maximum questions versions"


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """One question of the table: what may be answered, and who knows the answer."""

    question: Question
    known_by: str
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """The scales of one edition; ``span`` holds every day on which it may have applied."""

    id: str
    source: Source
    span: Span
    unverified: Text | None  # what of its days no source tells
    scales: Mapping[str, Scale]


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsTable:
    """All editions, and the points that each class of permit takes."""

    id: str
    factors: Mapping[str, Factor]
    thresholds: Mapping[str, int]
    versions: tuple[Version, ...]
    sources: Mapping[str, Source]

    def on(self, day: date) -> tuple[Version, ...]:
        """Return the editions that may apply on a day; two where nobody says which."""
        return tuple(version for version in self.versions if day in version.span)


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """The points that some answers are worth, and which classes they reach."""

    whole: Interval
    parts: Mapping[str, Interval]
    reaches: Mapping[str, Outcome]
    versions: tuple[str, ...]
    missing: tuple[str, ...]  # questions without an answer


def parse_points(table: PointsTable, stated: object, *path: str) -> dict[str, Answer]:
    """Read answers by question.

    Raises:
        FactsError: a question or an answer is not one that the table knows.
    """
    questions = {name: factor.question for name, factor in table.factors.items()}
    answers, problems = read_answers(questions, stated, path)
    if problems:
        raise FactsError(tuple(islice(problems, MAX_PROBLEMS)))
    return cast("dict[str, Answer]", answers)


def points_for(table: PointsTable, answers: Mapping[str, Answer], *, day: date) -> Points | None:
    """Return what answers are worth on a day; None before the first edition.

    A question without an answer gives all that its scale allows; where nobody says which of two
    editions applies, the intervals hold both.
    """
    versions = table.on(day)
    if not versions:
        return None
    each = [_parts(version, answers) for version in versions]
    parts, whole = each[0], total(each[0].values())
    for other in each[1:]:
        parts = {name: part.hull(other[name]) for name, part in parts.items()}
        whole = whole.hull(total(other.values()))
    return Points(
        whole=whole,
        parts=parts,
        reaches={name: whole.reaches(needed) for name, needed in table.thresholds.items()},
        versions=tuple(version.id for version in versions),
        missing=tuple(name for name in table.factors if answers.get(name) is None),
    )


def _parts(version: Version, answers: Mapping[str, Answer]) -> dict[str, Interval]:
    return {name: scale.points(answers.get(name)) for name, scale in version.scales.items()}


@cache
def load_points(path: Path = TABLE) -> PointsTable:
    """Load the table, once per process.

    Raises:
        PackError: the file breaks a rule of the format; it names file, line and remedy.
    """
    return read_table(read_yaml(path))


def read_table(cell: Cell) -> PointsTable:
    """Build a table from its YAML."""
    top = cell.fields(REQUIRED)
    top["schema"].word({"points-table/1"}, "schema")
    for day in top["recorded"].fields("on review_by").values():
        day.day()
    sources = read_sources(top["sources"])
    citations = Citations(sources, citable=CITABLE)
    factors = {name: _factor(each) for name, each in top["questions"].entries()}
    maximum = top["maximum"].integer()
    table = PointsTable(
        id=top["id"].text(),
        factors=factors,
        thresholds=_thresholds(top["thresholds"], citations, maximum),
        versions=tuple(
            _version(each, factors, citations, maximum) for each in top["versions"].elements()
        ),
        sources=sources,
    )
    citations.refuse_uncited(top["sources"])
    _refuse_unsure(top["versions"], table)
    return table


def _factor(cell: Cell) -> Factor:
    pairs = cell.fields("known_by text", "number whole one_of any_of")
    return Factor(
        question=read_question(pairs, cell),
        known_by=pairs["known_by"].word(KNOWERS, "one who knows"),
        text=pairs["text"].translated(),
    )


def _thresholds(cell: Cell, citations: Citations, maximum: int) -> dict[str, int]:
    thresholds = {}
    for name, each in cell.entries():
        pairs = each.fields("value cite")
        citations.cite(pairs["cite"])
        thresholds[name] = pairs["value"].integer()
        if not 0 < thresholds[name] <= maximum:
            each.refuse(f"{thresholds[name]} points cannot be reached", f"at most {maximum}")
    return thresholds


def _version(
    cell: Cell, factors: Mapping[str, Factor], citations: Citations, maximum: int
) -> Version:
    pairs = cell.fields("id cite from to factors", "unverified")
    scales = pairs["factors"].fields(" ".join(factors))
    version = Version(
        id=pairs["id"].text(),
        source=citations.sources[citations.cite(pairs["cite"])],
        span=cell.span(),
        unverified=pairs["unverified"].translated() if "unverified" in pairs else None,
        scales={name: read_scale(scales[name], factors[name].question) for name in factors},
    )
    highest = sum(scale.range.high for scale in version.scales.values())
    if highest != maximum:
        cell.refuse(f"the factors give {highest} points, not {maximum}", "compare the source")
    return version


def _refuse_unsure(cell: Cell, table: PointsTable) -> None:
    """Refuse two editions on one day, unless each says that its days are unverified."""
    for version in table.versions:
        rivals = [other for other in table.versions if version.span.start in other.span]
        if len(rivals) > 1 and any(rival.unverified is None for rival in rivals):
            cell.refuse(f"two editions on {version.span.start}", "say `unverified`, or end one")
