"""The grid of Canada's Express Entry: what its file holds, and how it is read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

from matching.policy.pack import Source, Text
from matching.policy.points.asking import Abilities, Number, Question
from matching.policy.points.reading import (
    QUESTIONS,
    read_bands,
    read_bounds,
    read_question,
    read_words,
    read_worth,
)
from matching.policy.points.scales import Bands, Scale, Words
from matching.policy.reading import Cell, read_yaml
from matching.policy.sections import CITABLE, Citations, read_sources

TABLE = Path(__file__).parent / "tables" / "ca-crs.yaml"
PARTNERS = ("with_spouse", "without_spouse")
CORE = ("age", "education", "clb", "clb2", "canadian_years")
SPOUSE = ("education", "clb", "canadian_years")
LEVELS = "education language canadian_years foreign_years trade_language trade_certificate"  # of C


@dataclass(frozen=True, slots=True)
class Pair:
    """Points for a level of one thing with a level of another; level 0 gives none."""

    one: str
    other: str
    points: tuple[tuple[int, ...], ...]

    def worth(self, levels: Mapping[str, int]) -> int:
        """Return the points for some levels."""
        one, other = levels[self.one], levels[self.other]
        return self.points[one - 1][other - 1] if one and other else 0


@dataclass(frozen=True, slots=True)
class Group:
    """Pairs that are capped together."""

    cap: int
    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Offers:
    """What a job offer is worth for a span of days; no ``start`` is open."""

    start: date | None
    end: date | None
    worth: Mapping[str, int]
    unverified: Text | None

    def __contains__(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """All that gives points, and the published maxima."""

    id: str
    sources: Mapping[str, Source]
    maxima: Mapping[str, int]
    questions: Mapping[str, Question]
    texts: Mapping[str, Text]
    core: Mapping[str, Mapping[str, Scale]]  # by with_spouse or without_spouse
    second_cap: Mapping[str, int]
    spouse: Mapping[str, Scale]
    levels: Mapping[str, Scale]
    groups: tuple[Group, ...]
    additional: Mapping[str, int]
    rivals: tuple[frozenset[str], ...]
    offers: tuple[Offers, ...]

    def offers_on(self, day: date) -> Offers:
        """Return what a job offer is worth on a day; each day has just one answer."""
        return next(offers for offers in self.offers if day in offers)


@cache
def load_grid(path: Path = TABLE) -> Grid:
    """Load the grid, once per process.

    Raises:
        PackError: the file breaks a rule of the format; it names file, line and remedy.
    """
    return read_grid(read_yaml(path))


def read_grid(cell: Cell) -> Grid:
    """Build a grid from its YAML."""
    top = cell.fields(
        "schema id recorded sources cite maxima questions core spouse transferability additional"
    )
    top["schema"].word({"points-grid/1"}, "schema")
    for day in top["recorded"].fields("on review_by").values():
        day.day()
    sources = read_sources(top["sources"])
    citations = Citations(sources, citable=CITABLE)
    for cite in top["cite"].elements():
        citations.cite(cite)
    citations.refuse_uncited(top["sources"])
    levels, groups = _transferability(top["transferability"])
    questions, texts = _questions(top["questions"])
    additional = top["additional"].fields("words rivals job_offer")
    worth = read_worth(additional["words"])
    grid = Grid(
        id=top["id"].text(),
        sources=sources,
        maxima=_maxima(top["maxima"]),
        questions=questions,
        texts=texts,
        core={partner: _core(top["core"], partner) for partner in PARTNERS},
        second_cap={partner: _cap(top["core"], partner) for partner in PARTNERS},
        spouse={name: _rising(each) for name, each in _named(top["spouse"], SPOUSE)},
        levels=levels,
        groups=groups,
        additional=worth,
        rivals=tuple(_rivals(each, worth) for each in additional["rivals"].elements()),
        offers=_offers(additional["job_offer"]),
    )
    _refuse_wrong_maxima(top["maxima"], grid)
    return grid


def _refuse_wrong_maxima(cell: Cell, grid: Grid) -> None:
    """Refuse scales that give more or less than the published maxima."""
    given = {
        f"A {name}": _most(scales, grid.second_cap[name]) for name, scales in grid.core.items()
    }
    given |= {"B": _most(grid.spouse, 0), "C": grid.maxima["C"], "D": max(grid.additional.values())}
    given["total"] = sum(given[name] for name in ("A without_spouse", "C", "D"))
    for name, points in grid.maxima.items():
        if given[name] != points:
            cell.refuse(f"{name} gives up to {given[name]}, not {points}", "compare the source")
    if given["A with_spouse"] + given["B"] != given["A without_spouse"]:
        cell.refuse("a spouse changes the maximum of A and B together", "compare the source")


def _most(scales: Mapping[str, Scale], second_cap: int) -> int:
    once = sum(scale.range.high for name, scale in scales.items() if not name.startswith("clb"))
    return once + 4 * scales["clb"].range.high + second_cap


def _named(cell: Cell, names: tuple[str, ...]) -> list[tuple[str, Cell]]:
    return list(cell.fields(" ".join(names)).items())


def _maxima(cell: Cell) -> dict[str, int]:
    """Read the maxima; the core's are told apart as ``A`` with a name of PARTNERS."""
    pairs = cell.fields("A B C D total")
    core = pairs.pop("A").fields(" ".join(PARTNERS))
    found = {f"A {name}": each.integer() for name, each in core.items()}
    return found | {name: each.integer() for name, each in pairs.items()}


