from collections.abc import Sequence
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.codes import DEGREE_LEVELS, EMPLOYER_KINDS, VISAS, Evidence
from matching.policy.bulk import candidate_key, outcomes, role_key
from matching.policy.crossing import OUTCOMES, cross
from matching.policy.facts import flags_of
from matching.policy.loading import PACKS, load_packs
from matching.policy.pack import Pack
from matching.profiles import (
    Achievement,
    CandidateProfile,
    Degree,
    EmployerProfile,
    Employment,
    RoleProfile,
    VisaStatus,
)

ALL = load_packs(PACKS, Path(__file__).parent / "packs")
SEED = ALL["cn-k-seed"]["2025.1"]
OFFICIAL = ALL["cn-k-official"]["2025.1"]
EMPLOYERS = [UUID(int=1), UUID(int=2)]
DAYS = [date(2025, 9, 30), date(2025, 12, 31), date(2026, 1, 15), date(2026, 3, 1)]
EVIDENCE = st.sampled_from(Evidence)
SECTORS = st.none() | st.lists(st.sampled_from(["ai", "robotics", "other"]), max_size=2).map(tuple)
PLACES = st.none() | st.sampled_from(["CN-SH", "CN-ZZ", "CN-YY", "US-CA"])
CLAIMS = st.none() | st.lists(st.builds(Achievement, evidence=EVIDENCE), max_size=2).map(tuple)
DATES = st.sampled_from([None, *DAYS, date(2027, 1, 1)])
DEGREES = st.builds(
    Degree,
    level=st.sampled_from([None, *DEGREE_LEVELS]),
    sectors=SECTORS,
    stem=st.sampled_from([None, True, False]),
    institution=st.sampled_from(["", "x"]),
    evidence=EVIDENCE,
)
POSTS = st.builds(
    Employment,
    organisation=st.sampled_from(["", "x"]),
    sector=st.sampled_from([None, "ai", "robotics"]),
    start=st.sampled_from([None, "2015", "2020-01", "2026-02"]),
    end=st.sampled_from([None, "2021", "2026", "2026-01-15"]),
    leads_rd=st.sampled_from([None, True, False]),
    stem_research=st.sampled_from([None, True, False]),
    evidence=EVIDENCE,
)
CANDIDATES = st.builds(
    CandidateProfile,
    experience=st.none() | st.lists(POSTS, max_size=2).map(tuple),
    education=st.none() | st.lists(DEGREES, max_size=2).map(tuple),
    patents=CLAIMS,
    publications=CLAIMS,
    awards=CLAIMS,
    status=st.none()
    | st.builds(
        VisaStatus,
        visa=st.sampled_from([None, *VISAS]),
        k_expires=DATES,
        current_sectors=SECTORS,
        current_province=PLACES,
        work_permit=st.sampled_from([None, True, False]),
        work_permit_employer=st.sampled_from([None, "somebody", *map(str, EMPLOYERS)]),
        work_residence_permit=st.sampled_from([None, True, False]),
        birth_year=st.sampled_from([None, 1985, 1990]),
        evidence=EVIDENCE,
    ),
)
ROLES = st.none() | st.builds(
    RoleProfile,
    sectors=SECTORS,
    province=PLACES,
    start_date=DATES,
    employer=st.builds(
        EmployerProfile,
        id=st.sampled_from([None, *EMPLOYERS]),
        kind=st.sampled_from([None, *EMPLOYER_KINDS]),
        kind_evidence=EVIDENCE,
    ),
)


def one_by_one(
    pack: Pack,
    candidates: Sequence[CandidateProfile],
    roles: Sequence[RoleProfile | None],
    day: date,
) -> dict[str, list[list[str]]]:
    flags = [[flags_of(pack, each, role, day=day) for role in roles] for each in candidates]
    return {
        name: [[pair[name].outcome.value for pair in row] for row in flags] for name in pack.flags
    }


@pytest.mark.parametrize("pack", [SEED, OFFICIAL], ids=lambda pack: pack.id)
@settings(max_examples=60)
@given(
    candidates=st.lists(CANDIDATES, min_size=1, max_size=3),
    roles=st.lists(ROLES, min_size=1, max_size=3),
    day=st.sampled_from(DAYS),
)
def test_all_pairs_at_once_are_the_engines_one_by_one(
    pack: Pack, candidates: list[CandidateProfile], roles: list[RoleProfile | None], day: date
) -> None:
    mine = [candidate_key(pack, each, day=day) for each in candidates]
    theirs = [role_key(pack, each, day=day) for each in roles]
    wanted = one_by_one(pack, candidates, roles, day)

    codes = cross(pack, mine, theirs, day=day)

    told = {flag: [[OUTCOMES[code].value for code in row] for row in codes[flag]] for flag in codes}
    assert told == wanted
    for row, candidate in enumerate(mine):
        for column, role in enumerate(theirs):
            pair = outcomes(pack, candidate, role, day=day)
            assert {flag: each.value for flag, each in pair.items()} == {
                flag: wanted[flag][row][column] for flag in pack.flags
            }


@pytest.mark.parametrize("pack", [SEED, OFFICIAL], ids=lambda pack: pack.id)
@settings(max_examples=30)
@given(candidate=CANDIDATES, day=st.sampled_from(DAYS), names_none=st.booleans())
def test_who_is_seen_in_a_province_comes_out_as_the_engine_says_of_it(
    pack: Pack, candidate: CandidateProfile, day: date, *, names_none: bool
) -> None:
    special = [each.code for each in pack.overlays if each.level == "province"]
    for province in [None] if names_none else [*special, "CN-BJ"]:
        mine = candidate_key(pack, candidate, day=day, province=province)
        found = outcomes(pack, mine, role_key(pack, None, day=day), day=day)
        wanted = flags_of(pack, candidate, None, day=day, province=province)
        assert found == {name: flag.outcome for name, flag in wanted.items()}


def test_nothing_crossed_with_nothing_is_nothing() -> None:
    keys = [candidate_key(SEED, CandidateProfile(), day=DAYS[2])]
    for codes in cross(SEED, keys, [], day=DAYS[2]).values():
        assert codes.shape == (1, 0)
    for codes in cross(SEED, [], [role_key(SEED, None, day=DAYS[2])], day=DAYS[2]).values():
        assert codes.shape == (0, 1)
