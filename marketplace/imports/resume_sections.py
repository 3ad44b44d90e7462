"""Read the sections of a JSON Resume; a section that is left out or empty is not stated."""

from collections.abc import Mapping
from typing import Any

from marketplace.http.fields import LINE, MAX_ITEMS
from marketplace.imports.days import read_partial_day
from marketplace.imports.findings import Findings, placed, quoted
from marketplace.imports.markup import plain_text
from marketplace.imports.own_words import entry_words
from marketplace.imports.posting_terms import bounded
from marketplace.imports.qualifications import degree_level
from marketplace.imports.tongues import language_code, language_level
from marketplace.taxonomies.codes import DEGREE_LEVELS

TITLE = 500  # characters of the title of an achievement

Entry = dict[str, Any]


def read_experience(value: object, findings: Findings) -> list[Entry] | None:
    """Return the posts that a person held."""
    found = []
    for pointer, post in findings.objects(value, "#/work"):
        start, end = _period(post, pointer, findings)
        found.append(
            {
                "title": _text(post, ("position", "title"), pointer, findings),
                "organisation": _text(post, ("name", "company", "organization"), pointer, findings),
                "start": start,
                "end": end,
                "summary": _paragraphs(post, pointer, findings),
                **entry_words(post, "experience"),
            }
        )
    return _limited(found, "work", findings)


def _period(
    entry: Mapping[str, Any], pointer: str, findings: Findings
) -> tuple[str | None, str | None]:
    """Return a start and an end; an end before its start is refused."""
    start = read_partial_day(entry.get("startDate"), f"{pointer}/startDate", findings)
    end = read_partial_day(entry.get("endDate"), f"{pointer}/endDate", findings)
    if start and end and end[: len(start)] < start[: len(end)]:
        findings.refuse(f"{pointer}/endDate", f"The end ({end}) is before the start ({start}).")
    return start, end


def _paragraphs(entry: Mapping[str, Any], pointer: str, findings: Findings) -> str | None:
    """Return the summary and the highlights."""
    lines = [
        _text(entry, (key,), pointer, findings, longest=None) for key in ("summary", "description")
    ]
    items = findings.names(entry.get("highlights"), f"{pointer}/highlights")
    lines += [f"- {plain_text(item)}" for item in items]
    return "\n".join(dict.fromkeys(line for line in lines if line)) or None


def read_education(value: object, findings: Findings) -> list[Entry] | None:
    """Return the degrees; a degree's level only where its name is clear."""
    found = []
    for pointer, school in findings.objects(value, "#/education"):
        kind = _text(school, ("studyType", "degree"), pointer, findings)
        level = kind if kind in DEGREE_LEVELS else degree_level(kind or "")
        if kind and level is None:
            findings.note(f"The degree {quoted(kind)} is of no level that we know.")
        _, end = _period(school, pointer, findings)
        found.append(
            {
                "institution": _text(school, ("institution", "name"), pointer, findings),
                "degree": level,
                "field": _text(school, ("area", "major"), pointer, findings),
                "end": end,
                **entry_words(school, "education"),
            }
        )
    return _limited(found, "education", findings)


def read_patents(projects: object, findings: Findings) -> list[Entry] | None:
    """Return the projects whose type is "patent"."""
    found = [
        {
            "title": _title(project, ("name",), pointer, findings),
            **entry_words(project, "patents"),
        }
        for pointer, project in findings.objects(projects, "#/projects")
        if is_patent(project)
    ]
    return _limited(found, "projects", findings)


def is_patent(project: Mapping[str, Any]) -> bool:
    """Whether a project is a patent."""
    kind = project.get("type")
    return isinstance(kind, str) and kind.strip().casefold() == "patent"


def read_publications(value: object, findings: Findings) -> list[Entry] | None:
    """Return the publications, a DOI where the address is one."""
    found = []
    for pointer, paper in findings.objects(value, "#/publications"):
        url = _text(paper, ("url", "website"), pointer, findings) or ""
        _, is_doi, doi = url.partition("doi.org/")
        title = _title(paper, ("name", "title"), pointer, findings)
        found.append({"title": title, "doi": doi if is_doi and doi else None})
    return _limited(found, "publications", findings)


def read_awards(value: object, findings: Findings) -> list[Entry] | None:
    """Return the awards."""
    found = [
        {
            "title": _title(award, ("title", "name"), pointer, findings),
            "issuer": _text(award, ("awarder", "issuer"), pointer, findings),
        }
        for pointer, award in findings.objects(value, "#/awards")
    ]
    return _limited(found, "awards", findings)


def read_languages(value: object, findings: Findings) -> list[Entry] | None:
    """Return the languages that we have a code for, at a level of a scale."""
    found: dict[str, Entry] = {}
    for pointer, each in findings.objects(value, "#/languages"):
        name = _text(each, ("language", "name"), pointer, findings)
        fluency = _text(each, ("fluency", "level"), pointer, findings)
        if name is None:
            continue
        code = language_code(name)
        if code is None:
            findings.note(f"The language {quoted(name)} is not in our list and was left out.")
            continue
        level = language_level(fluency, code) if fluency else None
        if fluency and level is None:
            findings.note(f"The level {quoted(fluency)} is of no scale; {name} has none.")
        found.setdefault(code, {"language": code, "level": level})
    return _limited(list(found.values()), "languages", findings)


def read_skills(value: object, findings: Findings) -> list[Entry] | None:
    """Return skills and their keywords, each once."""
    names: dict[str, str] = {}
    ours: dict[str, Entry] = {}
    for pointer, item in placed(value, "#/skills"):
        keywords = item.get("keywords") if isinstance(item, dict) else None
        for name in (
            *findings.names(item, pointer),
            *findings.names(keywords, f"{pointer}/keywords"),
        ):
            plain = " ".join(plain_text(name).split())
            names.setdefault(plain.casefold(), plain)
            ours.setdefault(plain, entry_words(item, "skills"))
    names.pop("", None)
    named = bounded(names.values(), findings)
    return [{"name": name, **ours.get(name, {})} for name in named] or None


def _text(
    entry: Mapping[str, Any],
    keys: tuple[str, ...],
    pointer: str,
    findings: Findings,
    *,
    longest: int | None = LINE,
) -> str | None:
    """Return the text of the first key that has one; of bounded length it is one line."""
    for key in keys:
        text = findings.text(entry.get(key), f"{pointer}/{key}")
        plain = plain_text(text) if text else None
        if plain:
            return _line(plain, longest, f"{pointer}/{key}", findings) if longest else plain
    return None


def _title(
    entry: Mapping[str, Any], keys: tuple[str, ...], pointer: str, findings: Findings
) -> str | None:
    """Return the title of an achievement, which needs one."""
    title = _text(entry, keys, pointer, findings, longest=TITLE)
    if title is None and any(entry.values()):
        findings.refuse(f"{pointer}/{keys[0]}", "Needs a name.")
    return title


def _line(text: str, longest: int, pointer: str, findings: Findings) -> str:
    """Return text as one line within the limit; say what was shortened."""
    text = " ".join(text.split())
    if len(text) <= longest:
        return text
    findings.note(f"{pointer} was shortened from {len(text)} to {longest} characters.")
    return text[: longest - 1] + "…"


def _limited(entries: list[Entry], name: str, findings: Findings) -> list[Entry] | None:
    """Return the entries that say something, up to the limit; none at all is "not stated"."""
    found = [entry for entry in entries if any(entry.values())]
    if len(found) > MAX_ITEMS:
        findings.note(f"Of {len(found)} entries of {name} the first {MAX_ITEMS} were taken.")
    return found[:MAX_ITEMS] or None
