"""Filters by classes against a look at each candidate, whatever changes and in whatever order."""

from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marketplace.candidates.profiles import STATUS_FLAGS
from marketplace.matches import candidate_facts
from marketplace.matches.candidate_facts import CandidateFacts
from marketplace.matches.fact_rows import Batch, FactRows, Facts
from marketplace.matches.filters import FLAGS
from marketplace.matches.flags import SEED
from matching.codes import HSK_LEVELS, Outcome
from matching.gates import Pay, demand_of, gates_between, standing_of, worst_of
from matching.policy.bulk import candidate_key, outcomes, role_key
from matching.policy.loading import PACKS, active_pack, load_packs
from matching.profiles import (
    CandidateProfile,
    Degree,
    Employment,
    LanguageSkill,
    RoleProfile,
    Salary,
    VisaStatus,
)
from matching.ranking.bands import Bands
from matching.ranking.index import Index
from matching.ranking.lexicon import Lexicon
from matching.ranking.saving import compacted
from matching.ranking.vectors import unit_vector

DAY = date(2026, 10, 15)
PACK = active_pack(load_packs(PACKS), SEED, DAY)
OUTCOMES = [outcome.value for outcome in Outcome]
LEXICON = Lexicon(("a",), np.ones(1, np.int64), np.ones(1), 1, Bands(0.1, 0.3))
VECTOR = unit_vector({"a": 1.0})

levels = st.none() | st.sampled_from(["bachelor", "master", "doctor"])
languages = st.builds(
    LanguageSkill,
    language=st.sampled_from(["en", "zh", "zh-Hant"]),
    level=st.none() | st.sampled_from(["A2", "B2", "native", *HSK_LEVELS[3:5]]),
)
salaries = st.builds(
    Salary,
    min=st.none() | st.sampled_from([200, 300]),
    max=st.none() | st.sampled_from([250, 300]),
    currency=st.sampled_from(["CNY", "USD"]),
    period=st.sampled_from(["month", "year"]),
)
posts = st.builds(
    Employment,
    start=st.none() | st.sampled_from(["2019", "2022-10-16", "2024-03"]),
    end=st.none() | st.sampled_from(["2023", "2025-06"]),
)
statuses = st.builds(
    VisaStatus, visa=st.none() | st.sampled_from(["k", "z"]), work_permit=st.none() | st.booleans()
)


