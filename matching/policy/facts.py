"""The one place where stored profiles become facts."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import product
from typing import TypeVar

from matching.codes import Evidence
from matching.periods import Reading, months_worked
from matching.policy.deriving import Side, derived_facts, facts_of_side
from matching.policy.engine import evaluate_reading
from matching.policy.findings import Facts, Readings, Stated
from matching.policy.flags import Flag
from matching.policy.operators import Value
from matching.policy.pack import Language, Pack
from matching.policy.standing import present_posts, status_facts
from matching.profiles import (
    Achievement,
    CandidateProfile,
    Degree,
    Employment,
    RoleProfile,
)

Source = TypeVar("Source")
World = Mapping[str, Readings]

YEARS = "candidate.years_in_sector"
ACHIEVEMENTS: Mapping[str, Callable[[CandidateProfile], tuple[Achievement, ...] | None]] = {
    "candidate.patents": lambda candidate: candidate.patents,
    "candidate.publications": lambda candidate: candidate.publications,
    "candidate.awards": lambda candidate: candidate.awards,
}
DEGREE: Mapping[str, Callable[[Degree], Value | None]] = {
    "candidate.degree_level": lambda degree: degree.level,
    "candidate.degree_sectors": lambda degree: _codes(degree.sectors),
    "candidate.degree_stem": lambda degree: degree.stem,
    "candidate.degree_institution": lambda degree: degree.institution.strip() or None,
}
NO_DEGREE = Degree(level="none", sectors=(), stem=False)
ROLE: Mapping[str, Callable[[RoleProfile], Value | None]] = {
    "role.sectors": lambda role: _codes(role.sectors),
    "role.start_date": lambda role: role.start_date,
}


def flags_of(
    pack: Pack,
    candidate: CandidateProfile | None,
    role: RoleProfile | None,
    *,
    day: date,
    province: str | None = None,
    language: Language = "en",
    reforms: Sequence[str] = (),
) -> dict[str, Flag]:
    """Return every flag of a match, or of one side alone.

    The province is the role's where it names one, else the one given, else, without a role, the
    one where the candidate lives.
    """

    def read(here: Pack, _: str | None) -> Facts:
        return candidate_facts(here, candidate, day=day).joined(role_facts(here, role, day=day))

    place = province_of(candidate, role, province)
    return evaluate_reading(pack, read, day=day, province=place, language=language, reforms=reforms)


def province_of(
    candidate: CandidateProfile | None, role: RoleProfile | None, given: str | None
) -> str | None:
    """Return the province whose rules a match is seen under."""
    if role is not None:
        return role.province or given
    status = candidate.status if candidate else None
    return given or (status.current_province if status else None)


def candidate_facts(pack: Pack, candidate: CandidateProfile | None, *, day: date) -> Facts:
    """Return what a pack may know of a candidate; without one nothing is stated."""
    stated: dict[str, Readings] = {}
    entries: tuple[Mapping[str, Readings], ...] = ()
    if candidate is not None:
        stated = _achievements(candidate) | _career(pack, candidate.experience, day)
        stated |= status_facts(pack, candidate.status, day)
        degrees, posts = _degrees(candidate.education), present_posts(candidate.experience, day)
        entries = _combined(pack, degrees, posts)
    return _declared(pack, Facts(stated, entries), Side.CANDIDATE, day)


def role_facts(pack: Pack, role: RoleProfile | None, *, day: date) -> Facts:
    """Return what a pack may know of a role and its employer."""
    stated: dict[str, Readings] = {}
    if role is not None:
        stated = _readings(ROLE, role, Evidence.VERIFIED)
        employer = role.employer
        if employer.kind is not None:
            stated["employer.kind"] = (Stated(employer.kind, employer.kind_evidence),)
        if employer.id is not None:
            stated["employer.id"] = (Stated(str(employer.id)),)
    return _declared(pack, Facts(stated), Side.EMPLOYER, day)


def _declared(pack: Pack, facts: Facts, side: Side, day: date) -> Facts:
    """Keep what the pack asks for, and add what follows from it."""
    stated = {**facts.stated, **derived_facts(pack, facts.stated, day)}
    mine = facts_of_side(pack, side)
    return Facts({name: stated[name] for name in stated if name in mine}, facts.entries)


def _combined(pack: Pack, *lists: tuple[Mapping[str, Readings], ...]) -> tuple[World, ...]:
    """Return every degree with every post, each reduced to what the pack asks for."""
    asked = [
        [{name: entry[name] for name in entry if name in pack.facts} for entry in entries]
        for entries in lists
    ]
    telling = [entries for entries in asked if any(entries)]
    joined = ({name: each[name] for each in part for name in each} for part in product(*telling))
    return tuple(joined) if telling else ()


def _readings(
    facts: Mapping[str, Callable[[Source], Value | None]], source: Source, evidence: Evidence
) -> dict[str, Readings]:
    values = {name: read(source) for name, read in facts.items()}
    return {name: (Stated(value, evidence),) for name, value in values.items() if value is not None}


def _degrees(education: tuple[Degree, ...] | None) -> tuple[Mapping[str, Readings], ...]:
    """Return level and field of each degree together, so that those of two never mix."""
    if education is None:
        return ()
    degrees = education or (NO_DEGREE,)
    return tuple(_readings(DEGREE, degree, degree.evidence) for degree in degrees)


def _achievements(candidate: CandidateProfile) -> dict[str, Readings]:
    """Count the verified ones as verified, and all of them as unproven."""
    counted: dict[str, Readings] = {}
    for name, read in ACHIEVEMENTS.items():
        claims = read(candidate)
        if claims is not None:
            verified = sum(claim.evidence is Evidence.VERIFIED for claim in claims)
            counted[name] = (Stated(verified), Stated(len(claims), Evidence.NONE))
    return counted


def _career(pack: Pack, posts: tuple[Employment, ...] | None, day: date) -> dict[str, Readings]:
    if posts is None:
        return {}
    career = {"candidate.rd_lead": _leadership(posts)}
    within = pack.facts[YEARS].within if YEARS in pack.facts else None
    if within is not None and day in pack.effective:
        sectors = pack.parameters[within].on(day).value
        if isinstance(sectors, tuple):
            career[YEARS] = _years(posts, sectors, day)
    return career


def _leadership(posts: tuple[Employment, ...]) -> Readings:
    """Read a lead that was verified, else one that was claimed, else that there was none."""
    proven = any(post.leads_rd and post.evidence is Evidence.VERIFIED for post in posts)
    claims = {post.leads_rd for post in posts}
    claimed = (
        None if True not in claims and None in claims else Stated(True in claims, Evidence.NONE)
    )
    return (Stated(value=True), claimed) if proven else (claimed,)


def _years(posts: tuple[Employment, ...], sectors: tuple[str, ...], day: date) -> Readings:
    """Read the years of verified posts at their shortest, and those of all at their longest.

    Only the first reading is proof, so a month or year without its day never makes a yes; the
    second keeps the same vagueness from making a no. A post without sector or start may add years
    that nobody stated.
    """
    verified = [post for post in posts if post.evidence is Evidence.VERIFIED]
    proven = _most_years(verified, sectors, day, Reading.SHORTEST)
    claimed = _most_years(posts, sectors, day, Reading.LONGEST)
    readings = (Stated(proven), Stated(claimed, Evidence.NONE))
    vague = any(
        post.sector is None or (post.start is None and post.sector in sectors) for post in posts
    )
    return (*readings, None) if vague else readings


def _most_years(
    posts: Sequence[Employment], sectors: tuple[str, ...], day: date, reading: Reading
) -> int:
    """Return the whole years in the one sector with the most months."""
    worked_in = {post.sector for post in posts}
    months = (
        months_worked([post for post in posts if post.sector == sector], day=day, reading=reading)
        for sector in sectors
        if sector in worked_in
    )
    return max(months, default=0) // 12


def _codes(codes: tuple[str, ...] | None) -> frozenset[str] | None:
    return None if codes is None else frozenset(codes)
