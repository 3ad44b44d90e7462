"""What a JSON Resume holds that a profile has no field for: kept as text of its summary."""

from collections.abc import Iterator, Mapping
from typing import Any

from marketplace.imports.findings import Findings
from marketplace.imports.markup import plain_text
from marketplace.imports.resume_sections import is_patent

_SECTIONS = (
    ("projects", "Projects", ("name", "description", "entity", "roles", "highlights", "keywords")),
    ("volunteer", "Volunteer work", ("position", "organization", "summary", "highlights")),
    ("certificates", "Certificates", ("name", "issuer")),
)


def read_more(resume: Mapping[str, Any], findings: Findings) -> Iterator[str]:
    """Yield a paragraph per section that has no field of its own."""
    for section, heading, keys in _SECTIONS:
        lines = []
        for pointer, entry in findings.objects(resume.get(section), f"#/{section}"):
            if not is_patent(entry):
                lines += _line(entry, keys, pointer, findings)
        if lines:
            findings.note(f"{section} went into the summary: a profile has no field for it.")
            yield "\n".join((f"{heading}:", *lines))


def _line(
    entry: Mapping[str, Any], keys: tuple[str, ...], pointer: str, findings: Findings
) -> list[str]:
    """Return what the entry says, in one line."""
    parts = [part for key in keys for part in findings.names(entry.get(key), f"{pointer}/{key}")]
    text = " · ".join(dict.fromkeys(" ".join(plain_text(part).split()) for part in parts))
    return [f"- {text}"] if text else []
