"""Outcomes of all pairs of some candidates and some roles at once, as arrays of codes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matching.codes import Outcome
from matching.policy.bulk import Key, SideWorld, packs_on, split_of
from matching.policy.findings import OUTCOME_RANK, Readings
from matching.policy.logic import Rules, judge, rules_on
from matching.policy.pack import Pack

Codes = NDArray[np.uint8]  # places in OUTCOMES

OUTCOMES: Final = tuple(sorted(Outcome, key=OUTCOME_RANK.__getitem__))  # met, unknown, not met
_MET, _UNKNOWN, _NOT_MET = range(3)
_NOWHERE = 255


def cross(
    pack: Pack, candidates: Sequence[Key], roles: Sequence[Key], *, day: date
) -> dict[str, Codes]:
    """Return every flag of every pair: the engine's outcomes, without their reasons.

    Args:
        pack: the base; the overlays of each role's province count, as in the engine.
        candidates: keys as ``candidate_key`` makes them on that day.
        roles: keys as ``role_key`` makes them on that day.
        day: the day asked about.

    Returns:
        For each flag its codes, shape (candidates, roles), to be read by ``OUTCOMES``.
    """
    if day not in pack.effective or not candidates or not roles:
        shape = len(candidates), len(roles)
        return {flag: np.full(shape, _NOT_MET, np.uint8) for flag in pack.flags}
    mine, theirs = _Distinct.of(candidates), _Distinct.of(roles)
    found = _cross_distinct(pack, mine.keys, theirs.keys, day)
    pairs = np.ix_(mine.numbers, theirs.numbers)
    return {flag: codes[pairs] for flag, codes in found.items()}


@dataclass(frozen=True, slots=True)
class _Distinct:
    """Different keys, and which of them stands where."""

    keys: list[Key]
    numbers: NDArray[np.intp]

    @classmethod
    def of(cls, keys: Sequence[Key]) -> "_Distinct":
        """Number the different keys."""
        known: dict[Key, int] = {}
        numbers = [known.setdefault(key, len(known)) for key in keys]
        return cls(list(known), np.array(numbers, np.intp))


def _cross_distinct(
    pack: Pack, candidates: Sequence[Key], roles: Sequence[Key], day: date
) -> dict[str, Codes]:
    packs = packs_on(pack, day)
    if len(packs) == 1:
        return _cross_in(packs[0], 0, candidates, roles, day)
    shape = len(candidates), len(roles)
    found = {flag: np.full(shape, _NOWHERE, np.uint8) for flag in pack.flags}
    for place, here in enumerate(packs):
        stands = _stands_in(place, candidates, roles)
        for flag, codes in _cross_in(here, place, candidates, roles, day).items():
            known = found[flag]
            differs = stands & (known != _NOWHERE) & (known != codes)
            found[flag] = np.where(differs, _UNKNOWN, np.where(stands, codes, known)).astype(
                np.uint8
            )
    return found


def _stands_in(place: int, candidates: Sequence[Key], roles: Sequence[Key]) -> NDArray[np.bool_]:
    """Mark the pairs that may stand in a place: the role's, else the candidate's."""
    theirs = np.array([place in key.places for key in roles], np.bool_)
    homeless = np.array([not key.places for key in roles], np.bool_)
    mine = np.array([place in key.places for key in candidates], np.bool_)
    return theirs[None, :] | (homeless[None, :] & mine[:, None])


def _cross_in(
    pack: Pack, place: int, candidates: Sequence[Key], roles: Sequence[Key], day: date
) -> dict[str, Codes]:
    """Judge all pairs in one place: leaves as arrays, then what combines them."""
    rules = rules_on(pack, day)
    mine, theirs = _Worlds.of(candidates, place), _Worlds.of(roles, place)
    settled = {name: codes[:, None] for name, codes in mine.leaves.items()}
    settled |= {name: codes[None, :] for name, codes in theirs.leaves.items()}
    settled |= {name: _compare(rules, name, mine, theirs) for name in split_of(pack).shared}
    for name, branch in rules.branches.items():
        settled[name] = _at_least(branch.needed, [settled[member] for member in branch.members])
    whole = len(mine.worlds), len(theirs.worlds)
    found = {}
    for flag in pack.flags:
        codes = np.broadcast_to(settled[flag], whole)
        best = np.minimum.reduceat(np.minimum.reduceat(codes, mine.starts, 0), theirs.starts, 1)
        found[flag] = np.full_like(best, _NOT_MET) if flag in pack.suspensions else best
    return found


def _at_least(needed: int, members: Sequence[Codes]) -> Codes:
    """Return strong Kleene's answer: the ``needed``-th best of the members."""
    if needed == len(members):
        return reduce(np.maximum, members)
    if needed == 1:
        return reduce(np.minimum, members)
    stacked = np.stack(np.broadcast_arrays(*members))
    best: Codes = np.partition(stacked, needed - 1, axis=0)[needed - 1]
    return best


def _compare(rules: Rules, name: str, mine: "_Worlds", theirs: "_Worlds") -> Codes:
    """Judge a leaf that reads both sides, once for each pair of different readings."""
    facts = rules.leaves[name].criterion.facts
    ours, our_numbers = mine.readings_of(facts)
    others, other_numbers = theirs.readings_of(facts)
    leaf = rules.leaves[name]
    table = [
        [OUTCOME_RANK[judge(leaf, dict(one + other)).outcome] for other in others] for one in ours
    ]
    return np.array(table, np.uint8)[np.ix_(our_numbers, other_numbers)]


@dataclass(frozen=True, slots=True)
class _Worlds:
    """The worlds of some keys in one place, one after the other.

    Attributes:
        worlds: all of them.
        starts: where those of each key begin.
        leaves: what each world's own leaves came out like.
    """

    worlds: list[SideWorld]
    starts: NDArray[np.intp]
    leaves: Mapping[str, Codes]

    @classmethod
    def of(cls, keys: Sequence[Key], place: int) -> "_Worlds":
        """Lay the worlds of some keys out."""
        sizes = [len(key.worlds[place]) for key in keys]
        worlds = [world for key in keys for world in key.worlds[place]]
        starts = np.concatenate(([0], np.cumsum(sizes)[:-1])).astype(np.intp)
        names = [name for name, _ in worlds[0].findings] if worlds else []
        ranks = [[OUTCOME_RANK[found.outcome] for _, found in world.findings] for world in worlds]
        table = np.array(ranks, np.uint8).reshape(len(worlds), len(names))
        return cls(worlds, starts, dict(zip(names, table.T, strict=True)))

    def readings_of(
        self, facts: Sequence[str]
    ) -> tuple[list[tuple[tuple[str, Readings], ...]], NDArray[np.intp]]:
        """Return the different readings of some facts, and which of them each world has."""
        known: dict[tuple[tuple[str, Readings], ...], int] = {}
        numbers = [
            known.setdefault(tuple(each for each in world.readings if each[0] in facts), len(known))
            for world in self.worlds
        ]
        return list(known), np.array(numbers, np.intp)
