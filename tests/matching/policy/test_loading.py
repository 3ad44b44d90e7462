from datetime import date
from pathlib import Path

import pytest

from matching.codes import DEGREE_LEVELS
from matching.policy.loading import PACKS, UnknownPack, active_pack, load_pack, load_packs
from matching.policy.pack import UNDEFINED, Pack
from matching.policy.reading import PackError

TEXT = (PACKS / "cn" / "k-seed.yaml").read_text()
VALUE = (
    '      - {from: "2025-10-01", value: UNDEFINED, cite: SEED, certainty: may, basis: source}\n'
)
LATER = VALUE.replace("2025-10-01", "2026-01-01")
RELEASED = {
    ("cn-k-official", "2025.1"): (
        "sha256:218854c477508b3a61056fbb31cd709cc27b9122cbbbd7e38b8df7952cbca0a0"
    ),
    ("cn-k-seed", "2025.1"): (
        "sha256:7c870dd6c3fe958b557250d517e58426b613061f3ffe86041a5cd84e66ef9bef"
    ),
    ("us-h1b", "2025.1"): "sha256:06dfa2b910caa13e3ee3e26663ef400d1b3bf819967730adeb350ee715863b47",
    ("us-h1b-portability", "2000.1"): (
        "sha256:264ddb657058411147c0875e9fd6e9dfb42427862e92d2873879d829b9ac6019"
    ),
    (
        "ca-express-entry",
        "2025.1",
    ): "sha256:f1664489e547c73a2b088e9012fec7f179115995aec4d9945f21b8a4afb86051",
    ("cn-r", "2018.1"): "sha256:e9095f2bbbde6e22d3dba0e9cdc132b8624a4cffeb096c0716442283cc95fa35",
    (
        "cn-work-permit",
        "2017.1",
    ): "sha256:deed2dbd0557f1eb18ee19eae5ce4f3793b98e46fb904c443b8e8b34fa6887f5",
    (
        "cn-work-permit-hainan",
        "2026.1",
    ): "sha256:1d331916bf93d030026f6ef58b0242e0123028f69ee2b68e4e120e2130853aa7",
    (
        "cn-work-permit-shanghai",
        "2026.1",
    ): "sha256:35456f68acccefa11e2fc70527e49333d5db6b71457ef94c08a7f6e84cabce61",
}


def load_text(folder: Path, text: str) -> Pack:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pack.yaml").write_text(text)
    return load_pack(folder / "pack.yaml")


def with_value(line: str) -> tuple[str, str]:
    return VALUE, line