def tuples(parts: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | st.lists(parts, max_size=2).map(tuple)


profiles = st.builds(
    CandidateProfile,
    education=tuples(st.builds(Degree, level=levels, stem=st.none() | st.booleans())),
    experience=tuples(posts),
    languages=tuples(languages),
    hubs=tuples(st.sampled_from(["beijing", "hangzhou"])),
    salary_min=st.none() | salaries,
    status=st.none() | statuses,
)
roles = st.builds(
    RoleProfile,
    degree_min=st.none() | st.sampled_from(["none", "bachelor", "doctor"]),
    experience_years_min=st.sampled_from([None, 0, 2, 4]),
    languages=tuples(languages),
    salary=st.none() | salaries,
    hub=st.none() | st.just("beijing"),
    work_mode=st.none() | st.sampled_from(["remote", "on_site"]),
    sectors=st.none() | st.just(("ai",)),
)
Person = tuple[CandidateProfile, bool]  # and whether they share their status
ids = st.integers(0, 9).map(lambda number: UUID(int=number * 2**60 + 5))
steps = st.lists(st.tuples(ids, st.none() | st.tuples(profiles, st.booleans())), max_size=14)
wishes = st.sets(st.sampled_from(OUTCOMES), min_size=1)


@dataclass
class World:
    """What a database has, the index that follows it, and what is kept of it."""

    people: dict[UUID, Person] = field(default_factory=dict)
    index: Index = field(default_factory=lambda: Index(LEXICON, {}))
    facts: CandidateFacts = field(default_factory=lambda: CandidateFacts(nullcontext()))

    def change(self, changes: Sequence[tuple[UUID, Person | None]]) -> None:
        for id_, person in changes:
            if person is None:
                self.people.pop(id_, None)
                self.index.remove(id_)
            else:
                self.people[id_] = person
                self.index.add(id_, VECTOR, {})
            self.facts.forget([id_])

    def read(self, _: object, batch: Batch) -> dict[UUID, Facts]:
        day = batch.day
        return {
            id_: Facts(candidate_key(PACK, profile, day=day), shares, standing_of(profile, day=day))
            for id_, (profile, shares) in self.people.items()
            if id_ in batch.ids
        }

    def shown(self, mask: Any) -> set[UUID]:
        assert len(mask) == self.index.rows
        rows = np.flatnonzero(mask).tolist()
        found = {self.index.id_of(row) for row in rows}
        assert len(found) == len(rows)
        return found


@pytest.fixture(autouse=True, scope="module")
def no_database() -> Iterator[World]:
    """Candidates are read from the world that asks."""
    with pytest.MonkeyPatch.context() as patching:
        patching.setattr(candidate_facts, "pack_of", lambda _: PACK)
        patching.setattr(candidate_facts, "beside", nullcontext)
        patching.setattr(candidate_facts, "_read", lambda world, batch: world.read(None, batch))
        yield World()


@settings(max_examples=150, deadline=None)
@given(st.lists(steps, min_size=1, max_size=3), roles, wishes, st.sampled_from(FLAGS), wishes)
def test_masks_are_what_a_look_at_each_says(
    changes: list[list[tuple[UUID, Person | None]]],
    role: RoleProfile,
    met: set[str],
    flag: str,
    flagged: set[str],
) -> None:
    world: Any = World()
    for number, some in enumerate(changes):
        world.change(some)
        if number == 1:
            world.index = compacted(world.index, {})
        day = DAY + timedelta(days=number // 2)
        compare(world, role, met, {flag: flagged, FLAGS[0]: OUTCOMES}, day)


def compare(
    world: Any, role: RoleProfile, met: set[str], wanted: dict[str, Any], day: date
) -> None:
    demand, mine = demand_of(role), role_key(PACK, role, day=day)
    expected: tuple[set[UUID], ...] = set(), set(), set()
    for id_, (profile, shares) in world.people.items():
        standing = standing_of(profile, day=day)
        if worst_of([gate.outcome for gate in gates_between(standing, demand)]).value in met:
            expected[0].add(id_)
        if _asks_little(standing.pay):
            expected[1].add(id_)
        found = dict(outcomes(PACK, candidate_key(PACK, profile, day=day), mine, day=day))
        if not shares:
            found |= dict.fromkeys(STATUS_FLAGS, Outcome.UNKNOWN)
        if all(found[name].value in words for name, words in wanted.items()):
            expected[2].add(id_)
    facts, index = world.facts, world.index
    assert world.shown(facts.meeting(world, index, demand, met, day=day)) == expected[0]
    assert world.shown(facts.wishing(world, index, _asks_little, day=day)) == expected[1]
    assert world.shown(facts.flagged(world, index, role, wanted, day=day)) == expected[2]


def _asks_little(pay: Pay) -> bool:
    return pay.a_year is not None and pay.currency == "CNY" and pay.a_year < 3_000


def test_who_changes_while_being_read_stays_lacking() -> None:
    world: Any = World()
    first, second = UUID(int=1), UUID(int=2)
    world.change([(first, (CandidateProfile(), True)), (second, (CandidateProfile(), True))])
    rows = FactRows(DAY)
    rows.follow(world.index)
    batch = rows.begin(DAY, [first, second])
    assert batch
    found = world.read(None, batch)
    world.change([(first, (CandidateProfile(hubs=()), True))])
    rows.forget([first])
    rows.put(batch, found)
    rows.follow(world.index)
    assert [world.index.id_of(row) for row in rows.lacking(world.index)] == [first]
    assert world.shown(rows.known(world.index)) == {second}


def test_a_batch_of_another_day_or_another_reader_is_not_kept() -> None:
    world: Any = World()
    first = UUID(int=1)
    world.change([(first, (CandidateProfile(), True))])
    rows = FactRows(DAY)
    rows.follow(world.index)
    assert rows.begin(DAY + timedelta(days=1), [first]) is None
    late, batch = rows.begin(DAY, [first]), rows.begin(DAY, [first, UUID(int=3)])
    assert late
    assert batch
    rows.put(late, world.read(None, late))
    assert not rows.known(world.index).any()
    rows.put(batch, world.read(None, batch))
    assert rows.known(world.index).all()
