"""A route as its file describes it: every value cited, or said to be published by nobody."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

from matching.policy.pack import UNDEFINED, Source, Text, Undefined
from matching.policy.reading import Cell, read_yaml
from matching.policy.sections import CERTAINTIES, CITABLE, Citations, read_sources

DESCRIBED = Path(__file__).parent / "described"
ASKED = ("sponsor_needed", "offer_needed")  # answered by true or false; the others by a sentence
ATTRIBUTES = (
    "who_files",
    *ASKED,
    "decided_by",
    "cap",
    "validity",
    "family",
    "permanent_residence",
    "fee",
)
POINTS = ("cn_points", "crs", "null")
REQUIRED = "schema id place_in_order name recorded sources decide points attributes job_switch"


class Weeks(NamedTuple):
    """How long something takes."""

    low: int
    high: int


Value = Text | bool | Weeks | Undefined


class Verdict(NamedTuple):
    """A flag of a pack that speaks for a route."""

    pack: str
    flag: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """One value of the comparison, on whose word."""

    value: Value
    source: Source
    certainty: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One way to work in a country."""

    id: str
    place: int  # in the comparison
    name: Text
    recorded_on: date
    review_by: date
    decide: tuple[Verdict, ...]  # any of them
    switch: Verdict | None  # whether another job may be taken
    points: str | None
    attributes: Mapping[str, Attribute]
    switch_needs: Attribute
    switch_weeks: Attribute
    sources: Mapping[str, Source]

    def stated(self) -> dict[str, Attribute]:
        """Return every value of the comparison by its place in the answer."""
        switch = {"job_switch/needs": self.switch_needs, "job_switch/weeks": self.switch_weeks}
        return {**self.attributes, **switch}


@cache
def load_routes(folder: Path = DESCRIBED) -> tuple[Route, ...]:
    """Load every route, once per process, in the order of the comparison.

    Raises:
        PackError: a file breaks a rule of the format; it names file, line and remedy.
    """
    routes: dict[str, Route] = {}
    for path in sorted(folder.glob("*.yaml")):
        cell = read_yaml(path)
        route = read_route(cell)
        if route.id in routes or route.place in {other.place for other in routes.values()}:
            cell.refuse(f"`{route.id}` or its place is taken", "give it another")
        routes[route.id] = route
    return tuple(sorted(routes.values(), key=lambda route: route.place))


def read_route(cell: Cell) -> Route:
    """Build a route from its YAML."""
    top = cell.fields(REQUIRED, "switch")
    top["schema"].word({"route/1"}, "schema")
    recorded = top["recorded"].fields("on review_by")
    sources = read_sources(top["sources"])
    citations = Citations(sources, citable=CITABLE)
    attributes = top["attributes"].fields(" ".join(ATTRIBUTES))
    switch = top["job_switch"].fields("needs weeks")
    points = "null" if top["points"].value is None else top["points"].word(POINTS, "points table")
    route = Route(
        id=top["id"].text(),
        place=top["place_in_order"].integer(),
        name=top["name"].translated(),
        recorded_on=recorded["on"].day(),
        review_by=recorded["review_by"].day(),
        decide=tuple(_verdict(each) for each in top["decide"].elements()),
        switch=_verdict(top["switch"]) if "switch" in top else None,
        points=None if points == "null" else points,
        attributes={
            name: _attribute(each, citations, "yes" if name in ASKED else "text")
            for name, each in attributes.items()
        },
        switch_needs=_attribute(switch["needs"], citations, "text"),
        switch_weeks=_attribute(switch["weeks"], citations, "weeks"),
        sources=sources,
    )
    citations.refuse_uncited(top["sources"])
    return route


def _verdict(cell: Cell) -> Verdict:
    pairs = cell.fields("pack flag")
    return Verdict(pairs["pack"].text(), pairs["flag"].text())


def _attribute(cell: Cell, citations: Citations, kind: str) -> Attribute:
    pairs = cell.fields("value cite certainty")
    return Attribute(
        value=_value(pairs["value"], kind),
        source=citations.sources[citations.cite(pairs["cite"])],
        certainty=pairs["certainty"].word(CERTAINTIES, "certainty"),
    )


def _value(cell: Cell, kind: str) -> Value:
    if cell.value == UNDEFINED.value:
        return UNDEFINED
    if kind == "yes":
        return cell.yes_no()
    if kind == "text":
        return cell.translated()
    pairs = cell.fields("low high")
    weeks = Weeks(pairs["low"].integer(), pairs["high"].integer())
    if not 0 <= weeks.low <= weeks.high:
        cell.refuse("these are no weeks", "write {low: 4, high: 12}")
    return weeks
