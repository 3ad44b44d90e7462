"""What a profile does not say yet, and what saying it would bring: with rules, and with roles."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from marketplace.candidates.drafts import STEPS
from marketplace.candidates.profiles import textless_profile
from marketplace.matches.flags import official_pack_of, pack_of
from matching.policy.facts import candidate_facts, flags_of
from matching.policy.pack import Text
from models import Candidate, Role, RoleStatus

NEWEST = 200  # open roles that are looked at

# The step of the profile that states a fact which the rules of the K visa ask for.
STATED_IN: Mapping[str, str] = {
    "candidate.degree_level": "education",
    "candidate.degree_sectors": "education",
    "candidate.degree_stem": "education",
    "candidate.rd_lead": "experience",
    "candidate.years_in_sector": "experience",
    "candidate.works_in_stem_teaching_or_research": "experience",
    "candidate.patents": "achievements",
    "candidate.publications": "achievements",
    "candidate.awards": "achievements",
    "candidate.age": "status",
    "status.visa": "status",
    "status.k_expires": "status",
    "status.current_sectors": "status",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Gain:
    """What more to say in a step would bring."""

    step: str
    questions: tuple[Text, ...]  # of the rules, that stay open until then
    roles: int  # of the newest, that ask for it
    of: int


def gains_of(session: Session, candidate: Candidate, *, day: date) -> list[Gain]:
    """Return what is not stated in a profile, by step, where it would bring something."""
    questions = _open_questions(candidate, day)
    asking, of = _asking(session, candidate)
    return [
        Gain(step=step, questions=questions.get(step, ()), roles=asking.get(step, 0), of=of)
        for step in STEPS
        if questions.get(step) or asking.get(step)
    ]


def _open_questions(candidate: Candidate, day: date) -> Mapping[str, tuple[Text, ...]]:
    """Return the questions of the rules that the profile leaves open."""
    profile = textless_profile(candidate, day=day)
    found: dict[str, dict[str, Text]] = {}
    for pack in (pack_of(day), official_pack_of(day)):
        facts = candidate_facts(pack, profile, day=day)
        said = {*facts.stated, *(name for entry in facts.entries for name in entry)}  # unproved too
        if not (unsaid := STATED_IN.keys() & pack.facts.keys() - said):
            continue
        flags = flags_of(pack, profile, None, day=day).values()
        for fact in sorted(unsaid & {name for flag in flags for name in flag.missing}):
            step = STATED_IN[fact]
            found.setdefault(step, {}).setdefault(fact, pack.facts[fact].question)
    return {step: tuple(each.values()) for step, each in found.items()}


def _asking(session: Session, candidate: Candidate) -> tuple[Mapping[str, int], int]:
    """Return how many of the newest open roles ask for what is not stated, and of how many."""
    stated = {
        "skills": candidate.skills,
        "education": candidate.education,
        "experience": candidate.experience,
        "wishes": candidate.languages,
    }
    if all(each is not None for each in stated.values()):
        return {}, 0
    newest = (
        sa.select(Role.skills, Role.degree_min, Role.experience_years_min, Role.languages)
        .where(Role.status == RoleStatus.OPEN)
        .order_by(Role.id.desc())
        .limit(NEWEST)
    )
    rows = session.execute(newest).all()
    asked = {
        "skills": [row.skills for row in rows],
        "education": [row.degree_min for row in rows],
        "experience": [row.experience_years_min for row in rows],
        "wishes": [row.languages for row in rows],
    }
    counts = {step: sum(map(bool, asks)) for step, asks in asked.items() if stated[step] is None}
    return counts, len(rows)
