"""Flags of stored candidates and roles, and what of them an employer may see."""

from collections.abc import Mapping
from copy import deepcopy
from datetime import date
from typing import Any

from marketplace.candidates.profiles import candidate_profile
from marketplace.policies.installed import installed_packs
from marketplace.roles.profiles import role_profile
from matching.codes import Outcome
from matching.policy.facts import flags_of
from matching.policy.flags import as_plain
from matching.policy.loading import active_pack
from matching.policy.pack import Pack
from matching.profiles import CandidateProfile, RoleProfile
from models import Candidate, Purpose, Role

SEED = "cn-k-seed"
STATUS_FLAGS = frozenset({"k_switch", "pr_pathway"})  # they rest on the candidate's own status
WITHHELD = "WITHHELD"


def pack_of(day: date) -> Pack:
    """Return the pack that matches are flagged under."""
    return active_pack(installed_packs(), SEED, day)


def flags_for(candidate: Candidate, role: Role, *, day: date) -> dict[str, dict[str, Any]]:
    """Return the flags of a stored pair, in the shape of the API, as the candidate sees them."""
    return plain_flags(candidate_profile(candidate, day=day), role_profile(role), day=day)


def plain_flags(
    candidate: CandidateProfile | None, role: RoleProfile | None, *, day: date
) -> dict[str, dict[str, Any]]:
    """Return the flags of two profiles, in the shape of the API."""
    flags = flags_of(pack_of(day), candidate, role, day=day)
    return {name: as_plain(flag) for name, flag in flags.items()}


def shares_status(candidate: Candidate) -> bool:
    """Whether employers may see outcomes that rest on the candidate's status."""
    return candidate.consents_to(Purpose.SENSITIVE_STATUS) and candidate.consents_to(
        Purpose.SHARE_STATUS
    )


def for_employer(
    flags: Mapping[str, Mapping[str, Any]], *, shares_status: bool
) -> dict[str, dict[str, Any]]:
    """Return flags as an employer sees them: outcomes, and only reasons that it can cure."""
    return {
        name: _withheld(flag)
        if name in STATUS_FLAGS and not shares_status
        else _without_facts(flag)
        for name, flag in flags.items()
    }


def _without_facts(flag: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out whatever tells of the candidate's own facts."""
    shown = deepcopy(dict(flag))
    curable = {item["criterion"] for item in shown["remedy"] if item["curable_by"] == "employer"}
    shown["reasons"] = [reason for reason in shown["reasons"] if reason["criterion"] in curable]
    shown["because"] = {leaf: code for leaf, code in shown["because"].items() if leaf in curable}
    shown["missing"] = [
        fact for fact in shown["missing"] if fact.startswith(("employer.", "role.", "province"))
    ]
    shown["remedy"] = [item for item in shown["remedy"] if item["curable_by"] == "employer"]
    return shown


def _withheld(flag: Mapping[str, Any]) -> dict[str, Any]:
    """Say nothing but that nothing is said; the same for every candidate who does not share."""
    name = f"{flag['pack']['id']} {flag['pack']['version']}"
    return {
        **flag,
        "outcome": Outcome.UNKNOWN.value,
        "label": f"Cannot be confirmed under {name}: the candidate did not share it",
        "because": {"status": WITHHELD},
        "reasons": [],
        "missing": [],
        "remedy": [],
    }
