"""What stands beside the flags of one pair in full: the official line, provinces, documents."""

from collections.abc import Collection, Mapping
from typing import Any

from marketplace.matches.flags import official_pack_of, pack_of, rests_on_status, tell_flags
from marketplace.matches.views import View
from matching.policy.consistency import consistency_of
from matching.policy.documents import documents_for
from matching.policy.facts import flags_of
from matching.policy.flags import Flag
from matching.profiles import CandidateProfile, RoleProfile

DETAILS = ("official", "consistency", "documents")


def details_of(
    candidate: CandidateProfile,
    role: RoleProfile,
    flags: Mapping[str, Flag],
    view: View,
    *,
    shares_status: bool,
) -> dict[str, Any]:
    """Return the details that the view asks for.

    An employer sees outcomes as it sees those of the flags; provinces are compared, and documents
    listed, by what it may see.
    """
    hidden = set() if shares_status or not view.to_employer else {*_resting(flags)}
    details: dict[str, Any] = {}
    if "official" in view.include:
        official = flags_of(
            official_pack_of(view.day), candidate, role, day=view.day, language=view.language
        )
        details["official"] = tell_flags(
            official, view.language, to_employer=view.to_employer, shares_status=shares_status
        )
    if "consistency" in view.include:
        details["consistency"] = _consistency(candidate, role, set(flags) - hidden, view)
    if "documents" in view.include:
        shown = {name: flag for name, flag in flags.items() if name not in hidden}
        details["documents"] = _documents(shown, view)
    return details


def _resting(flags: Mapping[str, Flag]) -> list[str]:
    return [name for name, flag in flags.items() if rests_on_status(flag)]


def _consistency(
    candidate: CandidateProfile, role: RoleProfile, names: Collection[str], view: View
) -> dict[str, Any]:
    found = consistency_of(pack_of(view.day), candidate, role, day=view.day, flags=names)
    return {"share": found.share, "differs": list(found.differs)}


def _documents(flags: Mapping[str, Flag], view: View) -> list[dict[str, str]]:
    return [
        {"criterion": each.criterion, "document": each.document}
        for each in documents_for(flags, view.language)
        if not view.to_employer or each.curable_by == "employer"
    ]
