"""Outcomes of very many pairs: reduce each side to what the criteria see, judge distinct pairs."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from matching.codes import Outcome
from matching.policy.deriving import Side, side_of
from matching.policy.facts import candidate_facts, role_facts
from matching.policy.findings import OUTCOME_RANK, Facts, Finding, Readings
from matching.policy.logic import NOT_STATED, judge, rules_on, settle
from matching.policy.pack import Pack
from matching.profiles import CandidateProfile, RoleProfile


class SideWorld(NamedTuple):
    """One side in one world: its own findings, and its facts that are compared with the other's."""

    findings: tuple[tuple[str, Finding], ...]
    readings: tuple[tuple[str, Readings], ...]


Key = frozenset[SideWorld]  # equal keys of both sides: equal flags on that day in that province


class Split(NamedTuple):
    """Which leaves each side settles alone, and which facts of it meet the other's."""

    alone: Mapping[Side, tuple[str, ...]]
    facts: Mapping[Side, tuple[str, ...]]
    shared: tuple[str, ...]  # leaves that compare a fact of one side with one of the other


def candidate_key(pack: Pack, candidate: CandidateProfile | None, *, day: date) -> Key:
    """Return what a pack's criteria see of a candidate on a day."""
    return key_of(pack, candidate_facts(pack, candidate, day=day), Side.CANDIDATE, day=day)


def role_key(pack: Pack, role: RoleProfile | None, *, day: date) -> Key:
    """Return what a pack's criteria see of a role and its employer on a day."""
    return key_of(pack, role_facts(pack, role, day=day), Side.EMPLOYER, day=day)


def key_of(pack: Pack, facts: Facts, side: Side, *, day: date) -> Key:
    """Reduce the facts of one side."""
    if day not in pack.effective:
        return frozenset()
    leaves, split = rules_on(pack, day).leaves, _split(pack)
    return frozenset(
        SideWorld(
            tuple((name, judge(leaves[name], world)) for name in split.alone[side]),
            tuple((fact, world.get(fact, NOT_STATED)) for fact in split.facts[side]),
        )
        for world in facts.worlds()
    )


def outcomes(pack: Pack, candidate: Key, role: Key, *, day: date) -> dict[str, Outcome]:
    """Return the outcome of every flag for two keys: the engine's, without its reasons."""
    if day not in pack.effective:
        return dict.fromkeys(pack.flags, Outcome.NOT_MET)
    rules, shared = rules_on(pack, day), _split(pack).shared
    best = dict.fromkeys(pack.flags, Outcome.NOT_MET)
    for mine in candidate:
        for theirs in role:
            found = {name: finding.outcome for name, finding in mine.findings + theirs.findings}
            world = dict(mine.readings + theirs.readings)
            found |= {name: judge(rules.leaves[name], world).outcome for name in shared}
            settled = settle(rules, found)
            best = {
                flag: min(best[flag], settled[flag], key=OUTCOME_RANK.__getitem__) for flag in best
            }
    return best


@lru_cache(maxsize=64)
def _split(pack: Pack) -> Split:
    sides = {
        name: {side_of(pack.facts[fact]) for fact in criterion.facts}
        for name, criterion in pack.criteria.items()
    }
    shared = tuple(name for name, both in sides.items() if len(both) > 1)
    compared = dict.fromkeys(fact for name in shared for fact in pack.criteria[name].facts)
    return Split(
        {side: tuple(name for name in sides if sides[name] == {side}) for side in Side},
        {side: tuple(f for f in compared if side_of(pack.facts[f]) is side) for side in Side},
        shared,
    )
