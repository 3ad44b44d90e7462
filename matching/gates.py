"""What a role asks and a candidate has, three-valued; gates inform and filter, they never score."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from matching.codes import CEFR_LEVELS, DEGREE_LEVELS, HSK_LEVELS, Outcome
from matching.periods import Reading, months_worked
from matching.profiles import CandidateProfile, Employment, LanguageSkill, RoleProfile, Salary

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


class Standing(NamedTuple):
    """What gates look at of a candidate, on one day; the same for every role."""

    degree: int | None  # place of the highest stated level
    is_degree_open: bool  # some degree's level was not stated
    months: tuple[int, int | None] | None  # worked: at least, and at most where that is known
    languages: list[dict[str, str | None]] | None
    levels: Mapping[str, list[str | None]]  # by primary language
    wish: Salary | None
    hubs: tuple[str, ...] | None


def standing_of(candidate: CandidateProfile, *, day: date) -> Standing:
    """Return what gates look at."""
    stated = [] if candidate.education is None else [each.level for each in candidate.education]
    places = [DEGREE_LEVELS.index(level) for level in stated if level is not None]
    if candidate.education is not None and not stated:
        places = [DEGREE_LEVELS.index("none")]
    levels: dict[str, list[str | None]] = {}
    for skill in candidate.languages or ():
        levels.setdefault(_primary(skill.language), []).append(skill.level)
    return Standing(
        degree=max(places, default=None),
        is_degree_open=candidate.education is None or None in stated,
        months=None if candidate.experience is None else _months(candidate.experience, day),
        languages=None if candidate.languages is None else _plain_languages(candidate.languages),
        levels=levels,
        wish=candidate.salary_min,
        hubs=candidate.hubs,
    )


def gates_between(standing: Standing, role: RoleProfile) -> list[Gate]:
    """Return the gates of a match.

    Salary and place always apply. Degree, experience and language are left out where the role
    asks for none (``None``, "none", 0 or an empty list). What is not stated is unknown.
    """
    gates = (
        _degree_gate(standing, role),
        _experience_gate(standing, role),
        _language_gate(standing, role),
        _salary_gate(standing, role),
        _place_gate(standing, role),
    )
    return [gate for gate in gates if gate is not None]


def _degree_gate(standing: Standing, role: RoleProfile) -> Gate | None:
    needed, place = role.degree_min, standing.degree
    if needed in {None, "none"}:
        return None
    have = None if place is None else DEGREE_LEVELS[place]
    if place is not None and place >= DEGREE_LEVELS.index(str(needed)):
        return Gate("degree", Outcome.MET, needed, have)
    # a degree whose level nobody stated may be the one that is asked for
    outcome = Outcome.UNKNOWN if standing.is_degree_open else Outcome.NOT_MET
    return Gate("degree", outcome, needed, have)


def _months(posts: tuple[Employment, ...], day: date) -> tuple[int, int | None]:
    """Return the months that were worked, at least and at most; a vague post is no limit."""
    least = months_worked(posts, day=day, reading=Reading.USUAL)
    if any(post.start is None for post in posts):
        return least, None
    return least, months_worked(posts, day=day, reading=Reading.LONGEST)


def _experience_gate(standing: Standing, role: RoleProfile) -> Gate | None:
    years = role.experience_years_min
    if not years:
        return None
    if standing.months is None:
        return Gate("experience", Outcome.UNKNOWN, years, None)
    least, most = standing.months
    return Gate("experience", _at_least(years * 12, least, most), years, round(least / 12, 1))


def _at_least(needed: int, least: int, most: int | None) -> Outcome:
    """Compare with a number known to lie between two; no ``most`` is no limit."""
    if least >= needed:
        return Outcome.MET
    return Outcome.UNKNOWN if most is None or most >= needed else Outcome.NOT_MET


def _language_gate(standing: Standing, role: RoleProfile) -> Gate | None:
    if not role.languages:
        return None
    outcomes = {_speaks(standing, needed) for needed in role.languages}
    outcome = next(
        each for each in (Outcome.NOT_MET, Outcome.UNKNOWN, Outcome.MET) if each in outcomes
    )
    return Gate("language", outcome, _plain_languages(role.languages), standing.languages)


def _speaks(standing: Standing, needed: LanguageSkill) -> Outcome:
    if standing.languages is None:
        return Outcome.UNKNOWN
    primary = _primary(needed.language)
    spoken = {_reaches(primary, level, needed.level) for level in standing.levels.get(primary, ())}
    best = (Outcome.MET, Outcome.UNKNOWN, Outcome.NOT_MET)
    return next((each for each in best if each in spoken), Outcome.NOT_MET)


def _primary(tag: str) -> str:
    return tag.partition("-")[0].lower()


@cache  # of a few levels of a few hundred languages
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


def _salary_gate(standing: Standing, role: RoleProfile) -> Gate:
    offer, wish = role.salary, standing.wish
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


def _place_gate(standing: Standing, role: RoleProfile) -> Gate:
    hubs, remote = standing.hubs, role.work_mode == "remote"
    needed = "remote" if remote else role.hub
    have = None if hubs is None else list(hubs)
    if remote:
        return Gate("place", Outcome.MET, needed, have)
    if needed is None or hubs is None:
        return Gate("place", Outcome.UNKNOWN, needed, have)
    return Gate("place", _met_if(holds=needed in hubs), needed, have)
