"""Outcomes of very many pairs: reduce each side to what the criteria see, judge distinct pairs."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from matching.codes import Outcome
from matching.policy.composing import pack_on
from matching.policy.deriving import Side, side_of
from matching.policy.facts import candidate_facts, role_facts
from matching.policy.findings import OUTCOME_RANK, Facts, Finding, Readings
from matching.policy.logic import NOT_STATED, judge, rules_on, settle
from matching.policy.overlays import provinces_on
from matching.policy.pack import Pack
from matching.profiles import CandidateProfile, RoleProfile


class SideWorld(NamedTuple):
    """One side in one world: its own findings, and its facts that are compared with the other's."""

    findings: tuple[tuple[str, Finding], ...]
    readings: tuple[tuple[str, Readings], ...]


@dataclass(frozen=True, slots=True)
class Key:
    """What a pack sees of one side: equal keys of both sides mean equal flags on that day.

    Attributes:
        worlds: by place: the nation first, then each province that differs from it on the day.
        places: where it may stand, as numbers of places; none: where the other side does.
    """

    worlds: tuple[frozenset[SideWorld], ...]
    places: tuple[int, ...]


class Split(NamedTuple):
    """Which leaves each side settles alone, and which facts of it meet the other's."""

    alone: Mapping[Side, tuple[str, ...]]
    facts: Mapping[Side, tuple[str, ...]]
    shared: tuple[str, ...]  # leaves that compare a fact of one side with one of the other


def candidate_key(
    pack: Pack, candidate: CandidateProfile | None, *, day: date, province: str | None = None
) -> Key:
    """Return what a pack's criteria see of a candidate on a day.

    Args:
        province: where the candidate is seen to stand, whatever the profile says.
    """
    status = candidate.status if candidate else None
    home = province or (status.current_province if status else None)
    return _key(
        pack,
        lambda here: candidate_facts(here, candidate, day=day),
        Side.CANDIDATE,
        day,
        places_of(pack, home, day),
    )


def role_key(pack: Pack, role: RoleProfile | None, *, day: date) -> Key:
    """Return what a pack's criteria see of a role and its employer on a day."""
    return _key(
        pack,
        lambda here: role_facts(here, role, day=day),
        Side.EMPLOYER,
        day,
        () if role is None else places_of(pack, role.province, day),
    )


def key_of(pack: Pack, facts: Facts, side: Side, *, day: date, province: str | None = None) -> Key:
    """Reduce the facts of one side, which stands in a province or nowhere in particular."""
    return _key(pack, lambda _: facts, side, day, places_of(pack, province, day))


def _key(
    pack: Pack, read: Callable[[Pack], Facts], side: Side, day: date, places: tuple[int, ...]
) -> Key:
    if day not in pack.effective:
        return Key((), ())
    worlds = (frozenset(worlds_of(here, read(here), side, day)) for here in packs_on(pack, day))
    return Key(tuple(worlds), places)


def worlds_of(pack: Pack, facts: Facts, side: Side, day: date) -> Iterator[SideWorld]:
    """Yield what the leaves of one side find in each world of its facts."""
    leaves, split = rules_on(pack, day).leaves, split_of(pack)
    for world in facts.worlds():
        yield SideWorld(
            tuple((name, judge(leaves[name], world)) for name in split.alone[side]),
            tuple((fact, world.get(fact, NOT_STATED)) for fact in split.facts[side]),
        )


@lru_cache(maxsize=256)
def packs_on(pack: Pack, day: date) -> tuple[Pack, ...]:
    """Return a pack as it stands on a day in the nation, and in each province that differs."""
    return tuple(pack_on(pack, day, place) for place in (None, *provinces_on(pack.overlays, day)))


def places_of(pack: Pack, province: str | None, day: date) -> tuple[int, ...]:
    """Return the numbers of the places that a province means: every one where none is stated."""
    codes = provinces_on(pack.overlays, day)
    if province is None:
        return tuple(range(len(codes) + 1))
    return (codes.index(province) + 1 if province in codes else 0,)


def outcomes(pack: Pack, candidate: Key, role: Key, *, day: date) -> dict[str, Outcome]:
    """Return the outcome of every flag for two keys: the engine's, without its reasons."""
    if day not in pack.effective:
        return dict.fromkeys(pack.flags, Outcome.NOT_MET)
    packs = packs_on(pack, day)
    found = [
        _outcomes_in(packs[place], candidate.worlds[place], role.worlds[place], day)
        for place in role.places or candidate.places
    ]
    return {
        flag: found[0][flag] if len({each[flag] for each in found}) == 1 else Outcome.UNKNOWN
        for flag in pack.flags
    }


def _outcomes_in(
    pack: Pack, candidate: frozenset[SideWorld], role: frozenset[SideWorld], day: date
) -> dict[str, Outcome]:
    rules, shared = rules_on(pack, day), split_of(pack).shared
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
    return best | dict.fromkeys(pack.suspensions, Outcome.NOT_MET)


@lru_cache(maxsize=64)
def split_of(pack: Pack) -> Split:
    """Return which side settles which leaves."""
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
