"""The parts of a pack's file that rules build on: sources, taxonomies, facts, parameters."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from itertools import pairwise

from matching.codes import DEGREE_LEVELS, EMPLOYER_KINDS, SECTORS, VISAS
from matching.policy.pack import (
    GROUPS,
    UNDEFINED,
    Attribute,
    DatedValue,
    Fact,
    FactKind,
    PackStatus,
    Parameter,
    ParameterValue,
    Source,
    Span,
    Suspension,
)
from matching.policy.reading import Cell

HOUSE_TAXONOMIES: Mapping[str, tuple[str, ...]] = {
    "sector": SECTORS,
    "employer_kind": EMPLOYER_KINDS,
    "degree_level": DEGREE_LEVELS,
    "visa": VISAS,
}
TIERS = ("1", "2", "3", "4", "5", "seed", "user", "test")
CITABLE = {"1", "2", "3", "seed"}
CERTAINTIES = ("stated", "suggested", "reported", "may")
BASES = ("source", "house")
SENSITIVITIES = ("public", "personal", "sensitive")
PURPOSES = ("public", "matching", "sensitive_status")
RANKINGS = ("allowed", "forbidden")
VERSION = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6}){0,3}")


class Citations:
    """The sources of a pack, and which of them something cites."""

    def __init__(self, sources: Mapping[str, Source], *, citable: set[str]) -> None:
        self.sources = sources
        self._citable = citable
        self._cited: set[str] = set()

    def cite(self, cell: Cell) -> str:
        """Return the id of a source that may be cited, and note that it was."""
        source = self.sources[cell.word(self.sources, "source of this pack")]
        if source.tier not in self._citable:
            cell.refuse(
                f"`{source.id}` is of tier {source.tier}", "cite law, ministry or major press"
            )
        self._cited.add(source.id)
        return source.id

    def refuse_uncited(self, cell: Cell) -> None:
        """Refuse a source that nothing cites."""
        for name, source in cell.entries():
            if name not in self._cited:
                source.refuse(f"nothing cites `{name}`", "cite it or take it out")


def read_version(cell: Cell) -> str:
    """Read a version: numbers and dots."""
    if not VERSION.fullmatch(cell.text()):
        cell.refuse("this is no version", 'write numbers and dots in quotation marks: "2025.1"')
    return cell.text()


def read_release(top: Mapping[str, Cell]) -> tuple[PackStatus, date, date]:
    """Read the status, when somebody last looked, and by when to look again."""
    recorded = top["recorded"].fields("on review_by")
    status = PackStatus(top["status"].word({each.value for each in PackStatus}, "status"))
    return status, recorded["on"].day(), recorded["review_by"].day()


def read_sources(cell: Cell) -> dict[str, Source]:
    """Read where the rules come from."""
    return {name: _source(name, source) for name, source in cell.entries()}


def _source(name: str, cell: Cell) -> Source:
    pairs = cell.fields(
        "tier kind title", "url copy note effective locator published retrieved sha256 quote"
    )
    return Source(
        id=name,
        tier=pairs["tier"].word(TIERS, "tier"),
        kind=pairs["kind"].text(),
        title=pairs["title"].text(),
        url=pairs["url"].text() if "url" in pairs else None,
    )


def read_taxonomies(cell: Cell | None) -> dict[str, tuple[str, ...]]:
    """Read the pack's own code lists, which may not differ from those of the house."""
    taxonomies = dict(HOUSE_TAXONOMIES)
    for name, listed in cell.entries() if cell else ():
        words = tuple(word.text() for word in listed.elements())
        if taxonomies.setdefault(name, words) != words:
            listed.refuse(f"`{name}` differs from the house's list", "copy matching/codes.py")
    return taxonomies


def read_facts(cell: Cell, taxonomies: Mapping[str, tuple[str, ...]]) -> dict[str, Fact]:
    """Read the dictionary of what the criteria may ask."""
    facts = {name: _fact(name, fact, taxonomies) for name, fact in cell.entries()}
    for name, fact in facts.items():
        origin = facts.get(fact.derived_from) if fact.derived_from else fact
        if origin is None or (fact.derived_from and origin.kind is not FactKind.DATE):
            cell.refuse(f"`{name}` derives from no date", "name a declared fact of type date")
    return facts


def _fact(name: str, cell: Cell, taxonomies: Mapping[str, tuple[str, ...]]) -> Fact:
    pairs = cell.fields("type question privacy", "taxonomy range proof derived_from within")
    privacy = pairs["privacy"].fields("sensitivity purpose ranking")
    if name.partition(".")[0] not in GROUPS and "derived_from" not in pairs:
        cell.refuse(f"`{name}` belongs to no group", f"begin with one of {', '.join(GROUPS)}")
    kind = FactKind(pairs["type"].word({kind.value for kind in FactKind}, "type of fact"))
    lowest, highest = _range(cell, pairs, kind)
    return Fact(
        id=name,
        kind=kind,
        taxonomy=_taxonomy(cell, pairs, kind, taxonomies),
        minimum=lowest,
        maximum=highest,
        question=pairs["question"].translated(),
        proof=pairs["proof"].translated() if "proof" in pairs else None,
        sensitivity=privacy["sensitivity"].word(SENSITIVITIES, "sensitivity"),
        purpose=privacy["purpose"].word(PURPOSES, "purpose"),
        ranking=privacy["ranking"].word(RANKINGS, "rule for ranking"),
        derived_from=pairs["derived_from"].text() if "derived_from" in pairs else None,
        within=pairs["within"].text() if "within" in pairs else None,
    )


