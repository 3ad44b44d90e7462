"""The entries of a profile's sections: their ids, and what their proof is worth."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import uuid4

from matching.codes import Evidence

SECTIONS = ("experience", "education", "patents", "publications", "awards", "languages")
STATUS = "status"  # proved as a whole, unlike the sections
SERVER_MADE = ("id", "evidence", "evidence_expires_on")

Entry = dict[str, Any]


def keep_evidence(
    stored: Sequence[Mapping[str, Any]] | None, sent: Sequence[Mapping[str, Any]] | None
) -> list[Entry] | None:
    """Return the sent entries; one that says what a stored one said keeps its id and evidence."""
    if sent is None:
        return None
    left = list(stored or ())
    return [_kept(left, content) for content in sent]


def content_of(entry: Mapping[str, Any]) -> Entry:
    """Return what the candidate said in an entry."""
    return {name: value for name, value in entry.items() if name not in SERVER_MADE}


def with_evidence(
    stored: Sequence[Mapping[str, Any]], entry_id: str, *, evidence: str, expires_on: date | None
) -> list[Entry]:
    """Return new entries, one of them with a decision on its proof."""
    decided = {
        "evidence": evidence,
        "evidence_expires_on": None if expires_on is None else expires_on.isoformat(),
    }
    return [dict(entry) | (decided if entry["id"] == entry_id else {}) for entry in stored]


def evidence_on(day: date, evidence: str, expires_on: date | str | None) -> Evidence:
    """Return what a proof is worth on a day; the last valid day counts."""
    last = date.fromisoformat(expires_on) if isinstance(expires_on, str) else expires_on
    if evidence == Evidence.VERIFIED and last is not None and last < day:
        return Evidence.EXPIRED
    return Evidence(evidence)


def _kept(left: list[Mapping[str, Any]], content: Mapping[str, Any]) -> Entry:
    """Take the first stored entry of the same content, or make a new one."""
    for place, entry in enumerate(left):
        if content_of(entry) == content:
            return dict(left.pop(place))
    return {
        "id": str(uuid4()),
        **content,
        "evidence": str(Evidence.NONE),
        "evidence_expires_on": None,
    }
