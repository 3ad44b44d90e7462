"""What a role asks and a candidate has, three-valued; gates inform and filter, they never score."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from matching.codes import CEFR_LEVELS, DEGREE_LEVELS, HSK_LEVELS, Outcome
from matching.periods import Reading, months_worked
from matching.profiles import CandidateProfile, LanguageSkill, RoleProfile, Salary

# HSK 1 to 6 as those who make the test set them beside the CEFR (table at
# https://www.chinesecollege.nl/index.php/en/courses/hsk-examination); 7 to 9 lie above 6. European
# teachers find it generous: https://resources.allsetlearning.com/chinese/grammar/HSK_Levels_and_CEFR_Levels
HSK_IN_CEFR: Mapping[str, str] = dict(
    zip(HSK_LEVELS, ("A1", "A2", "B1", "B2", "C1", "C2", "C2", "C2", "C2"), strict=True)
)
PERIODS_A_YEAR: Mapping[str, int] = {"hour": 2080, "day": 260, "week": 52, "month": 12, "year": 1}


class Gate(NamedTuple):
    """One requirement of a role; ``needed`` and ``have`` are plain data."""

    code: str
    outcome: Outcome
    needed: Any
    have: Any  # the candidate's side; None: not stated


def gates_of(candidate: CandidateProfile, role: RoleProfile, *, day: date) -> list[Gate]:
    """Return the gates of a match.

    Salary and place always apply. Degree, experience and language are left out where the role
    asks for none (``None``, "none", 0 or an empty list). What is not stated is unknown.
    """
    gates = (
        _degree_gate(candidate, role),
        _experience_gate(candidate, role, day),
        _language_gate(candidate, role),
        _salary_gate(candidate, role),
        _place_gate(candidate, role),
    )
    return [gate for gate in gates if gate is not None]


def _degree_gate(candidate: CandidateProfile, role: RoleProfile) -> Gate | None:
    needed = role.degree_min
    if needed in {None, "none"}:
        return None
    levels = _levels(candidate)
    stated = [DEGREE_LEVELS.index(level) for level in levels if level is not None]
    have = DEGREE_LEVELS[max(stated)] if stated else None
    if stated and max(stated) >= DEGREE_LEVELS.index(str(needed)):
        return Gate("degree", Outcome.MET, needed, have)
    # a degree whose level nobody stated may be the one that is asked for
    outcome = Outcome.UNKNOWN if None in levels else Outcome.NOT_MET
    return Gate("degree", outcome, needed, have)


def _levels(candidate: CandidateProfile) -> list[str | None]:
    if candidate.education is None:
        return [None]
    return [degree.level for degree in candidate.education] or ["none"]


def _experience_gate(candidate: CandidateProfile, role: RoleProfile, day: date) -> Gate | None:
    years, posts = role.experience_years_min, candidate.experience
    if not years:
        return None
    if posts is None:
        return Gate("experience", Outcome.UNKNOWN, years, None)
    least = months_worked(posts, day=day, reading=Reading.USUAL)
    most = months_worked(posts, day=day, reading=Reading.LONGEST)
    vague = any(post.start is None for post in posts)
    outcome = _at_least(years * 12, least, None if vague else most)
    return Gate("experience", outcome, years, round(least / 12, 1))


def _at_least(needed: int, least: int, most: int | None) -> Outcome:
    """Compare with a number known to lie between two; no ``most`` is no limit."""
    if least >= needed:
        return Outcome.MET
    return Outcome.UNKNOWN if most is None or most >= needed else Outcome.NOT_MET


def _language_gate(candidate: CandidateProfile, role: RoleProfile) -> Gate | None:
    if not role.languages:
        return None
    have = candidate.languages
    outcomes = {_speaks(have, needed) for needed in role.languages}
    outcome = next(
        each for each in (Outcome.NOT_MET, Outcome.UNKNOWN, Outcome.MET) if each in outcomes
    )
    spoken = None if have is None else _plain_languages(have)
    return Gate("language", outcome, _plain_languages(role.languages), spoken)


def _speaks(skills: tuple[LanguageSkill, ...] | None, needed: LanguageSkill) -> Outcome:
    if skills is None:
        return Outcome.UNKNOWN
    primary = _primary(needed.language)
    spoken = {
        _reaches(primary, skill.level, needed.level)
        for skill in skills
        if _primary(skill.language) == primary
    }
    best = (Outcome.MET, Outcome.UNKNOWN, Outcome.NOT_MET)
    return next((each for each in best if each in spoken), Outcome.NOT_MET)


def _primary(tag: str) -> str:
    return tag.partition("-")[0].lower()


def _reaches(language: str, level: str | None, needed: str | None) -> Outcome:
    if needed is None:
        return Outcome.MET
    if level in HSK_LEVELS and needed in HSK_LEVELS:
        return _met_if(holds=HSK_LEVELS.index(level) >= HSK_LEVELS.index(needed))
    ranks = [_cefr_rank(language, each) for each in (level, needed)]
    if ranks[0] is None or ranks[1] is None:
        return Outcome.UNKNOWN
    return _met_if(holds=ranks[0] >= ranks[1])


def _cefr_rank(language: str, level: str | None) -> int | None:
    """Place a level among those of the CEFR; HSK is a level of Chinese alone."""
    if level is not None and level in HSK_IN_CEFR:
        return CEFR_LEVELS.index(HSK_IN_CEFR[level]) if language == "zh" else None
    return CEFR_LEVELS.index(level) if level in CEFR_LEVELS else None


def _met_if(*, holds: bool) -> Outcome:
    return Outcome.MET if holds else Outcome.NOT_MET


def _plain_languages(skills: Iterable[LanguageSkill]) -> list[dict[str, str | None]]:
    return [{"language": skill.language, "level": skill.level} for skill in skills]


def _salary_gate(candidate: CandidateProfile, role: RoleProfile) -> Gate:
    offer, wish = role.salary, candidate.salary_min
    needed = None if offer is None else _plain_pay(offer, "max", offer.max)
    have = None if wish is None else _plain_pay(wish, "min", wish.min)
    return Gate("salary", _pays(offer, wish), needed, have)


def _pays(offer: Salary | None, wish: Salary | None) -> Outcome:
    if offer is None or wish is None or offer.max is None or wish.min is None:
        return Outcome.UNKNOWN
    if offer.currency != wish.currency:
        return Outcome.UNKNOWN
    return _met_if(
        holds=wish.min * PERIODS_A_YEAR[wish.period] <= offer.max * PERIODS_A_YEAR[offer.period]
    )


def _plain_pay(salary: Salary, bound: str, amount: int | None) -> dict[str, int | str | None]:
    return {bound: amount, "currency": salary.currency, "period": salary.period}


def _place_gate(candidate: CandidateProfile, role: RoleProfile) -> Gate:
    hubs, remote = candidate.hubs, role.work_mode == "remote"
    needed = "remote" if remote else role.hub
    have = None if hubs is None else list(hubs)
    if remote:
        return Gate("place", Outcome.MET, needed, have)
    if needed is None or hubs is None:
        return Gate("place", Outcome.UNKNOWN, needed, have)
    return Gate("place", _met_if(holds=needed in hubs), needed, have)
