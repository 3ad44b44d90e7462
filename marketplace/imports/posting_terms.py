"""Read the skills, the kind of employment and the mode of work of a JobPosting."""

import re
from collections.abc import Mapping
from typing import Any

from marketplace.http.fields import LINE, MAX_ITEMS
from marketplace.imports.findings import Findings, quoted
from marketplace.imports.markup import plain_text
from marketplace.imports.places import Place

_EMPLOYMENT = (
    ("full_time", re.compile(r"full[ _-]?time|permanent|全职|正式")),
    ("part_time", re.compile(r"part[ _-]?time|兼职")),
    ("internship", re.compile(r"\bintern(?:ship)?\b|trainee|实习")),
    ("contract", re.compile(r"contract|temporary|per[ _-]diem|freelance|合同|劳务|临时")),
)
_SEPARATORS = re.compile(r"\s*[,;，；、\n]\s*")
_REMOTE = re.compile(r"telecommute|remote|远程")
_HYBRID = re.compile(r"hybrid|混合")


def read_employment_type(value: object, findings: Findings) -> str | None:
    """Return our code for schema.org's words and free text; the first that we know."""
    names = findings.names(value, "#/employmentType")
    for name in names:
        folded = name.casefold()
        known = [code for code, words in _EMPLOYMENT if words.search(folded)]
        if known:
            return known[0]
    if names:
        findings.note(f"The employment type {quoted(', '.join(names))} is none of ours.")
    return None


def read_work_mode(posting: Mapping[str, Any], place: Place, findings: Findings) -> str | None:
    """Return where the work is done, if the posting says so."""
    names = findings.names(posting.get("jobLocationType"), "#/jobLocationType")
    words = " ".join(names).casefold()
    if _HYBRID.search(words):
        return "hybrid"
    if _REMOTE.search(words) or place.is_remote:
        return "remote"
    if words:
        findings.note(f"The location type {quoted(words)} is none of ours.")
    return None


def read_skills(value: object, pointer: str, findings: Findings) -> list[dict[str, Any]]:
    """Return skills from a text with separators, a list, or terms with a name."""
    names: dict[str, str] = {}
    for text in findings.names(value, pointer):
        for name in _SEPARATORS.split(plain_text(text)):
            if name and name != "-1":
                names.setdefault(name.casefold(), name)
    return [{"name": name, "required": False} for name in bounded(names.values(), findings)]


def bounded(names: Any, findings: Findings) -> list[str]:  # noqa: ANN401 - any iterable of text
    """Return skill names within the limits of the API; say what is left out."""
    short = [name for name in names if len(name) <= LINE]
    if len(short) < len(names):
        findings.note(f"Skills over {LINE} characters were left out: write names, not sentences.")
    if len(short) > MAX_ITEMS:
        findings.note(f"Of {len(short)} skills the first {MAX_ITEMS} were taken.")
    return short[:MAX_ITEMS]
