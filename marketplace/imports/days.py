"""Read days and months as foreign formats write them."""

import re
from datetime import date

from marketplace.imports.findings import Findings, quoted

_ISO = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?(?:[T ]\d{2}:?\d{2}.{0,20})?", re.ASCII)
_ONGOING = frozenset({"present", "current", "now", "today", "ongoing", "至今", "现在"})


def read_day(value: object, pointer: str, findings: Findings) -> str | None:
    """Return a day as YYYY-MM-DD; an impossible one is refused, other words are noted."""
    partial = read_partial_day(value, pointer, findings)
    if partial is not None and len(partial) < 10:
        findings.note(f"{pointer} names no day ({partial}) and was left out.")
        return None
    return partial


def read_partial_day(value: object, pointer: str, findings: Findings) -> str | None:
    """Return a date known to the year, month or day; "present" is None."""
    text = findings.text(value, pointer)
    if text is None or text.casefold() in _ONGOING:
        return None
    found = _ISO.fullmatch(text)
    if found is None:
        findings.note(f"{pointer} is no date as YYYY-MM-DD ({quoted(text)}) and was left out.")
        return None
    year, month, day = found.groups()
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        findings.refuse(pointer, f"The calendar has no {quoted(text)}.")
        return None
    if not 1900 <= int(year) <= 2099:
        findings.refuse(pointer, "The year must be from 1900 to 2099.")
        return None
    return "-".join(part for part in (year, month, day) if part)
