from pathlib import Path

import pytest

from matching.policy.composing import with_all_facts
from matching.policy.loading import load_packs
from matching.policy.pack import UNDEFINED
from matching.policy.points.chinese import load_points
from matching.policy.points.maxima import load_maxima
from matching.policy.reading import PackError, read_yaml
from matching.policy.routes.route import DESCRIBED, load_routes, read_route

Z = DESCRIBED / "cn-z.yaml"
ALL = [pack for versions in load_packs().values() for pack in versions.values()]


def test_every_flag_that_speaks_for_a_route_is_one_of_its_pack() -> None:
    flags = {(pack.id, flag) for pack in ALL for flag in pack.flags}
    for route in load_routes():
        verdicts = {*route.decide, *([route.switch] if route.switch else [])}
        assert {(each.pack, each.flag) for each in verdicts} <= flags


def test_a_fact_has_one_meaning_in_every_pack() -> None:
    seen: dict[str, object] = {}
    for pack in ALL:
        for fact in with_all_facts(pack).facts.values():
            kind = (fact.kind, fact.taxonomy, fact.minimum, fact.maximum)
            assert seen.setdefault(fact.id, kind) == kind, fact.id


def test_a_number_that_stands_in_two_files_is_the_same() -> None:
    parameters = {
        name: each.values[0].value for pack in ALL for name, each in pack.parameters.items()
    }
    assert parameters["class_a_points"] == load_points().thresholds["A"]
    assert parameters["class_b_points"] == load_points().thresholds["B"]
    assert parameters["fsw_pass"] == load_maxima().passes


def test_what_nobody_published_is_undefined() -> None:
    undefined = {
        (route.id, name)
        for route in load_routes()
        for name, attribute in route.stated().items()
        if attribute.value is UNDEFINED
    }
    assert ("cn-k-seed", "validity") in undefined
    assert ("cn-k-official", "fee") in undefined
    assert ("cn-r", "fee") not in undefined


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("cite: EEAL41, certainty", "cite: RUMOUR, certainty", "no source"),
        ("tier: 3", "tier: 5", "tier 5"),
        ("value: true", 'value: "yes"', "true or false"),
        ("{low: 4, high: 12}", "{low: 12, high: 4}", "no weeks"),
        ("points: cn_points", "points: luck", "no points table"),
        ("place_in_order: 4\n", "", "`place_in_order` is missing"),
        ("certainty: reported", "certainty: sure", "no certainty"),
        ("job_switch:", "fax: 1\njob_switch:", "unknown key `fax`"),
    ],
)
def test_a_wrong_file_is_refused(tmp_path: Path, old: str, new: str, told: str) -> None:
    text = Z.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "cn-z.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(PackError, match=r"cn-z\.yaml:\d+: .* Remedy: .") as caught:
        read_route(read_yaml(path))
    assert told in str(caught.value)


def test_two_routes_of_one_name_are_refused(tmp_path: Path) -> None:
    for name in ("one.yaml", "two.yaml"):
        (tmp_path / name).write_text(Z.read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(PackError, match="is taken"):
        load_routes(tmp_path)
