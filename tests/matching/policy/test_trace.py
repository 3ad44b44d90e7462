import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.policy.digests import canonical_json
from matching.policy.facts import flags_of
from matching.policy.flags import Flag, as_plain
from matching.policy.loading import PACKS, Packs, load_packs
from matching.policy.replaying import CannotReplay, replay
from matching.policy.trace import ENGINE, trace_of
from matching.profiles import CandidateProfile, RoleProfile
from tests.matching.policy.test_crossing import CANDIDATES, DAYS, ROLES

ALL = load_packs(PACKS, Path(__file__).parent / "packs")
DRAFT = "x-test-reform-same-sector-only"
SEED = ALL["cn-k-seed"]["2025.1"]
SECRET = CandidateProfile(awards=())
EVERY = st.sampled_from([(name, version) for name in ALL for version in ALL[name]])


def stored(flag: Flag) -> dict[str, Any]:
    """Return a trace as it comes back from where it was kept."""
    kept: dict[str, Any] = json.loads(canonical_json(trace_of(flag.trace)))
    return kept


def one_trace(packs: Packs = ALL) -> dict[str, Any]:
    pack = packs["cn-k-seed"]["2025.1"]
    flags = flags_of(pack, SECRET, None, day=date(2026, 3, 1), province="CN-ZZ")
    return stored(flags["k_switch"])


@given(EVERY, CANDIDATES, ROLES, st.sampled_from(DAYS), st.booleans())
def test_a_stored_flag_is_decided_again_byte_for_byte(
    name: tuple[str, str],
    candidate: CandidateProfile,
    role: RoleProfile | None,
    day: date,
    drafted: bool,  # noqa: FBT001 - drawn, not called
) -> None:
    pack = ALL[name[0]][name[1]]
    reforms = [DRAFT] if drafted and pack is SEED else []
    for flag in flags_of(pack, candidate, role, day=day, reforms=reforms).values():
        kept = stored(flag)
        assert canonical_json(replay(kept, ALL)) == canonical_json(kept)


@given(CANDIDATES, ROLES, st.sampled_from(DAYS))
def test_the_reasons_of_the_api_are_the_leaves_of_the_trace(
    candidate: CandidateProfile, role: RoleProfile | None, day: date
) -> None:
    for flag in flags_of(SEED, candidate, role, day=day).values():
        told, kept = as_plain(flag), trace_of(flag.trace)
        for name in ("outcome", "pack", "as_of", "province", "because", "missing"):
            assert told[name] == kept[name]
        assert [(each["criterion"], each["code"]) for each in told["reasons"]] == [
            (leaf["id"], leaf["code"]) for leaf in kept["leaves"]
        ]
        for reason, leaf in zip(told["reasons"], kept["leaves"], strict=True):
            assert reason["parameter"] == leaf["parameter"]
            assert reason["source"]["id"] == leaf["cite"]


def test_a_trace_holds_the_facts_and_the_api_does_not() -> None:
    flag = flags_of(SEED, SECRET, None, day=date(2026, 1, 15))["k_self_initiated"]
    leaf = next(
        each for each in trace_of(flag.trace)["leaves"] if each["id"] == "merit.recognition"
    )
    assert leaf["facts"] == {
        "candidate.awards": [
            {"value": 0, "evidence": "verified"},
            {"value": 0, "evidence": "none"},
        ]
    }
    assert leaf["outcome"] == "not_met"
    told = as_plain(flag)
    assert "facts" not in json.dumps(told)
    assert "value=0" not in repr(flag)


def test_a_trace_names_engine_overlays_and_drafts() -> None:
    kept = one_trace()
    assert kept["engine"] == ENGINE
    assert [each["id"] for each in kept["pack"]["overlays"]] == ["x-test-cn-zz-suspends-switch"]
    assert kept["because"] == {"policy.suspended": "OVERLAY_SUSPENDED"}


@pytest.mark.parametrize(
    "change",
    [
        {"engine": "0"},
        {"pack": {"id": "cn-k-seed", "version": "2025.1", "digest": "sha256:0"}},
        {"pack": {"id": "cn-k-seed", "version": "1999.1", "digest": "sha256:0"}},
        {"pack": {"id": "nowhere", "version": "1", "digest": "sha256:0"}},
    ],
)
def test_what_is_not_at_hand_as_it_was_cannot_be_replayed(change: Mapping[str, Any]) -> None:
    with pytest.raises(CannotReplay):
        replay({**one_trace(), **change}, ALL)


def test_an_overlay_that_is_gone_cannot_be_replayed() -> None:
    with pytest.raises(CannotReplay, match="other overlays"):
        replay(one_trace(), {"cn-k-seed": {"2025.1": replace(SEED, overlays=())}})