def _questions(cell: Cell) -> tuple[dict[str, Question], dict[str, Text]]:
    questions: dict[str, Question] = {}
    texts = {}
    for name, each in cell.entries():
        pairs = each.fields("text", " ".join([*QUESTIONS, "abilities"]))
        texts[name] = pairs["text"].translated()
        questions[name] = (
            Abilities(Number(*read_bounds(pairs["abilities"]), whole=True))
            if "abilities" in pairs
            else read_question(pairs, each)
        )
    return questions, texts


def _core(cell: Cell, partner: str) -> dict[str, Scale]:
    scales: dict[str, Scale] = {}
    for name, each in _named(cell, CORE):
        place = each.fields(" ".join(PARTNERS))[partner]
        scales[name] = _scale(place, "cap") if name == "age" else _rising(place, "cap")
    return scales


def _cap(cell: Cell, partner: str) -> int:
    place = cell.fields(" ".join(CORE))["clb2"].fields(" ".join(PARTNERS))[partner]
    return place.fields("bands cap")["cap"].integer()


def _scale(cell: Cell, more: str = "") -> Bands | Words:
    pairs = cell.fields("", f"bands words {more}")
    if ("bands" in pairs) == ("words" in pairs):
        cell.refuse("it is not clear what gives points", "name one of bands, words")
    return read_bands(pairs["bands"]) if "bands" in pairs else Words(read_worth(pairs["words"]))


def _rising(cell: Cell, more: str = "") -> Bands | Words:
    """Read a scale on which more is never worth less: what is not stated is bounded by its ends."""
    scale = _scale(cell, more)
    worth = (
        [band.points for band in scale.bands]
        if isinstance(scale, Bands)
        else list(scale.worth.values())
    )
    if any(more < less for less, more in pairwise(worth)):
        cell.refuse("more is worth less here", "write the scale in ascending order")
    return scale


def _transferability(cell: Cell) -> tuple[dict[str, Scale], tuple[Group, ...]]:
    pairs = cell.fields("levels groups")
    levels: dict[str, Scale] = {
        name: _rising(each) for name, each in pairs["levels"].fields(LEVELS).items()
    }
    return levels, tuple(_group(each, levels) for each in pairs["groups"].elements())


def _group(cell: Cell, levels: Mapping[str, Scale]) -> Group:
    pairs = cell.fields("cap pairs")
    listed = pairs["pairs"].elements()
    return Group(pairs["cap"].integer(), tuple(_pair(each, levels) for each in listed))


def _pair(cell: Cell, levels: Mapping[str, Scale]) -> Pair:
    pairs = cell.fields("of points")
    names = read_words(pairs["of"])
    if len(names) != 2 or not set(names) <= set(levels):
        pairs["of"].refuse("this is no pair of levels", f"name two of {', '.join(levels)}")
    rows = tuple(
        tuple(point.integer() for point in row.elements()) for row in pairs["points"].elements()
    )
    shape = tuple(levels[name].range.high for name in names)
    if (len(rows), *{len(row) for row in rows}) != shape:
        pairs["points"].refuse("the points do not fit the levels", "write a row for each level")
    return Pair(names[0], names[1], rows)


def _rivals(cell: Cell, worth: Mapping[str, int]) -> frozenset[str]:
    words = frozenset(read_words(cell))
    if not words <= set(worth):
        cell.refuse("these are not all words above", f"use some of {', '.join(worth)}")
    return words


def _offers(cell: Cell) -> tuple[Offers, ...]:
    offers = []
    for each in cell.elements():
        pairs = each.fields("from to words", "unverified")
        start, end = (None if pairs[k].value is None else pairs[k].day() for k in ("from", "to"))
        text = pairs["unverified"].translated() if "unverified" in pairs else None
        if start is None and text is None:
            each.refuse("it has no first day", "write `from`, or say why under `unverified`")
        offers.append(Offers(start, end, read_worth(pairs["words"]), text))
    days = [(each.start, each.end) for each in offers]
    touching = all(one[1] == other[0] is not None for one, other in pairwise(days))
    if days[0][0] is not None or days[-1][1] is not None or not touching:
        cell.refuse("the days have gaps or overlap", "let each span begin where the last ends")
    return tuple(offers)
