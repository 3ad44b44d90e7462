from collections import defaultdict
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from matching.policy.assessment import parse_facts
from matching.policy.engine import evaluate
from matching.policy.flags import Flag
from matching.policy.loading import PACKS, active_pack, load_packs
from matching.policy.pack import GROUPS
from matching.policy.reading import read_yaml

HERE = Path(__file__).parent
ALL = load_packs(PACKS, HERE / "packs")
CASES = [
    case for path in sorted(HERE.glob("cases/*.yaml")) for case in read_yaml(path).plain()["cases"]
]
OUTCOMES = {"met", "not_met", "unknown"}
OPEN = {"unknown"}  # nobody has said what is wanted, so nobody can meet it or fail it
REACHABLE = {
    ("cn-k-seed", "outstanding"): OPEN,
    ("cn-k-official", "age"): OPEN,
    ("cn-k-official", "degree.institution"): OPEN,
    ("cn-k-official", "works_at_institution"): OPEN,
}


def flags_in(case: dict[str, Any]) -> dict[str, Flag]:
    day = date.fromisoformat(case["as_of"])
    pack = active_pack(ALL, case["pack"], day)
    groups = {group: case[group] for group in GROUPS if group in case}
    facts = parse_facts(pack, groups, day=day)
    province, reforms = case.get("province"), case.get("reforms", [])
    return evaluate(pack, facts, day=day, province=province, reforms=reforms)


@cache
def seen() -> dict[tuple[str, str], set[str]]:
    """Return the outcomes that each leaf of each pack has in some case."""
    found = defaultdict(set)
    for case in CASES:
        for flag in flags_in(case).values():
            for reason in flag.reasons:
                found[case["pack"], reason.criterion].add(reason.outcome.value)
    return dict(found)


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_a_case_comes_out_as_written(case: dict[str, Any]) -> None:
    flags = flags_in(case)
    for name, expected in case["expect"].items():
        flag = flags[name]
        told = {"outcome": flag.outcome, "because": flag.because, "missing": list(flag.missing)}
        assert {key: told[key] for key in expected} == expected


def test_no_two_cases_share_an_id() -> None:
    ids = [case["id"] for case in CASES]
    assert len(set(ids)) == len(ids)


LEAVES = [
    (pack.id, leaf)
    for versions in load_packs().values()
    for pack in versions.values()
    for leaf in pack.criteria
]


@pytest.mark.parametrize(("pack", "leaf"), LEAVES)
def test_every_leaf_is_met_not_met_and_unknown_in_some_case(pack: str, leaf: str) -> None:
    assert seen()[pack, leaf] == REACHABLE.get((pack, leaf), OUTCOMES)
