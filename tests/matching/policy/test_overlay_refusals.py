from pathlib import Path

import pytest

from matching.policy.loading import PACKS, load_packs
from matching.policy.reading import PackError
from tests.matching.policy.overlay_files import AWARDS, FRAME, PAUSE, ROBOTICS, SET_TWO, load

REFUSALS = {
    "unknown change": ("- {op: forget, flag: k_switch, cite: TEST}", "no change"),
    "unknown parameter": (ROBOTICS.replace("approved_sectors", "sectors"), "no parameter"),
    "no set": (ROBOTICS.replace("approved_sectors", "merit_min"), "is no set"),
    "code twice": (ROBOTICS.replace("robotics", "ai"), "already"),
    "code outside the taxonomy": (ROBOTICS.replace("robotics", "magic"), "outside the taxonomy"),
    "code not there": (
        "- {op: remove_from_set, param: approved_sectors, remove: [robotics], cite: TEST}",
        "is not in",
    ),
    "change without citation": (ROBOTICS.replace(", cite: TEST", ""), "`cite` is missing"),
    "citation of no source": (ROBOTICS.replace("cite: TEST", "cite: BLOG"), "no source"),
    "value of another type": (SET_TWO.replace("value: 2", "value: two"), "so many"),
    "value too high": (SET_TWO.replace("value: 2", "value: 9"), "so many"),
    "unknown flag": (PAUSE.replace("k_switch", "k_swap"), "is no flag"),
    "one language": (PAUSE.replace(', zh-Hans: "否。"', ""), "`zh-Hans` is missing"),
    "paused twice": (f"{PAUSE}\n{PAUSE}", "suspended already"),
    "criterion for nobody": (f"- {{op: add_criterion, id: more, criterion: {AWARDS}}}", "clear"),
    "criterion that is there": (
        f"- {{op: add_criterion, flag: k_switch, id: outstanding, criterion: {AWARDS}}}",
        "already names",
    ),
    "criterion of an undeclared fact": (
        "- {op: add_criterion, flag: k_switch, id: more, criterion: "
        + AWARDS.replace("candidate.awards", "candidate.height")
        + "}",
        "no declared fact",
    ),
    "criterion for no group": (
        f"- {{op: add_criterion, group: merits, id: more, criterion: {AWARDS}}}",
        "no group",
    ),
    "unknown key": (ROBOTICS.replace("add:", "plus: 1, add:"), "unknown key"),
    "parameter set twice": (f"{SET_TWO}\n{SET_TWO}", "same days"),
    "no changes": ("patch: []", "at least one item"),
}


@pytest.mark.parametrize(("patch", "problem"), REFUSALS.values(), ids=REFUSALS)
def test_the_loader_refuses(tmp_path: Path, patch: str, problem: str) -> None:
    with pytest.raises(PackError) as refusal:
        load(tmp_path, patch)
    assert problem in refusal.value.problem
    assert refusal.value.file == str(tmp_path / "tests" / "0.yaml")
    assert refusal.value.line > 1
    assert refusal.value.remedy


CHANGES = {
    "no such pack": ("extends: cn-k-seed", "extends: cn-k", "is no pack"),
    "another country": (
        "country: CN, level: province, code: CN-QQ",
        "country: US, level: province, code: US-CA",
        "another country",
    ),
    "a place of another country": ("code: CN-QQ", "code: US-CA", "no province of CN"),
    "a reform in force": (
        "level: province, code: CN-QQ",
        "level: reform, code: ALL",
        "new version",
    ),
    "invented level": ("level: province", "level: city", "no level"),
    "end before its start": ('to: "2027-01-01"', 'to: "2025-01-01"', "not after"),
    "unknown section": ("patch:", "rules: 1\npatch:", "unknown key"),
    "a source of the pack meant otherwise": (
        "  TEST:",
        "  SEED: {tier: 1, kind: law, title: Another}\n  TEST:",
        "something else",
    ),
    "a source that nothing cites": (
        "  TEST:",
        "  MORE: {tier: 1, kind: law, title: Another}\n  TEST:",
        "nothing cites",
    ),
    "a source of tier 5": ("tier: test", "tier: 5", "tier 5"),
}


@pytest.mark.parametrize(("old", "new", "problem"), CHANGES.values(), ids=CHANGES)
def test_the_loader_refuses_a_frame(tmp_path: Path, old: str, new: str, problem: str) -> None:
    text = FRAME.format(id="x", patch=f"patch:\n{ROBOTICS}\n")
    assert old in text
    with pytest.raises(PackError, match=problem):
        load(tmp_path, text.replace(old, new))


@pytest.mark.parametrize(
    "patches", [(SET_TWO, SET_TWO), (ROBOTICS, ROBOTICS), (PAUSE, PAUSE)], ids=str
)
def test_overlays_of_one_province_may_not_contradict_each_other(
    tmp_path: Path, patches: tuple[str, str]
) -> None:
    with pytest.raises(PackError) as refusal:
        load(tmp_path, *patches)
    assert refusal.value.file == str(tmp_path / "tests" / "1.yaml")


def test_invented_sources_stay_below_tests(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text(FRAME.format(id="x", patch=f"patch:\n{ROBOTICS}\n"))
    with pytest.raises(PackError, match="tier test"):
        load_packs(PACKS, tmp_path)


def test_two_files_may_not_hold_one_version(tmp_path: Path) -> None:
    text = FRAME.format(id="x", patch=f"patch:\n{ROBOTICS}\n")
    with pytest.raises(PackError, match="two files"):
        load(tmp_path, text, text)
