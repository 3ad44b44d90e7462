"""The rules of a pack on one day, in strong Kleene logic: every child counts, order never does."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import product
from typing import Any

from matching.codes import Evidence, Outcome
from matching.policy.findings import CODE_RANK, Code, Finding, Readings, Stated
from matching.policy.operators import TESTS, Value, wanted_value
from matching.policy.pack import UNDEFINED, Criterion, DatedValue, Pack

NOT_STATED: Readings = (None,)
UNPROVEN = {Evidence.NONE, Evidence.EXPIRED}


@dataclass(frozen=True, slots=True)
class Leaf:
    """A criterion with the value that its parameter has on the day."""

    criterion: Criterion
    dated: DatedValue | None
    wanted: Value | None
    test: Callable[[Any, Any], bool]

    @property
    def is_undefined(self) -> bool:
        """Whether nobody has said what is wanted."""
        value = self.criterion.value if self.dated is None else self.dated.value
        return value is UNDEFINED

    def passes(self, values: list[Value]) -> bool:
        """Compare the fact with the other fact, or with what is wanted."""
        have, wanted = values if len(values) == 2 else (values[0], self.wanted)
        order = self.criterion.order
        if order:
            return self.test(order.index(str(have)), order.index(str(wanted)))
        return self.test(have, wanted)


@dataclass(frozen=True, slots=True)
class Branching:
    """A group or flag with its threshold of the day."""

    members: tuple[str, ...]
    needed: int


@dataclass(frozen=True, slots=True)
class Rules:
    """A pack on one day; ``branches`` stand below those that use them."""

    leaves: Mapping[str, Leaf]
    branches: Mapping[str, Branching]


@lru_cache(maxsize=256)
def rules_on(pack: Pack, day: date) -> Rules:
    """Return the rules of a day on which the pack is in force."""
    leaves = {name: _leaf(pack, criterion, day) for name, criterion in pack.criteria.items()}
    branches = {}
    for name, branch in {**pack.groups, **pack.flags}.items():
        needed = branch.needed
        if isinstance(needed, str):
            needed = int(str(pack.parameters[needed].on(day).value))
        branches[name] = Branching(branch.members, needed)
    return Rules(leaves, branches)


def _leaf(pack: Pack, criterion: Criterion, day: date) -> Leaf:
    dated = pack.parameters[criterion.parameter].on(day) if criterion.parameter else None
    value = criterion.value if dated is None else dated.value
    wanted = None
    if value is not None and value is not UNDEFINED:
        wanted = wanted_value(pack.facts[criterion.fact], criterion.operator, value)
    return Leaf(criterion, dated, wanted, TESTS[criterion.operator])


def judge(leaf: Leaf, world: Mapping[str, Readings]) -> Finding:
    """Return the best that a leaf finds among the readings of its facts."""
    readings = [world.get(fact) or NOT_STATED for fact in leaf.criterion.facts]
    findings = [_judge_reading(leaf, reading) for reading in product(*readings)]
    return findings[0] if len(findings) == 1 else min(findings, key=_order)


def _order(finding: Finding) -> tuple[int, tuple[str, ...]]:
    return CODE_RANK[finding.code], finding.missing


def _judge_reading(leaf: Leaf, reading: tuple[Stated | None, ...]) -> Finding:
    if leaf.is_undefined:
        return Finding(Code.POLICY_UNDEFINED)
    stated = [each for each in reading if each is not None]
    if len(stated) < len(reading):
        return Finding(Code.FACT_MISSING, _to_ask(leaf, reading))
    if not leaf.passes([each.value for each in stated]):
        return Finding(Code.VALUE_FAILS)
    if not leaf.criterion.evidence:
        return Finding(Code.OK)
    return _weigh(leaf, reading, {each.evidence for each in stated})


def _weigh(leaf: Leaf, reading: tuple[Stated | None, ...], evidence: set[Evidence]) -> Finding:
    if Evidence.REJECTED in evidence:
        return Finding(Code.EVIDENCE_REJECTED)
    if Evidence.NONE in evidence:
        return Finding(Code.EVIDENCE_MISSING, _to_ask(leaf, reading))
    if Evidence.EXPIRED in evidence:
        return Finding(Code.EVIDENCE_EXPIRED, _to_ask(leaf, reading))
    return Finding(Code.OK)


def _to_ask(leaf: Leaf, reading: tuple[Stated | None, ...]) -> tuple[str, ...]:
    criterion = leaf.criterion
    return tuple(
        fact
        for fact, stated in zip(criterion.facts, reading, strict=True)
        if stated is None or (criterion.evidence and stated.evidence in UNPROVEN)
    )


def settle(rules: Rules, outcomes: Mapping[str, Outcome]) -> dict[str, Outcome]:
    """Return the outcome of every leaf, group and flag, given those of the leaves.

    Source:
        Kleene (1952), Introduction to Metamathematics, §64: the strong three-valued connectives.
    """
    settled = dict(outcomes)
    for name, branch in rules.branches.items():
        members = [settled[member] for member in branch.members]
        met = members.count(Outcome.MET)
        if met >= branch.needed:
            settled[name] = Outcome.MET
        elif met + members.count(Outcome.UNKNOWN) < branch.needed:
            settled[name] = Outcome.NOT_MET
        else:
            settled[name] = Outcome.UNKNOWN
    return settled


def deciding_leaves(rules: Rules, settled: Mapping[str, Outcome], name: str) -> dict[str, None]:
    """Return the leaves that made a branch what it is, in order: those that came out like it."""
    if name not in rules.branches:
        return {name: None}
    leaves: dict[str, None] = {}
    for member in rules.branches[name].members:
        if settled[member] is settled[name]:
            leaves |= deciding_leaves(rules, settled, member)
    return leaves
