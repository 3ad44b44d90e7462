"""What a role asks and a candidate has, three-valued; gates inform and filter, they never score."""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
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
    pay: "Pay"
    hubs: list[str] | None


class Demand(NamedTuple):
    """What gates look at of a role; the same for every candidate."""

    gates: tuple[str, ...]  # codes of those that apply
    degree: str | None  # null: any, as everywhere below
    years: int | None
    languages: list[dict[str, str | None]]
    levels: tuple[tuple[str, str | None], ...]  # primary language and level of each
    pay: "Pay"
    is_remote: bool
    hub: str | None


class Pay(NamedTuple):
    """The bound of a salary that is compared: the most of an offer, the least of a wish."""

    told: dict[str, int | str | None] | None
    currency: str | None = None
    a_year: int | None = None  # null: not stated


def standing_of(candidate: CandidateProfile, *, day: date) -> Standing:
    """Return what gates look at of a candidate."""
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
        pay=_pay_of(candidate.salary_min, "min"),
        hubs=None if candidate.hubs is None else list(candidate.hubs),
    )


def demand_of(role: RoleProfile) -> Demand:
    """Return what gates look at of a role.

    Salary and place always apply. Degree, experience and language are left out where the role
    asks for none (``None``, "none", 0 or an empty list).
    """
    languages = role.languages or ()
    degree = None if role.degree_min in {None, "none"} else str(role.degree_min)
    years = role.experience_years_min or None
    asked = {"degree": degree, "experience": years, "language": languages}
    return Demand(
        gates=(*(code for code, needed in asked.items() if needed), "salary", "place"),
        degree=degree,
        years=years,
        languages=_plain_languages(languages),
        levels=tuple((_primary(skill.language), skill.level) for skill in languages),
        pay=_pay_of(role.salary, "max"),
        is_remote=role.work_mode == "remote",
        hub=role.hub,
    )


def gates_between(standing: Standing, demand: Demand) -> list[Gate]:
    """Return the gates of a match; what is not stated is unknown."""
    return [GATES[code](standing, demand) for code in demand.gates]


def _degree_gate(standing: Standing, demand: Demand) -> Gate:
    place, needed = standing.degree, demand.degree
    have = None if place is None else DEGREE_LEVELS[place]
    if place is not None and needed is not None and place >= DEGREE_LEVELS.index(needed):
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


def _experience_gate(standing: Standing, demand: Demand) -> Gate:
    years = demand.years or 0
    if standing.months is None:
        return Gate("experience", Outcome.UNKNOWN, years, None)
    least, most = standing.months
    return Gate("experience", _at_least(years * 12, least, most), years, round(least / 12, 1))


def _at_least(needed: int, least: int, most: int | None) -> Outcome:
    """Compare with a number known to lie between two; no ``most`` is no limit."""
    if least >= needed:
        return Outcome.MET
    return Outcome.UNKNOWN if most is None or most >= needed else Outcome.NOT_MET


def _language_gate(standing: Standing, demand: Demand) -> Gate:
    outcome = Outcome.UNKNOWN
    if standing.languages is not None:
        outcome = worst_of([_speaks(standing, *needed) for needed in demand.levels])
    return Gate("language", outcome, demand.languages, standing.languages)


def _speaks(standing: Standing, language: str, needed: str | None) -> Outcome:
    """Return the best of what the levels in a language come to."""
    spoken = [_reaches(language, level, needed) for level in standing.levels.get(language, ())]
    if not spoken or Outcome.MET in spoken:
        return Outcome.MET if spoken else Outcome.NOT_MET
    return Outcome.UNKNOWN if Outcome.UNKNOWN in spoken else Outcome.NOT_MET


def worst_of(outcomes: Collection[Outcome]) -> Outcome:
    """Return the worst of some outcomes; of none, met."""
    if Outcome.NOT_MET in outcomes:
        return Outcome.NOT_MET
    return Outcome.UNKNOWN if Outcome.UNKNOWN in outcomes else Outcome.MET


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


def _pay_of(salary: Salary | None, bound: str) -> Pay:
    if salary is None:
        return Pay(None)
    amount = salary.max if bound == "max" else salary.min
    told = {bound: amount, "currency": salary.currency, "period": salary.period}
    a_year = None if amount is None else amount * PERIODS_A_YEAR[salary.period]
    return Pay(told, salary.currency, a_year)


def _salary_gate(standing: Standing, demand: Demand) -> Gate:
    wish, offer = standing.pay, demand.pay
    outcome = Outcome.UNKNOWN
    if offer.a_year is not None and wish.a_year is not None and offer.currency == wish.currency:
        outcome = _met_if(holds=wish.a_year <= offer.a_year)
    return Gate("salary", outcome, offer.told, wish.told)


def _place_gate(standing: Standing, demand: Demand) -> Gate:
    hubs = standing.hubs
    if demand.is_remote:
        return Gate("place", Outcome.MET, "remote", hubs)
    if demand.hub is None or hubs is None:
        return Gate("place", Outcome.UNKNOWN, demand.hub, hubs)
    return Gate("place", _met_if(holds=demand.hub in hubs), demand.hub, hubs)


def _languages_seen(standing: Standing) -> Hashable:
    if standing.languages is None:
        return None
    return frozenset((name, frozenset(levels)) for name, levels in standing.levels.items())


def _hubs_seen(standing: Standing) -> Hashable:
    return None if standing.hubs is None else frozenset(standing.hubs)


GATES: Mapping[str, Callable[[Standing, Demand], Gate]] = {
    "degree": _degree_gate,
    "experience": _experience_gate,
    "language": _language_gate,
    "salary": _salary_gate,
    "place": _place_gate,
}
# What of a standing decides a gate: equal here, the same outcome with every role.
SEEN: Mapping[str, Callable[[Standing], Hashable]] = {
    "degree": lambda standing: (standing.degree, standing.is_degree_open),
    "experience": lambda standing: standing.months,
    "language": _languages_seen,
    "salary": lambda standing: standing.pay[1:],
    "place": _hubs_seen,
}
