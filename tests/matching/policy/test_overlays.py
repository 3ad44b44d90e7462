from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from matching.codes import Outcome
from matching.policy.assessment import parse_facts
from matching.policy.composing import pack_on, with_all_facts
from matching.policy.engine import evaluate
from matching.policy.findings import Facts, Stated
from matching.policy.flags import as_plain
from matching.policy.loading import PACKS, load_packs
from matching.policy.overlays import UnknownReform, provinces_on
from matching.policy.pack import Pack
from matching.policy.provinces import UnknownProvince, require_province
from tests.matching.policy.overlay_files import AWARDS, FRAME, LEAF, PAUSE, ROBOTICS, SET_TWO, load

HERE = Path(__file__).parent / "packs"
PACK = load_packs(PACKS, HERE)["cn-k-seed"]["2025.1"]
DRAFT = "x-test-reform-same-sector-only"


def on(pack: Pack, day: str, province: str = "CN-QQ") -> Pack:
    return pack_on(pack, date.fromisoformat(day), province)


def values(pack: Pack, parameter: str) -> list[tuple[str, object]]:
    return [(each.span.start.isoformat(), each.value) for each in pack.parameters[parameter].values]


def test_a_set_parameter_holds_on_the_days_of_its_overlay_alone(tmp_path: Path) -> None:
    composed = on(load(tmp_path, SET_TWO), "2026-06-01")
    assert values(composed, "merit_min") == [
        ("2025-10-01", 1),
        ("2027-01-01", 1),
        ("2026-01-01", 2),
    ]
    assert composed.parameters["merit_min"].on(date(2026, 6, 1)).cite == "TEST"


def test_a_threshold_may_have_several_values_in_one_overlay(tmp_path: Path) -> None:
    said = "cite: TEST, certainty: stated, basis: source"
    listed = (
        f'[{{from: "2026-01-01", to: "2026-07-01", value: 2, {said}}}, '
        f'{{from: "2026-07-01", to: "2027-01-01", value: 3, {said}}}]'
    )
    pack = load(tmp_path, f"- {{op: set_param, param: merit_min, values: {listed}}}")
    facts = Facts({"candidate.awards": (Stated(1),), "candidate.patents": (Stated(1),)})
    outcomes = {
        day: evaluate(pack, facts, day=date.fromisoformat(day), province="CN-QQ")[
            "k_self_initiated"
        ].outcome
        for day in ("2025-12-31", "2026-06-30", "2026-07-01", "2027-01-01")
    }
    assert outcomes == {
        "2025-12-31": Outcome.MET,
        "2026-06-30": Outcome.MET,
        "2026-07-01": Outcome.UNKNOWN,
        "2027-01-01": Outcome.MET,
    }


def test_a_set_is_extended_and_reduced_by_several_overlays_together(tmp_path: Path) -> None:
    fewer = "- {op: remove_from_set, param: approved_sectors, remove: [ai, aerospace], cite: TEST}"
    composed = on(load(tmp_path, ROBOTICS, fewer), "2026-06-01")
    sectors = composed.parameters["approved_sectors"].on(date(2026, 6, 1)).value
    wanted = ("quantum_computing", "semiconductors", "biotechnology", "renewable_energy")
    assert sectors == (*wanted, "robotics")
    assert [overlay.id for overlay in composed.applied] == ["x0", "x1"]


def test_a_group_may_gain_an_alternative_of_several_criteria(tmp_path: Path) -> None:
    local = f"{{fact: candidate.local_talent, op: is_true, {LEAF}}}"
    pack = load(
        tmp_path,
        "facts:\n  candidate.local_talent:\n    type: boolean\n"
        '    question: {en: "Listed?", zh-Hans: "在列？"}\n'
        "    privacy: {sensitivity: personal, purpose: matching, ranking: forbidden}\n"
        "patch:\n- {op: add_criterion, group: candidate.merit, id: merit.local, all: "
        f"{{merit.local.listed: {local}, merit.local.awards: {AWARDS}}}}}\n",
    )
    assert on(pack, "2026-06-01").groups["candidate.merit"].members[-1] == "merit.local"
    stated = {"candidate": {"local_talent": True, "awards": {"value": 3, "evidence": "none"}}}
    facts = parse_facts(pack, stated, day=date(2026, 6, 1))
    flag = evaluate(pack, facts, day=date(2026, 6, 1), province="CN-QQ")["k_self_initiated"]
    assert (flag.outcome, set(flag.because)) == (
        Outcome.MET,
        {"merit.local.listed", "merit.local.awards"},
    )
    assert "candidate.local_talent" in with_all_facts(pack).facts
    elsewhere = evaluate(pack, facts, day=date(2026, 6, 1), province="CN-SH")["k_self_initiated"]
    assert elsewhere.outcome is Outcome.UNKNOWN