REFUSALS = {
    "duplicate key": (("op: is_true", "op: is_true\n    op: is_true"), "stands twice"),
    "unknown key": (("op: is_true", "op: is_true\n    opp: gte"), "unknown key `opp`"),
    "missing key": (("    op: is_true\n", ""), "`op` is missing"),
    "value without citation": (with_value(VALUE.replace(" cite: SEED,", "")), "`cite` is missing"),
    "citation of no source": (with_value(VALUE.replace("SEED", "BLOG")), "`BLOG` is no source"),
    "source that nothing cites": ((", cite: LAW814}", ", cite: SEED}"), "nothing cites `LAW814`"),
    "source of tier 5": (("tier: 1", "tier: 5"), "tier 5"),
    "source of tier 4": (("tier: 1", "tier: 4"), "tier 4"),
    "invented source": (("tier: 1", "tier: test"), "tier test"),
    "two values on a day": (with_value(VALUE + LATER), "two values on 2026-01-01"),
    "a day without value": (
        with_value(VALUE.replace("value", 'to: "2025-12-31", value') + LATER),
        "no value on 2025-12-31",
    ),
    "value from too late": (with_value(LATER), "no value on 2025-10-01"),
    "value to too early": (
        with_value(VALUE.replace("value", 'to: "2026-01-01", value')),
        "no value on 9999-12-31",
    ),
    "an end before its start": (
        with_value(VALUE.replace("value", 'to: "2025-10-01", value')),
        "not after",
    ),
    "code outside its taxonomy": (("value: master", "value: magister"), "outside the taxonomy"),
    "set outside its taxonomy": (("[university,", "[academy,"), "outside the taxonomy"),
    "taxonomy of another order": (("[none, secondary,", "[secondary, none,"), "differs"),
    "NO stays a word": (("evidence: false", "evidence: NO"), "true or false"),
    "undeclared fact": (("fact: candidate.rd_lead", "fact: candidate.age"), "no declared fact"),
    "undeclared second fact": (("value_fact: horizon", "value_fact: today"), "no declared fact"),
    "facts of two types": (("value_fact: horizon", "value_fact: status.visa"), "different types"),
    "fact of no group": (("  role.start_date:", "  job.start_date:"), "belongs to no group"),
    "unknown parameter": (("param: merit_min", "param: merits"), "no parameter"),
    "unknown parameter to count in": (("within: approved_sectors", "within: x"), "no parameter"),
    "unknown operator": (("op: is_true", "op: is_maybe"), "no operator"),
    "operator of another type": (("op: is_true", "op: overlaps"), "cannot read a fact of type"),
    "operand too many": (("op: is_true", "op: is_true\n    value: 1"), "1 of param"),
    "operand of another type": (("value: 5,", "value: five,"), "whole number is wanted"),
    "ranks without an order": (("    order: degree_level\n", ""), "`order` does not fit"),
    "proof of nothing": (("evidence: false", "evidence: true"), "names no proof"),
    "assumption without a reason": (
        with_value(VALUE.replace("basis: source", "basis: house")),
        "gives no reason",
    ),
    "unknown member": (("merit.ip.patents, merit", "merit.ip.patent, merit"), "no criterion"),
    "member twice": (("[status.k_held, outstanding]", "[outstanding, outstanding]"), "twice"),
    "name twice": (("  pr_pathway:", "  outstanding:"), "already names"),
    "group of no kind": (("{any: [merit", "{some: [merit"), "unknown key"),
    "group of two kinds": (
        ("{any: [merit.ip.p", "{all: [outstanding], any: [merit.ip.p"),
        "combines",
    ),
    "count of nothing": (("value: 1, cite", "value: 0, cite"), "so many cannot be met"),
    "count that nobody defined": (("value: 1, cite", "value: UNDEFINED, cite"), "so many"),
    "no date": (('from: "2025-10-01", to: null', 'from: "2025-02-30", to: null'), "is no date"),
    "compact date": (('on: "2026-11-23"', 'on: "20261123"'), "is no date"),
    "unquoted year": (('on: "2026-11-23"', "on: 2026"), "is no date"),
    "one language": (
        ('text: {en: "The role is in an approved sector.", ', "text: {"),
        "`en` is missing",
    ),
    "no such schema": (("policy-pack/1", "policy-pack/9"), "no schema"),
    "version in letters": (('version: "2025.1"', "version: spring"), "no version"),
    "a tag": (("op: is_true", "op: !!python/name:os.system x"), "tag"),
    "an alias": (("op: is_true\n", "op: &a is_true\n    text: *a\n"), "alias"),
    "list for a mapping": (("{all: [candidate.merit]}", "[candidate.merit]"), "mapping is wanted"),
    "empty list": (("{all: [candidate.merit]}", "{all: []}"), "at least one item"),
    "list for a word": (("value: master", "value: [master]"), "compared with one word"),
    "word for a list": (
        ("value: [university, tech_company, innovation_zone]", "value: university"),
        "compared with a list",
    ),
    "mapping for a value": (("value: master", "value: {level: master}"), "a value is wanted"),
    "derived from no date": (("derived_from: role.start_date", "derived_from: x"), "no date"),
    "codes without a taxonomy": (("    taxonomy: visa\n", ""), "taxonomy belongs to codes"),
    "integer without a range": (("    range: [0, 100]\n", ""), "range belongs to integers"),
    "range upside down": (("range: [0, 100]", "range: [100, 0]"), "no range"),
    "range of words": (("range: [0, 100]", "range: [none, many]"), "whole number is wanted"),
    "key that is a list": (("op: is_true", "[op]: is_true"), "no word"),
    "fixed count too high": (("{param: merit_min}", "5"), "so many cannot be met"),
    "broken YAML": (("op: is_true", "op: [is_true"), "expected"),
}


@pytest.mark.parametrize(("change", "problem"), REFUSALS.values(), ids=REFUSALS)
def test_the_loader_refuses(tmp_path: Path, change: tuple[str, str], problem: str) -> None:
    old, new = change
    assert old in TEXT

    with pytest.raises(PackError) as refusal:
        load_text(tmp_path, TEXT.replace(old, new, 1))

    assert problem in refusal.value.problem
    assert str(refusal.value).startswith(f"{tmp_path / 'pack.yaml'}:{refusal.value.line}: ")
    assert "Remedy: " in str(refusal.value)


def test_a_refusal_names_the_line(tmp_path: Path) -> None:
    with pytest.raises(PackError) as refusal:
        load_text(tmp_path, TEXT.replace("op: is_true", "op: is_maybe", 1))

    line = TEXT[: TEXT.index("op: is_true")].count("\n") + 1
    assert refusal.value.line == line


