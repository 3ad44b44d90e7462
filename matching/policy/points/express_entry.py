"""The points of Canada's Express Entry, as intervals where something is not stated."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import NamedTuple

from matching.policy.assessment import MAX_PROBLEMS, FactsError
from matching.policy.points.asking import (
    Abilities,
    Number,
    OneWord,
    Question,
    SomeWords,
    YesNo,
    read_answers,
)
from matching.policy.points.grid import SPOUSE, Grid
from matching.policy.points.scales import Answer, Interval, Scale, total

Answers = Mapping[str, "Answer | tuple[int, ...]"]
NEEDED = ("age", "education", "clb", "canadian_years", "foreign_years")


class Profile(NamedTuple):
    """What was stated of a person and, where there is one, of the spouse or partner."""

    own: Answers
    spouse: Answers | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """The total and its parts; ``missing`` names what would narrow them."""

    whole: Interval
    parts: Mapping[str, Interval]  # A, B, C, D
    missing: tuple[str, ...]


def parse_profile(grid: Grid, stated: object, *path: str) -> Profile:
    """Read answers by question.

    ``spouse``, ``clb2``, ``additional``, ``trade_certificate`` and ``job_offer`` that are absent
    mean that none is claimed; of the rest, what is absent is not stated.

    Raises:
        FactsError: a question or an answer is not one that the grid knows.
    """
    rest = dict(stated) if isinstance(stated, Mapping) else stated
    partner = rest.pop("spouse", None) if isinstance(rest, dict) else None
    own, problems = read_answers(questions_of(grid), rest, path)
    spouse = None
    if partner is not None:
        questions = {name: grid.questions[name] for name in SPOUSE}
        spouse, more = read_answers(questions, partner, (*path, "spouse"))
        problems += more
    if problems:
        raise FactsError(tuple(islice(problems, MAX_PROBLEMS)))
    return Profile(own, spouse)


def questions_of(grid: Grid) -> dict[str, Question]:
    """Return what may be answered, by question."""
    offers = dict.fromkeys(word for offers in grid.offers for word in offers.worth)
    return {
        **grid.questions,
        "clb2": grid.questions["clb"],
        "trade_certificate": YesNo(),
        "additional": SomeWords(tuple(grid.additional), grid.rivals),
        "job_offer": OneWord(tuple(offers)),
    }


def score_for(grid: Grid, profile: Profile, *, day: date) -> Score:
    """Return what a profile is worth on a day.

    All but age is never worth less for being more: the ends of what is not stated bound it.
    """
    ends = [_filled(grid, profile, best=best) for best in (False, True)]
    core = grid.core["without_spouse" if profile.spouse is None else "with_spouse"]
    low, high = (_core_points(grid, end) for end in ends)
    granted = min(_additional(grid, profile.own, day), grid.maxima["D"])
    parts = {
        "A": Interval(low, high).plus(core["age"].points(_plain(profile.own.get("age")))),
        "B": Interval(*(_spouse_points(grid, end) for end in ends)),
        "C": Interval(*(_transferable(grid, end.own) for end in ends)),
        "D": Interval(granted, granted),
    }
    return Score(whole=total(parts.values()), parts=parts, missing=_missing(profile))


def _filled(grid: Grid, profile: Profile, *, best: bool) -> Profile:
    """Answer what is not stated by the end of its scale."""

    def fill(names: tuple[str, ...], answers: Answers) -> Answers:
        ends = {name: _end(grid.questions[name], best=best) for name in names}
        return {**ends, **answers}

    spouse = None if profile.spouse is None else fill(SPOUSE, profile.spouse)
    return Profile(fill(NEEDED, profile.own), spouse)


def _end(question: Question, *, best: bool) -> Answer | tuple[int, ...]:
    if isinstance(question, OneWord):
        return question.words[-1 if best else 0]
    if isinstance(question, Abilities):
        return (question.level.high if best else question.level.low,) * question.count
    if isinstance(question, Number):
        return question.high if best else question.low
    raise TypeError(f"{type(question).__name__} has no ends")


def _core_points(grid: Grid, profile: Profile) -> int:
    """Return the points of A without those of age."""
    partner = "without_spouse" if profile.spouse is None else "with_spouse"
    scales = grid.core[partner]
    second = _of_abilities(scales["clb2"], profile.own.get("clb2", ()))
    return (
        _exact(scales["education"], profile.own["education"])
        + _of_abilities(scales["clb"], profile.own["clb"])
        + min(second, grid.second_cap[partner])
        + _exact(scales["canadian_years"], profile.own["canadian_years"])
    )


def _spouse_points(grid: Grid, profile: Profile) -> int:
    if profile.spouse is None:
        return 0
    scales, answers = grid.spouse, profile.spouse
    one_each = ("education", "canadian_years")
    return _of_abilities(scales["clb"], answers["clb"]) + sum(
        _exact(scales[name], answers[name]) for name in one_each
    )


def _transferable(grid: Grid, own: Answers) -> int:
    abilities = own["clb"]
    weakest = min(abilities) if isinstance(abilities, tuple) else 0
    answers: Answers = {
        **own,
        "language": weakest,
        "trade_language": weakest,
        "trade_certificate": "held" if own.get("trade_certificate") else "none",
    }
    levels = {name: _exact(scale, answers[name]) for name, scale in grid.levels.items()}
    points = (
        min(group.cap, sum(pair.worth(levels) for pair in group.pairs)) for group in grid.groups
    )
    return min(grid.maxima["C"], sum(points))


def _additional(grid: Grid, own: Answers, day: date) -> int:
    claimed, offer = own.get("additional"), own.get("job_offer")
    words = claimed if isinstance(claimed, frozenset) else ()
    offered = grid.offers_on(day).worth[offer] if isinstance(offer, str) else 0
    return offered + sum(grid.additional[word] for word in words)


def _of_abilities(scale: Scale, abilities: Answer | tuple[int, ...]) -> int:
    levels = abilities if isinstance(abilities, tuple) else ()
    return sum(scale.points(level).low for level in levels)


def _exact(scale: Scale, answer: Answer | tuple[int, ...]) -> int:
    return scale.points(_plain(answer)).low


def _plain(answer: Answer | tuple[int, ...]) -> Answer:
    return None if isinstance(answer, tuple) else answer


def _missing(profile: Profile) -> tuple[str, ...]:
    own = [name for name in NEEDED if name not in profile.own]
    partner = [] if profile.spouse is None else [n for n in SPOUSE if n not in profile.spouse]
    return (*own, *(f"spouse.{name}" for name in partner))
