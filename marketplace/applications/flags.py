"""Flags as they were shown when a role and a candidate met: what is kept, and who sees it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from marketplace.assessments.telling import tell
from marketplace.candidates.profiles import STATUS_FLAGS
from marketplace.matches.flags import for_employer, pair_flags
from matching.policy.trace import trace_of
from models import Candidate, Role

KEPT = ("outcome", "label", "pack", "as_of", "province")
_NO_REASONS: Mapping[str, Any] = {"because": {}, "reasons": [], "missing": [], "remedy": []}

Flags = dict[str, dict[str, Any]]


def flags_as_shown(candidate: Candidate, role: Role, *, day: date) -> Flags:
    """Return what is kept of a pair's flags: the outcomes, and the traces that prove them.

    A trace holds the facts' own values: it is for the candidate and the audit alone.
    """
    flags = pair_flags(candidate, role, day=day)
    told = without_traces(tell(flags, "en"))
    return {name: {**told[name], "trace": trace_of(flags[name].trace)} for name in flags}


def without_traces(flags: Mapping[str, Mapping[str, Any]]) -> Flags:
    """Return what both sides may see of kept flags."""
    return {name: {key: flag[key] for key in KEPT} for name, flag in flags.items()}


def seen_by_employer(flags: Mapping[str, Mapping[str, Any]], *, shares_status: bool) -> Flags:
    """Return kept flags with the outcomes withheld that the candidate does not share."""
    whole = {name: {**flag, **_NO_REASONS} for name, flag in flags.items()}
    return without_traces(for_employer(whole, hidden=() if shares_status else STATUS_FLAGS))
