from collections import defaultdict
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from matching.codes import Outcome
from matching.policy.assessment import parse_facts
from matching.policy.coverage import gaps_of
from matching.policy.engine import evaluate
from matching.policy.flags import Flag
from matching.policy.loading import PACKS, active_pack, load_packs
from matching.policy.pack import GROUPS, Pack
from matching.policy.reading import read_yaml

HERE = Path(__file__).parent
ALL = load_packs(PACKS, HERE / "packs")
CASES = [
    case for path in sorted(HERE.glob("cases/*.yaml")) for case in read_yaml(path).plain()["cases"]
]


def flags_in(case: dict[str, Any]) -> dict[str, Flag]:
    day = date.fromisoformat(case["as_of"])
    pack = active_pack(ALL, case["pack"], day)
    groups = {group: case[group] for group in GROUPS if group in case}
    facts = parse_facts(pack, groups, day=day)
    province, reforms = case.get("province"), case.get("reforms", [])
    return evaluate(pack, facts, day=day, province=province, reforms=reforms)


@cache
def seen() -> dict[tuple[str, str], set[Outcome]]:
    """Return the outcomes that each leaf of each pack has in some case."""
    found = defaultdict(set)
    for case in CASES:
        for flag in flags_in(case).values():
            for reason in flag.reasons:
                found[case["pack"], reason.criterion].add(reason.outcome)
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
    (pack, leaf)
    for versions in load_packs().values()
    for pack in versions.values()
    for leaf in pack.criteria
]


@pytest.mark.parametrize(
    ("pack", "leaf"), LEAVES, ids=[f"{pack.id}-{leaf}" for pack, leaf in LEAVES]
)
def test_every_leaf_has_a_case_for_each_outcome_within_reach(pack: Pack, leaf: str) -> None:
    gaps = {gap.leaf: set(gap.outcomes) for gap in gaps_of(pack, pack.effective.start)}
    assert seen()[pack.id, leaf] == set(Outcome) - gaps.get(leaf, set())
