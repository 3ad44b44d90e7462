"""The cheapest change: the one missing thing that could settle a route, found by trying."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from matching.codes import Outcome
from matching.policy.bulk import packs_on
from matching.policy.composing import with_all_facts
from matching.policy.coverage import telling_values
from matching.policy.findings import Stated
from matching.policy.loading import Packs
from matching.policy.logic import rules_on
from matching.policy.operators import Value
from matching.policy.outcomes import Trial
from matching.policy.pack import GROUPS, Fact, Pack, Text
from matching.policy.points.asking import Abilities, Number, OneWord, Question, SomeWords
from matching.policy.points.chinese import load_points
from matching.policy.points.grid import load_grid
from matching.policy.points.scales import Answer, Bands, Scale
from matching.policy.routes.outcomes import Standing, packs_of, try_out
from matching.policy.routes.route import Route
from matching.policy.routes.situation import CN_POINTS, CRS, Situation

EFFORTS = ("prove", "state", "employer", "authority")  # least first


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A thing to state or to prove, and what the route may then come out as."""

    fact: str
    effort: str
    text: Text
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    fact: str
    effort: str
    text: Text
    situations: tuple[Situation, ...]  # one for each telling answer


def cheapest_change(
    route: Route, packs: Packs, situation: Situation, standing: Standing
) -> Change | None:
    """Return the missing thing of least effort whose answer could settle an unknown route.

    Each is tried with every telling answer and the route evaluated anew; of equal effort the one
    that may lead to a yes comes first. None where no single answer settles it.
    """
    if standing.outcome is not Outcome.UNKNOWN:
        return None
    trial = Trial()
    found = []
    for step in _steps(route, packs, situation, standing):
        outcomes = {try_out(route, packs, each, trial) for each in step.situations}
        if settled := tuple(each for each in (Outcome.MET, Outcome.NOT_MET) if each in outcomes):
            found.append(
                Change(fact=step.fact, effort=step.effort, text=step.text, outcomes=settled)
            )
    return min(found, key=_cost, default=None)


def _cost(change: Change) -> tuple[int, bool, str]:
    return EFFORTS.index(change.effort), Outcome.MET not in change.outcomes, change.fact


def _steps(route: Route, packs: Packs, situation: Situation, standing: Standing) -> Iterator[_Step]:
    known = packs_of(route, packs, situation).values()
    for name in standing.missing:
        table, _, question = name.partition(".")
        if table == CN_POINTS:
            yield _points_step(situation, question)
        elif table == CRS:
            yield from _crs_steps(situation, question)
        else:
            yield _fact_step(known, situation, name)


def _fact_step(packs: Iterable[Pack], situation: Situation, name: str) -> _Step:
    """Prove what is stated; else state whatever a criterion would tell apart."""
    pack = next(pack for pack in map(with_all_facts, packs) if name in pack.facts)
    fact = pack.facts[name]
    stated = [each.value for each in situation.stated.get(name, ()) if each is not None]
    mine = GROUPS[fact.group] == "candidate"
    effort = ("prove" if stated else "state") if mine else "employer"
    values = stated or _tell(pack, fact, situation)
    return _Step(
        fact=name,
        effort=effort,
        text=fact.proof if stated and fact.proof else fact.question,
        situations=tuple(situation.with_fact(name, Stated(value)) for value in values),
    )


def _tell(pack: Pack, fact: Fact, situation: Situation) -> set[Value]:
    """Return values on both sides of whatever the criteria of any province want of a fact."""
    values: set[Value] = set()
    for here in packs_on(pack, situation.day):
        for leaf in rules_on(here, situation.day).leaves.values():
            if fact.id in leaf.criterion.facts:
                values |= telling_values(fact, leaf)
                values |= _beside(situation, leaf.criterion.facts, fact)
    return values


def _beside(situation: Situation, compared: tuple[str, ...], fact: Fact) -> set[Value]:
    """Return values on both sides of the other fact that a criterion compares with."""
    values: set[Value] = set()
    for name in compared:
        stated = () if name == fact.id else situation.stated.get(name, ())
        for value in (each.value for each in stated if each is not None):
            values |= _around(value)
    return values


def _around(value: Value) -> set[Value]:
    if not isinstance(value, date):
        return {value}
    day = timedelta(days=1)
    return {
        value,
        *([value - day] if value > date.min else []),
        *([value + day] if value < date.max else []),
    }


def _points_step(situation: Situation, name: str) -> _Step:
    factor = load_points().factors[name]
    scales = [version.scales[name] for version in load_points().on(situation.day)]
    answers = {answer for scale in scales for answer in _answers(factor.question, scale)}
    return _Step(
        fact=f"{CN_POINTS}.{name}",
        effort="state" if factor.known_by == "candidate" else factor.known_by,
        text=factor.text,
        situations=tuple(situation.with_answer(CN_POINTS, name, answer) for answer in answers),
    )


def _answers(question: Question, scale: Scale) -> Iterator[Answer]:
    """Yield an answer for each number of points that a scale can give."""
    if isinstance(question, OneWord):
        yield from question.words
    elif isinstance(question, SomeWords):
        yield frozenset[str]()
        yield from (frozenset({word}) for word in question.words)
    elif isinstance(scale, Bands):
        yield from (band.ge if band.ge is not None else 0 for band in scale.bands)
    elif isinstance(question, Number):
        yield from range(question.low, question.high + 1)


def _crs_steps(situation: Situation, name: str) -> Iterator[_Step]:
    grid = load_grid()
    question = grid.questions.get(name)
    if question is None:  # of the spouse: its points alone never settle a round
        return
    yield _Step(
        fact=f"{CRS}.{name}",
        effort="state",
        text=grid.texts[name],
        situations=tuple(situation.with_answer(CRS, name, each) for each in _levels(question)),
    )


def _levels(question: Question) -> Iterator[Answer | tuple[int, ...]]:
    if isinstance(question, OneWord):
        yield from question.words
    elif isinstance(question, Number):
        yield from range(question.low, question.high + 1)
    elif isinstance(question, Abilities):
        levels = range(question.level.low, question.level.high + 1)
        yield from ((level,) * question.count for level in levels)
