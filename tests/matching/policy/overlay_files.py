"""Overlays written for a test: a frame around some changes of the seed pack."""

from pathlib import Path

from matching.policy.loading import PACKS, load_packs
from matching.policy.pack import Pack

FRAME = """schema: policy-overlay/1
id: {id}
version: "1"
status: illustrative
title: {{en: "Invented", zh-Hans: "虚构"}}
extends: cn-k-seed
jurisdiction: {{country: CN, level: province, code: CN-QQ}}
effective: {{from: "2026-01-01", to: "2027-01-01"}}
recorded: {{on: "2026-11-23", review_by: "2027-11-23"}}
sources:
  TEST: {{tier: test, kind: invented, title: An invented notice}}
{patch}"""
LEAF = (
    'evidence: false, cite: TEST, curable_by: none, text: {en: "So.", zh-Hans: "如此。"}, '
    'fix: {en: "Do.", zh-Hans: "请办。"}'
)
AWARDS = f"{{fact: candidate.awards, op: gte, value: 3, {LEAF}}}"
ROBOTICS = "- {op: extend_set, param: approved_sectors, add: [robotics], cite: TEST}"
SET_TWO = (
    "- {op: set_param, param: merit_min, value: 2, cite: TEST, certainty: stated, basis: source}"
)
PAUSE = '- {op: suspend_flag, flag: k_switch, cite: TEST, fix: {en: "No.", zh-Hans: "否。"}}'


def load(folder: Path, *texts: str) -> Pack:
    """Load the seed pack with overlays of the given patches, or whole files."""
    below = folder / "tests"
    below.mkdir(parents=True, exist_ok=True)
    for place, text in enumerate(texts):
        patch = text if text.startswith(("patch:", "facts:")) else f"patch:\n{text}\n"
        whole = text if text.startswith("schema") else FRAME.format(id=f"x{place}", patch=patch)
        (below / f"{place}.yaml").write_text(whole, encoding="utf-8")
    return load_packs(PACKS, folder)["cn-k-seed"]["2025.1"]
