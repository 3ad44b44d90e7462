"""The visa routes for what a stored profile says."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from marketplace.assessments.telling import tell
from marketplace.candidates.profiles import textless_profile
from marketplace.candidates.services import own_profile
from marketplace.matches.flags import pack_of
from marketplace.permissions import Caller
from marketplace.routes.services import read_situation
from matching.codes import DEGREE_LEVELS
from matching.policy.composing import with_all_facts
from matching.policy.facts import candidate_facts, flags_of
from matching.policy.findings import Readings
from matching.policy.loading import Packs
from matching.policy.pack import Language, Pack
from matching.policy.routes.comparing import compare, packs_compared
from matching.profiles import CandidateProfile, Degree


def own_routes(
    session: Session,
    caller: Caller,
    candidate_id: UUID,
    packs: Packs,
    *,
    day: date,
    language: Language,
    answers: Mapping[str, object],
) -> dict[str, Any]:
    """Return every route as it comes out for one's own profile, and the flags without a role.

    Args:
        answers: to the points tables, ``cn_points`` and ``crs``; of a table without any, null.

    Raises:
        NotFound: no such profile, or a stranger's.
        Invalid: an answer does not fit.
    """
    candidate = own_profile(session, caller, candidate_id)
    profile = textless_profile(candidate, day=day)
    situation = read_situation(packs, day=day, province=None, facts=None, **answers)
    stated = _stated(packs_compared(packs, situation), profile, day)
    flags = flags_of(pack_of(day), profile, None, day=day, language=language)
    return {
        "routes": compare(packs, replace(situation, stated=stated), language),
        "flags": tell(flags, language),
    }


def _stated(packs: Iterable[Pack], profile: CandidateProfile, day: date) -> dict[str, Readings]:
    """Return the facts that the profile settles; what two packs read in two ways is left out."""
    one_degree = replace(profile, education=_highest(profile.education))
    found: dict[str, set[Readings]] = {}
    for pack in packs:
        facts = candidate_facts(with_all_facts(pack), one_degree, day=day)
        entries = facts.entries[0] if len(facts.entries) == 1 else {}
        for name, readings in {**facts.stated, **entries}.items():
            found.setdefault(name, set()).add(readings)
    return {name: next(iter(each)) for name, each in found.items() if len(each) == 1}


def _highest(education: tuple[Degree, ...] | None) -> tuple[Degree, ...] | None:
    """Return the highest degree alone: level and field of two must not mix."""
    if not education:
        return education
    return (max(education, key=_rank),)


def _rank(degree: Degree) -> int:
    return DEGREE_LEVELS.index(degree.level) if degree.level in DEGREE_LEVELS else -1
