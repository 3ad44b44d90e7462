"""Flags of stored candidates and roles, and what of them an employer may see."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from marketplace.assessments.telling import tell
from marketplace.candidates.profiles import textless_profile
from marketplace.policies.installed import installed_packs
from marketplace.roles.profiles import role_profile
from matching.codes import Outcome
from matching.policy.facts import flags_of
from matching.policy.flags import Flag
from matching.policy.loading import active_pack
from matching.policy.pack import Language, Pack, Text
from models import Candidate, Purpose, Role

SEED = "cn-k-seed"
OFFICIAL = "cn-k-official"
WITHHELD = "WITHHELD"
_NOT_SHARED = Text(
    "Cannot be confirmed under {pack}: the candidate did not share it",
    "按 {pack} 无法确认：候选人未分享此项",
)

Plain = dict[str, dict[str, Any]]


def pack_of(day: date) -> Pack:
    """Return the pack that matches are flagged under."""
    return active_pack(installed_packs(), SEED, day)


def official_pack_of(day: date) -> Pack:
    """Return the pack of what the authorities published, which stands under every flag."""
    return active_pack(installed_packs(), OFFICIAL, day)


def pair_flags(candidate: Candidate, role: Role, *, day: date) -> dict[str, Flag]:
    """Return the flags of a stored pair."""
    return flags_of(pack_of(day), textless_profile(candidate, day=day), role_profile(role), day=day)


def tell_flags(
    flags: Mapping[str, Flag], language: Language, *, to_employer: bool, shares_status: bool
) -> Plain:
    """Return flags in the shape of the API, as the candidate or the employer sees them."""
    told = tell(flags, language)
    if not to_employer:
        return told
    hidden = () if shares_status else [name for name in flags if rests_on_status(flags[name])]
    return for_employer(told, hidden=hidden, language=language)


def rests_on_status(flag: Flag) -> bool:
    """Whether a flag reads facts that only the consent ``sensitive_status`` opens."""
    pack = flag.trace.pack
    return any(
        pack.facts[fact].purpose == Purpose.SENSITIVE_STATUS
        for leaf in pack.leaves_under(flag.trace.flag)
        for fact in pack.criteria[leaf].facts
    )


def shares_status(candidate: Candidate) -> bool:
    """Whether employers may see outcomes that rest on the candidate's status."""
    return candidate.consents_to(Purpose.SENSITIVE_STATUS) and candidate.consents_to(
        Purpose.SHARE_STATUS
    )


def for_employer(
    flags: Mapping[str, Mapping[str, Any]],
    *,
    hidden: Collection[str],
    language: Language = "en",
) -> Plain:
    """Return flags as an employer sees them: outcomes, and only reasons that it can cure."""
    return {
        name: _withheld(flag, language) if name in hidden else _without_facts(flag)
        for name, flag in flags.items()
    }


def _without_facts(flag: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out whatever tells of the candidate's own facts."""
    shown = dict(flag)
    curable = {item["criterion"] for item in shown["remedy"] if item["curable_by"] == "employer"}
    shown["reasons"] = [reason for reason in shown["reasons"] if reason["criterion"] in curable]
    shown["because"] = {leaf: code for leaf, code in shown["because"].items() if leaf in curable}
    shown["missing"] = [
        fact for fact in shown["missing"] if fact.startswith(("employer.", "role."))
    ]
    shown["remedy"] = [item for item in shown["remedy"] if item["curable_by"] == "employer"]
    return shown


def _withheld(flag: Mapping[str, Any], language: Language) -> dict[str, Any]:
    """Say nothing but that nothing is said; the same for every candidate who does not share."""
    name = f"{flag['pack']['id']} {flag['pack']['version']}"
    return {
        **flag,
        "outcome": Outcome.UNKNOWN.value,
        "label": _NOT_SHARED.say(language).format(pack=name),
        "because": {"status": WITHHELD},
        "reasons": [],
        "missing": [],
        "remedy": [],
    }
