"""What changed in the rules: versions, values of other days, rules of provinces."""

from dataclasses import replace
from datetime import date, timedelta

from marketplace.policies.history import past_changes
from matching.policy.loading import load_packs
from matching.policy.pack import PackStatus, Span

NEWER = date(2026, 3, 1)


def test_the_newest_change_comes_first_and_none_that_is_still_to_come() -> None:
    packs = load_packs()
    day = date(2026, 11, 1)
    found = past_changes(packs, day)
    assert [change.day for change in found] == sorted((each.day for each in found), reverse=True)
    assert {change.after.id for change in found} == set(packs)
    assert past_changes(packs, date(1999, 1, 1)) == []


def test_a_new_version_stands_beside_the_one_before() -> None:
    packs = dict(load_packs())
    old = packs["cn-k-seed"]["2025.1"]
    shorter = replace(old, version="2026.1", effective=Span(NEWER, None), flags={})
    draft = replace(old, version="2027.1", status=PackStatus.DRAFT)
    packs["cn-k-seed"] = {"2025.1": old, "2026.1": shorter, "2027.1": draft}
    newest, first = [each for each in past_changes(packs, NEWER) if each.after.id == "cn-k-seed"]
    assert (newest.day, newest.before, newest.after) == (NEWER, old, shorter)
    assert any(each.section == "effective" for each in newest.differences)
    assert (first.before, first.differences) == (None, ())
    assert newest not in past_changes(packs, NEWER - timedelta(days=1))


def test_a_province_and_a_value_of_other_days_are_changes_too() -> None:
    found = past_changes(load_packs(), date(2026, 11, 1))
    provinces = {each.province for each in found}
    assert {"CN-HI", "CN-SH"} <= provinces
    [wages] = [each for each in found if each.after.id == "us-h1b" and each.before is not None]
    assert wages.eve == wages.day - timedelta(days=1)
    assert [each.id for each in wages.differences] == ["drawn_wage_level"]
