"""In how many provinces a match has the flags that it has by national rules alone."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from matching.codes import Outcome
from matching.policy.facts import flags_of
from matching.policy.overlays import provinces_on
from matching.policy.pack import Pack
from matching.policy.provinces import PROVINCES
from matching.profiles import CandidateProfile, RoleProfile

# They issue visas of their own, and the packs say nothing of them.
ELSEWHERE = frozenset({"CN-HK", "CN-MO", "CN-TW"})


@dataclass(frozen=True, slots=True)
class Consistency:
    """How far the provinces agree."""

    share: float  # of the provinces, those whose flags are the nation's; in [0, 1]
    differs: tuple[str, ...]  # the others, by code


def consistency_of(
    pack: Pack,
    candidate: CandidateProfile | None,
    role: RoleProfile | None,
    *,
    day: date,
    flags: Collection[str],
) -> Consistency:
    """Decide some flags of a match in every province, and compare with the national rules."""
    national = replace(pack, overlays=())
    elsewhere = None if role is None else replace(role, province=None)

    def outcomes(rules: Pack, province: str | None) -> dict[str, Outcome]:
        found = flags_of(rules, candidate, elsewhere, day=day, province=province)
        return {name: found[name].outcome for name in flags}

    country = pack.jurisdiction.country
    usual = outcomes(national, country)
    local = provinces_on(pack.overlays, day)
    differs = tuple(code for code in local if outcomes(pack, code) != usual)
    among = (PROVINCES[country] - ELSEWHERE).union(local)
    return Consistency(share=1 - len(differs) / len(among), differs=differs)
