"""What somebody states before the routes are compared: facts, and answers to points tables."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice

from matching.codes import Evidence
from matching.policy.assessment import (
    MAX_PROBLEMS,
    FactsError,
    Problem,
    facts_to_state,
    parse_facts,
    problem_at,
)
from matching.policy.composing import with_all_facts
from matching.policy.findings import Facts, Readings, Stated
from matching.policy.pack import GROUPS, Pack
from matching.policy.points.chinese import Points, load_points, points_for
from matching.policy.points.express_entry import Answers, Profile, Score, score_for
from matching.policy.points.grid import load_grid
from matching.policy.points.scales import Answer, Interval

CN_POINTS, CRS = "cn_points", "crs"
# Facts that answers to a points table settle, and the answers that each rests on.
FROM_CN_POINTS = "candidate.permit_points"
FROM_CRS: Mapping[str, tuple[str, ...]] = {
    "candidate.crs_points": (),  # on all of them
    "candidate.clb_lowest": ("clb",),
    "candidate.skilled_years": ("canadian_years", "foreign_years"),
    "candidate.canadian_skilled_years": ("canadian_years",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """All that is stated; ``cn_points`` and ``crs`` are None where nobody began to answer them."""

    day: date
    province: str | None
    stated: Mapping[str, Readings] = field(default_factory=dict)
    cn_points: Mapping[str, Answer] | None = None
    crs: Profile | None = None

    @property
    def key(self) -> Hashable:
        """What equal situations have in common."""
        answers = [self.cn_points, *(self.crs or ())]
        told = tuple(None if each is None else frozenset(each.items()) for each in answers)
        return self.day, self.province, frozenset(self.stated.items()), told

    def points(self) -> Points | None:
        """Return the points of the Chinese permit."""
        if self.cn_points is None:
            return None
        return points_for(load_points(), self.cn_points, day=self.day)

    def score(self) -> Score | None:
        """Return the points of Express Entry."""
        return None if self.crs is None else score_for(load_grid(), self.crs, day=self.day)

    def facts(self) -> Facts:
        """Return the facts, with those that answers settle or narrow; an age is asked for once."""
        age = dict(self._age())
        return Facts({**age, **self.stated, **dict(self._from_points()), **dict(self._from_crs())})

    def place_in(self, pack: Pack) -> str | None:
        """Return the province, where it is one of the pack's country."""
        country = pack.jurisdiction.country
        return self.province if self.province and self.province.startswith(country) else None

    def with_fact(self, name: str, reading: Stated) -> "Situation":
        """Return the same situation with one fact stated."""
        return replace(self, stated={**self.stated, name: (reading,)})

    def with_answer(self, table: str, name: str, answer: Answer | tuple[int, ...]) -> "Situation":
        """Return the same situation with one question of a table answered."""
        if table == CN_POINTS and not isinstance(answer, tuple):
            return replace(self, cn_points={**(self.cn_points or {}), name: answer})
        own = self.crs.own if self.crs else {}
        spouse = self.crs.spouse if self.crs else None
        return replace(self, crs=Profile({**own, name: answer}, spouse))

    def _age(self) -> Iterator[tuple[str, Readings]]:
        for answers in (self.crs.own if self.crs else {}, self.cn_points or {}):
            age = answers.get("age")
            if isinstance(age, int | float):
                yield "candidate.age", (Stated(int(age)),)

    def _from_points(self) -> Iterator[tuple[str, Readings]]:
        points = self.points()
        if points is not None:
            yield FROM_CN_POINTS, _between(points.whole)

    def _from_crs(self) -> Iterator[tuple[str, Readings]]:
        score = self.score()
        if score is None or self.crs is None:
            return
        yield "candidate.crs_points", _between(score.whole)
        yield from _from_answers(self.crs.own)


def _between(interval: Interval) -> Readings:
    """Read the fewest points as proven and the most as unproven: between them nothing is sure."""
    low = Stated(interval.low)
    if interval.low == interval.high:
        return (low,)
    return (low, Stated(interval.high, Evidence.NONE))


def _from_answers(own: Answers) -> Iterator[tuple[str, Readings]]:
    levels = own.get("clb")
    if isinstance(levels, tuple):
        yield "candidate.clb_lowest", (Stated(min(levels)),)
    years = [own.get(name) for name in ("canadian_years", "foreign_years")]
    known = [each for each in years if isinstance(each, int | float)]
    if isinstance(years[0], int | float):
        yield "candidate.canadian_skilled_years", (Stated(int(years[0])),)
    if len(known) == 2:
        yield "candidate.skilled_years", (Stated(int(sum(known))),)
    elif known:  # at least so many; more may be true
        yield "candidate.skilled_years", (Stated(int(known[0])), None)


def parse_groups(
    packs: Iterable[Pack], groups: object, situation: Situation, *path: str
) -> dict[str, Readings]:
    """Read facts that any of some packs asks for.

    Raises:
        FactsError: no pack knows a fact, a value does not fit, or a points table settles the fact.
    """
    packs = [with_all_facts(pack) for pack in packs]
    problems: dict[str, Problem] = {}
    for problem in _unknown(packs, groups, situation, path):
        problems[problem.pointer] = problem
    stated: dict[str, Readings] = {}
    for pack in packs:
        try:
            stated |= parse_facts(pack, _known_to(pack, groups), day=situation.day).stated
        except FactsError as error:
            for pointer, detail in error.problems:
                below = problem_at([*path], detail).pointer + pointer.removeprefix("#")
                problems.setdefault(below, Problem(below, detail))
    if problems:
        raise FactsError(tuple(islice(problems.values(), MAX_PROBLEMS)))
    return stated


def _known_to(pack: Pack, groups: object) -> dict[str, dict[str, object]]:
    """Keep the facts that one pack asks for."""
    known = {}
    for group in GROUPS:
        facts = groups.get(group) if isinstance(groups, Mapping) else None
        declared = facts_to_state(pack, group)
        if isinstance(facts, Mapping):
            known[group] = {name: value for name, value in facts.items() if name in declared}
    return known


def _unknown(
    packs: list[Pack], groups: object, situation: Situation, path: tuple[str, ...]
) -> Iterator[Problem]:
    if not isinstance(groups, Mapping):
        yield problem_at([*path], f"an object with any of {', '.join(GROUPS)} is wanted")
        return
    for group, facts in groups.items():
        if group not in GROUPS:
            yield problem_at([*path, group], f"no such group; allowed: {', '.join(GROUPS)}")
        elif isinstance(facts, Mapping):
            declared = {name for pack in packs for name in facts_to_state(pack, group)}
            for name in facts:
                if detail := _refusal(group, name, declared, situation):
                    yield problem_at([*path, group, name], detail)
        elif facts is not None:
            yield problem_at([*path, group], "an object of facts is wanted")


def _refusal(group: str, name: object, declared: set[str], situation: Situation) -> str | None:
    if name not in declared:
        return f"no such fact; allowed: {', '.join(sorted(declared)) or 'none in this group'}"
    table = _settled_by(f"{group}.{name}", situation)
    return f"`{table}` settles this already; state one of the two" if table else None


def _settled_by(fact: str, situation: Situation) -> str | None:
    if fact == FROM_CN_POINTS and situation.cn_points is not None:
        return CN_POINTS
    return CRS if fact in FROM_CRS and situation.crs is not None else None