@pytest.mark.parametrize(
    "content", [b"", b"# nothing\n", b"\xff\xfe\x00\x01\x02", b"- a\n", b"a: b"]
)
def test_a_file_that_is_no_pack_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "pack.yaml").write_bytes(content)
    with pytest.raises(PackError):
        load_pack(tmp_path / "pack.yaml")


def test_below_tests_an_invented_source_may_be_cited(tmp_path: Path) -> None:
    pack = load_text(tmp_path / "tests", TEXT.replace("tier: 1", "tier: test", 1))
    assert pack.sources["LAW814"].tier == "test"


def test_values_that_touch_are_half_open(tmp_path: Path) -> None:
    first = VALUE.replace("value: UNDEFINED", 'to: "2026-01-01", value: 2')
    pack = load_text(tmp_path, TEXT.replace(VALUE, first + LATER, 1))
    outstanding = pack.parameters["outstanding_definition"]
    assert outstanding.on(date(2025, 12, 31)).value == 2
    assert outstanding.on(date(2026, 1, 1)).value is UNDEFINED


def test_words_stay_words(tmp_path: Path) -> None:
    text = TEXT.replace(
        "country: CN, level: national, code: CN", "country: NO, level: national, code: NO"
    )
    assert load_text(tmp_path, text).jurisdiction.country == "NO"


def test_a_fixed_count_needs_no_parameter(tmp_path: Path) -> None:
    value = TEXT[TEXT.index("  merit_min:") : TEXT.index("  outstanding_definition:")]
    text = TEXT.replace(value, "").replace("{param: merit_min}", "2")
    assert load_text(tmp_path, text).groups["candidate.merit"].needed == 2


def test_two_files_may_not_hold_one_version(tmp_path: Path) -> None:
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(TEXT)
    with pytest.raises(PackError, match="two files"):
        load_packs(tmp_path)


def versions(folder: Path, *changes: tuple[str, str, str]) -> Path:
    for version, start, status in changes:
        text = TEXT.replace('version: "2025.1"', f'version: "{version}"')
        text = text.replace('effective: {from: "2025-10-01"', f'effective: {{from: "{start}"')
        (folder / f"{version}.yaml").write_text(text.replace("status: active", f"status: {status}"))
    return folder


def test_the_active_version_of_the_day_speaks(tmp_path: Path) -> None:
    released = [("2025.1", "2025-10-01", "active"), ("2025.9", "2026-01-01", "active")]
    drafts = [("2025.10", "2026-06-01", "active"), ("2027.1", "2025-10-01", "draft")]
    packs = load_packs(versions(tmp_path, *released, *drafts))

    chosen = {
        day: active_pack(packs, "cn-k-seed", date.fromisoformat(day)).version
        for day in ("2025-09-30", "2025-12-31", "2026-01-01", "2026-06-01")
    }

    assert chosen == {
        "2025-09-30": "2025.10",  # in force never: the newest answers that it is not in effect
        "2025-12-31": "2025.1",
        "2026-01-01": "2025.9",
        "2026-06-01": "2025.10",
    }


def test_an_unknown_or_inactive_pack_is_named(tmp_path: Path) -> None:
    packs = load_packs(versions(tmp_path, ("2025.1", "2025-10-01", "withdrawn")))
    for pack_id in ("cn-k-seed", "nowhere"):
        with pytest.raises(UnknownPack, match=pack_id):
            active_pack(packs, pack_id, date(2026, 1, 1))


def test_released_versions_never_change() -> None:
    packs = [pack for versions in load_packs().values() for pack in versions.values()]
    digests = {(pack.id, pack.version): pack.digest for pack in packs}
    overlays = [overlay for pack in packs for overlay in pack.overlays]
    digests |= {(overlay.id, overlay.version): overlay.digest for overlay in overlays}
    assert digests == RELEASED


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("status: active", "status: superseded", True),
        ('review_by: "2027-02-23"', 'review_by: "2028-02-23"', True),
        ("# ascending", "# lowest first", True),
        ("value: 5,", "value: 4,", False),
        ("Add an award and who gave it.", "Add an award.", False),
    ],
)
def test_the_digest_follows_the_rules_alone(
    tmp_path: Path, old: str, new: str, *, same: bool
) -> None:
    changed = load_text(tmp_path, TEXT.replace(old, new, 1)).digest
    assert (changed == RELEASED["cn-k-seed", "2025.1"]) is same


def test_the_content_is_the_file_as_plain_data() -> None:
    pack = load_packs()["cn-k-seed"]["2025.1"]
    content = pack.content()
    assert content["effective"] == {"from": "2025-10-01", "to": None, "cite": "LAW814"}
    assert content["taxonomies"]["degree_level"] == list(DEGREE_LEVELS)
    assert content["params"]["outstanding_definition"]["values"][0]["value"] == "UNDEFINED"
