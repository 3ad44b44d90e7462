"""Flags as they were shown when a role and a candidate met: what is kept, and who sees it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from marketplace.candidates.profiles import STATUS_FLAGS
from marketplace.matches.flags import flags_for, for_employer
from models import Candidate, Role

KEPT = ("outcome", "label", "pack", "as_of", "province")
_NO_REASONS: Mapping[str, Any] = {"because": {}, "reasons": [], "missing": [], "remedy": []}

Flags = dict[str, dict[str, Any]]


def flags_as_shown(candidate: Candidate, role: Role, *, day: date) -> Flags:
    """Return what is kept of a pair's flags: the outcomes and the pack that they rest on."""
    return _kept(flags_for(candidate, role, day=day))


def seen_by_employer(flags: Mapping[str, Mapping[str, Any]], *, shares_status: bool) -> Flags:
    """Return kept flags with the outcomes withheld that the candidate does not share."""
    whole = {name: {**flag, **_NO_REASONS} for name, flag in flags.items()}
    return _kept(for_employer(whole, hidden=() if shares_status else STATUS_FLAGS))


def _kept(flags: Mapping[str, Mapping[str, Any]]) -> Flags:
    return {name: {key: flag[key] for key in KEPT} for name, flag in flags.items()}
