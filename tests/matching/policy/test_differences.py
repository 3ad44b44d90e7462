import re
from datetime import date
from pathlib import Path

import pytest

from matching.policy.composing import pack_on
from matching.policy.differences import differences
from matching.policy.loading import PACKS, load_pack, load_packs

TEXT = (PACKS / "cn" / "k-seed.yaml").read_text(encoding="utf-8")
OLD = load_packs()["cn-k-seed"]["2025.1"]
WITH_OVERLAYS = load_packs(PACKS, Path(__file__).parent / "packs")["cn-k-seed"]["2025.1"]
MEMBERS = "[merit.degree, merit.expertise.years, merit.ip, merit.recognition]"
WORDS = re.compile(r"stated|suggested|reported|may\b|active|superseded|\d{4}-\d\d-\d\d")
VALUE = "value: 5, cite: SEED, certainty: suggested, basis: house,"


def said(folder: Path, *changes: tuple[str, str]) -> list[tuple[str, str, str, str]]:
    """Return how a changed copy of the seed pack differs from it, in English."""
    text = TEXT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    (folder / "pack.yaml").write_text(text, encoding="utf-8")
    found = differences(OLD, load_pack(folder / "pack.yaml"))
    for each in found:
        assert each.text.zh_hans.endswith("。") or each.section in {"criteria", "sources", "facts"}
        assert not each.text.zh_hans.isascii()
        assert not WORDS.search(each.text.zh_hans)
    return [(each.section, each.id, each.change, each.text.en) for each in found]


def test_a_pack_does_not_differ_from_itself() -> None:
    assert differences(OLD, OLD) == ()


CHANGES = {
    "a value": (
        (VALUE, VALUE.replace("5", "4")),
        ("params", "expertise_min_years", "changed"),
        (
            "expertise_min_years, from Oct 1, 2025 on: 4 instead of 5 "
            "(by an assumption of ours on SEED)."
        ),
    ),
    "the word behind a value": (
        (
            "[university, tech_company, innovation_zone], cite: SEED, certainty: suggested",
            "[university, tech_company, innovation_zone], cite: LAW814, certainty: stated",
        ),
        ("params", "approved_employer_kinds", "changed"),
        (
            "approved_employer_kinds, from Oct 1, 2025 on: university, tech_company, "
            "innovation_zone "
            "as before, now by LAW814, stated instead of SEED, suggested."
        ),
    ),
    "a set": (
        ("[university, tech_company, innovation_zone]", "[university, research_institute]"),
        ("params", "approved_employer_kinds", "changed"),
        (
            "approved_employer_kinds, from Oct 1, 2025 on: gains research_institute "
            "and loses tech_company, innovation_zone (by SEED, suggested)."
        ),
    ),
    "what nobody had published": (
        (
            "value: UNDEFINED, cite: SEED, certainty: may, basis",
            "value: 3, cite: SEED, certainty: may, basis",
        ),
        ("params", "outstanding_definition", "changed"),
        (
            "outstanding_definition, from Oct 1, 2025 on: 3 instead of a value that is not "
            "published "
            "(by SEED, may)."
        ),
    ),
    "the days": (
        (
            'effective: {from: "2025-10-01", to: null',
            'effective: {from: "2025-11-01", to: "2030-01-01"',
        ),
        ("effective", "cn-k-seed", "changed"),
        (
            "It is in force from Nov 1, 2025 to the day before Jan 1, 2030 "
            "instead of from Oct 1, 2025 on."
        ),
    ),
    "the status": (
        ("status: active", "status: superseded"),
        ("status", "cn-k-seed", "changed"),
        "Its status is superseded instead of active.",
    ),
    "a criterion": (
        ("    curable_by: policy\n", "    curable_by: none\n"),
        ("criteria", "outstanding", "changed"),
        "The criterion outstanding changed in who can cure it: The holder counts as outstanding.",
    ),
    "a source": (
        ("title: State Council Order No. 814", "title: Order 814"),
        ("sources", "LAW814", "changed"),
        "The source LAW814 changed in its title: Order 814",
    ),
    "members": (
        (MEMBERS, "[merit.degree, merit.ip, merit.recognition]"),
        ("groups", "candidate.merit", "changed"),
        "The group candidate.merit no longer asks merit.expertise.years.",
    ),
    "their order": (
        (MEMBERS, "[merit.ip, merit.degree, merit.expertise.years, merit.recognition]"),
        ("groups", "candidate.merit", "changed"),
        "The group candidate.merit lists them in another order.",
    ),
    "how many": (
        ("{any: [merit.ip.patents", "{all: [merit.ip.patents"),
        ("groups", "merit.ip", "changed"),
        "The group merit.ip needs all of them instead of one.",
    ),
    "a flag": (
        ("  pr_pathway: {all: [status.k_held, outstanding]}\n", ""),
        ("flags", "pr_pathway", "removed"),
        "The flag pr_pathway is gone.",
    ),
}


@pytest.mark.parametrize(("change", "what", "text"), CHANGES.values(), ids=CHANGES)
def test_a_change_is_said(
    tmp_path: Path, change: tuple[str, str], what: tuple[str, str, str], text: str
) -> None:
    assert said(tmp_path, change) == [(*what, text)]


def test_a_value_is_told_for_the_days_on_which_it_differs(tmp_path: Path) -> None:
    line = f'{{from: "2025-10-01", {VALUE}'
    note = TEXT[TEXT.index(line) + len(line) : TEXT.index("  merit_min:")]
    later = line.replace("2025-10-01", "2027-01-01").replace("value: 5", "value: 6")
    first = line.replace("from:", 'to: "2027-01-01", from:')
    [change] = said(tmp_path, (line + note, f"{first}{note}      - {later}{note}"))
    assert change[3].startswith("expertise_min_years, from Jan 1, 2027 on: 6 instead of 5")


def test_a_draft_is_told_before_it_is_released() -> None:
    draft = pack_on(WITH_OVERLAYS, date(2026, 2, 1), None, ["x-test-reform-same-sector-only"])
    told = [each.plain() for each in differences(WITH_OVERLAYS, draft)]
    assert [(each["section"], each["change"]) for each in told] == [
        ("sources", "added"),
        ("criteria", "added"),
        ("flags", "changed"),
    ]
    assert told[2]["text"] == {
        "en": "The flag k_switch also asks switch.same_sector.",
        "zh-Hans": "标志k_switch增加switch.same_sector。",
    }


def test_a_province_is_told_like_a_version() -> None:
    paused = pack_on(WITH_OVERLAYS, date(2026, 3, 1), "CN-ZZ")
    told = {each.section: each.text.en for each in differences(WITH_OVERLAYS, paused)}
    assert told["suspensions"].endswith("paused flexible switching until 2026-09-01.")
    added = pack_on(WITH_OVERLAYS, date(2026, 3, 1), "CN-YY")
    texts = {each.section: each.text for each in differences(WITH_OVERLAYS, added)}
    assert texts["params"].en == (
        "approved_sectors, from Jan 1, 2026 on: gains robotics (by TEST, stated)."
    )
    assert texts["params"].zh_hans == (
        "approved_sectors，自2026年1月1日起：增加robotics（依据TEST（明确说明））。"
    )
