"""What a profile says and a JSON Resume has no words for: kept under a key of our own."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from marketplace.imports.findings import Findings

KEY = "x-kvisa"
OF_ENTRIES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "skills": ("years",),
        "experience": ("sector", "leads_rd", "stem_research"),
        "education": ("sectors", "stem"),
        "patents": ("number",),
    }
)
WISHES = ("hubs", "salary_min", "notice_weeks")
EMPTIED = (*OF_ENTRIES, "publications", "awards", "languages")
NONE = "none"  # names the sections of which the person states that there are none


def entry_words(entry: object, section: str) -> dict[str, Any]:
    """Return what an entry of a résumé says in our own words."""
    given = entry.get(KEY) if isinstance(entry, dict) else None
    if not isinstance(given, dict):
        return {}
    return {name: given[name] for name in OF_ENTRIES[section] if name in given}


def profile_words(resume: Mapping[str, Any], findings: Findings) -> dict[str, Any]:
    """Return the wishes that a résumé states, and the sections that it states to be empty."""
    given = resume.get(KEY)
    if given is None:
        return {}
    if not isinstance(given, dict):
        findings.refuse(f"#/{KEY}", "Must be an object.")
        return {}
    empty = findings.names(given.get(NONE), f"#/{KEY}/{NONE}")
    wishes = {name: given[name] for name in WISHES if name in given}
    return {name: [] for name in empty if name in EMPTIED} | wishes
