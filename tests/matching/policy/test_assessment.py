import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.codes import Evidence
from matching.policy.assessment import MAX_PROBLEMS, FactsError, Problem, parse_facts
from matching.policy.findings import Stated
from matching.policy.loading import load_packs
from matching.policy.pack import GROUPS, FactKind

PACK = load_packs()["cn-k-seed"]["2025.1"]
DAY = date(2026, 1, 15)


def problems_of(groups: object) -> dict[str, str]:
    with pytest.raises(FactsError) as error:
        parse_facts(PACK, groups, day=DAY)
    return dict(error.value.problems)


def test_a_plain_value_is_verified_and_a_pair_is_what_it_says() -> None:
    facts = parse_facts(
        PACK,
        {
            "candidate": {"degree_level": {"value": "doctor", "evidence": "none"}, "patents": 2.0},
            "role": {"sectors": ["ai", "ai"]},
            "status": {"k_expires": "2027-10-01", "visa": {"value": None, "evidence": "none"}},
            "employer": None,
        },
        day=DAY,
    )
    assert facts.stated == {
        "candidate.degree_level": (Stated("doctor", Evidence.NONE),),
        "candidate.patents": (Stated(2),),
        "role.sectors": (Stated(frozenset({"ai"})),),
        "status.k_expires": (Stated(date(2027, 10, 1)),),
        "horizon": (Stated(DAY),),
    }


def test_a_fact_of_text_is_printable_and_bounded() -> None:
    kind = replace(PACK.facts["employer.kind"], kind=FactKind.TEXT)
    pack = replace(PACK, facts={"employer.kind": kind}, overlays=())
    facts = parse_facts(pack, {"employer": {"kind": "E2"}}, day=DAY)
    assert facts.stated == {"employer.kind": (Stated("E2"),)}
    for wrong in ("", "E\x00", "\ud800", "E" * 201, 2):
        with pytest.raises(FactsError, match="printable text"):
            parse_facts(pack, {"employer": {"kind": wrong}}, day=DAY)


@pytest.mark.parametrize(
    ("start", "horizon"),
    [("2026-03-01", date(2026, 3, 1)), ("2025-12-01", DAY), (None, DAY)],
)
def test_the_horizon_is_the_later_of_day_and_start(start: str | None, horizon: date) -> None:
    facts = parse_facts(PACK, {"role": {"start_date": start}}, day=DAY)
    assert facts.stated["horizon"] == (Stated(horizon),)


DEEP: list[Any] = []
for _ in range(20_000):
    DEEP = [DEEP]

WRONG: list[tuple[object, str, str]] = [
    ([], "#", "candidate, role, employer, status"),
    ({"person": {}}, "#/person", "candidate, role"),
    ({"candidate": []}, "#/candidate", "an object of facts"),
    ({"candidate": {"age": 30}}, "#/candidate/age", "degree_level"),
    ({"employer": {"id": "E2"}}, "#/employer/id", "kind"),
    ({"role": {"horizon": "2026-01-01"}}, "#/role/horizon", "sectors"),
    ({"a/b~c d\ud800": 1}, "#/a~1b~0c%20d%3F", "candidate"),
    ({"candidate": {"degree_level": "magister"}}, "#/candidate/degree_level", "master, doctor"),
    ({"candidate": {"degree_level": ["doctor"]}}, "#/candidate/degree_level", "master"),
    ({"candidate": {"degree_level": DEEP}}, "#/candidate/degree_level", "master"),
    ({"candidate": {"degree_sectors": "ai"}}, "#/candidate/degree_sectors", "a list"),
    ({"candidate": {"degree_sectors": ["ai", 1]}}, "#/candidate/degree_sectors/1", "robotics"),
    ({"candidate": {"patents": True}}, "#/candidate/patents", "0 to 100000"),
    ({"candidate": {"patents": "1"}}, "#/candidate/patents", "whole number"),
    ({"candidate": {"patents": 1.5}}, "#/candidate/patents", "whole number"),
    ({"candidate": {"patents": -1}}, "#/candidate/patents", "0 to"),
    ({"candidate": {"patents": 10**400}}, "#/candidate/patents", "100000"),
    ({"candidate": {"patents": float("nan")}}, "#/candidate/patents", "whole number"),
    ({"candidate": {"patents": float("inf")}}, "#/candidate/patents", "whole number"),
    ({"candidate": {"rd_lead": 1}}, "#/candidate/rd_lead", "true or false"),
    ({"status": {"k_expires": "2026-02-30"}}, "#/status/k_expires", "YYYY-MM-DD"),
    ({"status": {"k_expires": "20260228"}}, "#/status/k_expires", "YYYY-MM-DD"),
    ({"status": {"k_expires": "2026-02-28\n"}}, "#/status/k_expires", "YYYY-MM-DD"),
    ({"status": {"k_expires": "0000-01-01"}}, "#/status/k_expires", "calendar"),
    ({"status": {"k_expires": 20260228}}, "#/status/k_expires", "YYYY-MM-DD"),
    (
        {"candidate": {"patents": {"value": "x", "evidence": "none"}}},
        "#/candidate/patents/value",
        "whole number",
    ),
    (
        {"candidate": {"degree_sectors": {"value": ["x"], "evidence": "none"}}},
        "#/candidate/degree_sectors/value/0",
        "aerospace",
    ),
    (
        {"candidate": {"patents": {"value": 1, "evidence": "maybe"}}},
        "#/candidate/patents/evidence",
        "none, verified, expired, rejected",
    ),
    ({"candidate": {"patents": {"value": 1}}}, "#/candidate/patents/evidence", "missing"),
    ({"candidate": {"patents": {}}}, "#/candidate/patents/value", "missing"),
    ({"candidate": {"patents": {"amount": 1}}}, "#/candidate/patents/amount", "value, evidence"),
]


@pytest.mark.parametrize(("groups", "pointer", "allowed"), WRONG, ids=[each[1] for each in WRONG])
def test_what_cannot_be_read_is_named_with_what_is_allowed(
    groups: object, pointer: str, allowed: str
) -> None:
    problems = problems_of(groups)
    assert list(problems) == [pointer]
    assert allowed in problems[pointer]


def test_all_problems_are_told_up_to_a_bound() -> None:
    both = {"candidate": {"patents": "x", "awards": "y"}, "role": {"sectors": 1}}
    assert set(problems_of(both)) == {
        "#/candidate/patents",
        "#/candidate/awards",
        "#/role/sectors",
    }
    assert len(problems_of({"role": {str(number): 1 for number in range(999)}})) == MAX_PROBLEMS


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.dates(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=5,
)
NAMES = st.sampled_from([name.partition(".")[2] for name in PACK.facts] + ["value"])
PAIRS = st.fixed_dictionaries({"value": JSON, "evidence": st.sampled_from(["none", "x", 1])})
GROUPS_OF_ANYTHING = st.dictionaries(
    st.sampled_from(list(GROUPS)), JSON | st.dictionaries(NAMES, JSON | PAIRS, max_size=4)
)


@given(JSON | GROUPS_OF_ANYTHING)
def test_anything_is_read_or_refused_with_pointers(groups: object) -> None:
    problems: tuple[Problem, ...] = ()
    try:
        parse_facts(PACK, groups, day=DAY)
    except FactsError as error:
        problems = error.problems or (Problem("", "an error without a problem"),)
    for pointer, detail in problems:
        assert pointer.startswith("#")
        json.dumps([pointer, detail]).encode()
        (pointer + detail).encode()