@pytest.mark.parametrize("day", ["2025-12-31", "2027-01-01"])
def test_outside_its_days_the_pack_is_the_very_same(tmp_path: Path, day: str) -> None:
    pack = load(tmp_path, ROBOTICS)
    assert on(pack, day) is pack
    assert on(pack, "2026-06-01", "CN-SH") is pack
    assert provinces_on(pack.overlays, date.fromisoformat(day)) == ()


def test_the_newest_version_of_an_overlay_in_force_counts(tmp_path: Path) -> None:
    first = FRAME.format(id="x", patch=f"patch:\n{ROBOTICS}\n")
    second = first.replace('version: "1"', 'version: "2"').replace("robotics", "fintech")
    pack = on(load(tmp_path, first, second), "2026-06-01")
    assert [overlay.name for overlay in pack.applied] == ["x 2"]


def test_a_draft_counts_only_where_it_is_asked_for() -> None:
    day = date(2026, 2, 1)
    assert pack_on(PACK, day, "CN-SH") is PACK
    assert "switch.same_sector" in pack_on(PACK, day, "CN-SH", [DRAFT]).criteria
    with pytest.raises(UnknownReform, match=DRAFT):
        pack_on(PACK, day, "CN-SH", ["x-test-cn-zz-suspends-switch"])


def test_a_draft_of_a_province_counts_there_alone(tmp_path: Path) -> None:
    text = FRAME.format(id="x", patch=f"patch:\n{PAUSE}\n").replace("illustrative", "draft")
    pack, day = load(tmp_path, text), date(2026, 6, 1)
    assert pack_on(pack, day, "CN-QQ") is pack
    assert pack_on(pack, day, "CN-SH", ["x"]) is pack
    assert pack_on(pack, day, "CN-QQ", ["x"]).suspensions
    assert provinces_on(pack.overlays, day) == ()
    assert provinces_on(pack.overlays, day, ("x",)) == ("CN-QQ",)


def test_an_overlay_of_other_days_is_not_the_packs(tmp_path: Path) -> None:
    text = (PACKS / "cn" / "k-seed.yaml").read_text("utf-8").replace("2025.1", "2025.2", 1)
    ended = text.replace('"2025-10-01", to: null', '"2025-10-01", to: "2026-01-01"')
    (tmp_path / "ended.yaml").write_text(ended, encoding="utf-8")
    assert load(tmp_path, ROBOTICS).overlays
    assert load_packs(PACKS, tmp_path)["cn-k-seed"]["2025.2"].overlays == ()


def test_a_withdrawn_overlay_changes_nothing(tmp_path: Path) -> None:
    text = FRAME.format(id="x", patch=f"patch:\n{ROBOTICS}\n")
    pack = load(tmp_path, text.replace("status: illustrative", "status: withdrawn"))
    assert on(pack, "2026-06-01") is pack


def test_without_a_province_the_differing_ones_are_told() -> None:
    facts = Facts(
        {
            "role.sectors": (Stated(frozenset({"ai"})),),
            "status.visa": (Stated("K"),),
            "status.k_expires": (Stated(date(2027, 10, 1)),),
            "status.current_sectors": (Stated(frozenset({"ai"})),),
            "horizon": (Stated(date(2026, 3, 1)),),
        }
    )
    flag = evaluate(PACK, facts, day=date(2026, 3, 1))["k_switch"]
    [reason] = as_plain(flag)["reasons"]
    assert reason["criterion"] == "policy.province"
    assert reason["source"]["id"] == "TEST"
    assert reason["text"].startswith("CN-ZZ: Does not meet cn-k-seed 2025.1.")
    assert as_plain(flag)["remedy"] == [
        {"criterion": "policy.province", "curable_by": "employer", "text": "State the province."}
    ]


@pytest.mark.parametrize("code", ["CN", "CN-SH", "CN-HK", "CN-ZZ"])
def test_a_pack_knows_its_places(code: str) -> None:
    require_province(PACK, code)


@pytest.mark.parametrize("code", ["CN-XX", "US-CA", "ZZ", "REFORM"])
def test_a_pack_refuses_other_places(code: str) -> None:
    with pytest.raises(UnknownProvince, match="ISO 3166-2"):
        require_province(PACK, code)
    with pytest.raises(UnknownProvince):
        require_province(replace(PACK, overlays=()), "CN-ZZ")