def _taxonomy(
    cell: Cell, pairs: Mapping[str, Cell], kind: FactKind, known: Mapping[str, tuple[str, ...]]
) -> tuple[str, ...]:
    coded = kind in {FactKind.CODE, FactKind.CODES}
    if coded != ("taxonomy" in pairs):
        cell.refuse("a taxonomy belongs to codes, and to nothing else", "see `type`")
    return known[pairs["taxonomy"].word(known, "taxonomy")] if coded else ()


def _range(cell: Cell, pairs: Mapping[str, Cell], kind: FactKind) -> tuple[int | None, int | None]:
    if (kind is FactKind.INTEGER) != ("range" in pairs):
        cell.refuse("a range belongs to integers, and to nothing else", "write [0, 100]")
    if "range" not in pairs:
        return None, None
    bounds = [bound.integer() for bound in pairs["range"].elements()]
    if len(bounds) != 2 or bounds[0] > bounds[1]:
        pairs["range"].refuse("this is no range", "write [lowest, highest]")
    return bounds[0], bounds[1]


def read_parameters(cell: Cell | None, citations: Citations, days: Span) -> dict[str, Parameter]:
    """Read the dated values, which must cover the pack's days once."""
    parameters = {}
    for name, parameter in cell.entries() if cell else ():
        listed = parameter.fields("values")["values"].elements()
        values = [_dated_value(value, citations) for value in listed]
        _refuse_gaps(parameter, name, [value.span for value in values], days)
        parameters[name] = Parameter(id=name, values=tuple(values))
    return parameters


def _dated_value(cell: Cell, citations: Citations) -> DatedValue:
    pairs = cell.fields("from value cite certainty basis", "to note")
    basis = pairs["basis"].word(BASES, "basis")
    if basis == "house" and "note" not in pairs:
        cell.refuse("an assumption of the house gives no reason", "add `note: {en, zh-Hans}`")
    return DatedValue(
        span=cell.span(),
        value=read_value(pairs["value"]),
        cite=citations.cite(pairs["cite"]),
        certainty=pairs["certainty"].word(CERTAINTIES, "certainty"),
        basis=basis,
        note=pairs["note"].translated() if "note" in pairs else None,
    )


def read_value(cell: Cell) -> ParameterValue:
    """Read a value of law; ``UNDEFINED`` is one."""
    if isinstance(cell.value, list):
        return tuple(item.text() for item in cell.elements())
    if cell.value is None or isinstance(cell.value, dict):
        cell.refuse("a value is wanted here", "write a word, a number, a list or UNDEFINED")
    return UNDEFINED if cell.value == UNDEFINED.value else cell.value


def _refuse_gaps(cell: Cell, name: str, spans: Iterable[Span], days: Span) -> None:
    ordered = sorted(spans, key=lambda span: span.start)
    for earlier, later in pairwise(ordered):
        if earlier.end is None or earlier.end > later.start:
            cell.refuse(f"`{name}` has two values on {later.start}", "end the earlier with `to`")
        if earlier.end < later.start:
            cell.refuse(f"`{name}` has no value on {earlier.end}", "let the values touch")
    _refuse_uncovered(cell, name, Span(ordered[0].start, ordered[-1].end), days)


def _refuse_uncovered(cell: Cell, name: str, covered: Span, days: Span) -> None:
    last = date.max if days.end is None else days.end - timedelta(days=1)
    for day in (days.start, last):
        if day not in covered:
            cell.refuse(f"`{name}` has no value on {day}", "cover every day of `effective`")


def read_attributes(cell: Cell | None, citations: Citations) -> dict[str, Attribute]:
    """Read the hedged information that is shown beside the flags."""
    return {
        name: _attribute(name, attribute, citations)
        for name, attribute in (cell.entries() if cell else ())
    }


def _attribute(name: str, cell: Cell, citations: Citations) -> Attribute:
    pairs = cell.fields("value certainty cite text")
    return Attribute(
        id=name,
        value=read_value(pairs["value"]),
        certainty=pairs["certainty"].word(CERTAINTIES, "certainty"),
        cite=citations.cite(pairs["cite"]),
        text=pairs["text"].translated(),
    )


def read_suspensions(
    cell: Cell | None, flags: Mapping[str, object], citations: Citations
) -> dict[str, Suspension]:
    """Read which flags are out of use."""
    suspensions = {}
    for name, suspension in cell.entries() if cell else ():
        pairs = suspension.fields("cite fix")
        if name not in flags:
            suspension.refuse(f"`{name}` is no flag", f"use one of {', '.join(flags)}")
        cite, fix = citations.cite(pairs["cite"]), pairs["fix"].translated()
        suspensions[name] = Suspension(flag=name, cite=cite, fix=fix)
    return suspensions
