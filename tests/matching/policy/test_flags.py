import json
from dataclasses import replace
from datetime import date

import pytest

from matching.codes import Evidence
from matching.policy.engine import evaluate
from matching.policy.findings import Code, Facts, Stated
from matching.policy.flags import as_plain
from matching.policy.loading import load_packs
from matching.policy.pack import FactKind, Language, Operator, Pack, Text
from matching.policy.wording import CODES

PACK = load_packs()["cn-k-seed"]["2025.1"]
DAY = date(2026, 1, 15)
DOCTOR = Facts(
    {
        "candidate.degree_level": (Stated("doctor"),),
        "candidate.degree_sectors": (Stated(frozenset({"ai"})),),
        "role.sectors": (Stated(frozenset({"ai"})),),
        "employer.kind": (Stated("tech_company"),),
    }
)


def test_a_flag_has_the_shape_of_the_api() -> None:
    flag = as_plain(evaluate(PACK, DOCTOR, day=DAY, province="CN-SH")["k_sponsorship"])

    level = next(each for each in flag["reasons"] if each["criterion"] == "merit.degree.level")
    assert level == {
        "criterion": "merit.degree.level",
        "outcome": "met",
        "code": "OK",
        "text": "The degree is an advanced one. This is so.",
        "source": {
            "id": "SEED",
            "title": "Programme outline (press article, undated)",
            "url": None,
        },
        "parameter": {
            "id": "advanced_degree_min",
            "value": "master",
            "from": "2025-10-01",
            "certainty": "suggested",
            "basis": "house",
        },
    }
    del flag["reasons"]
    assert flag == {
        "outcome": "met",
        "label": "Looks eligible under cn-k-seed 2025.1",
        "pack": {"id": "cn-k-seed", "version": "2025.1", "digest": PACK.digest},
        "as_of": "2026-01-15",
        "province": "CN-SH",
        "because": {
            "role.sector_approved": "OK",
            "employer.kind_approved": "OK",
            "merit.degree.level": "OK",
            "merit.degree.field": "OK",
        },
        "missing": [],
        "remedy": [],
        "disclaimer": flag["disclaimer"],
    }


def test_the_disclaimer_names_pack_day_and_who_decides() -> None:
    said = evaluate(PACK, Facts(), day=DAY)["k_switch"].disclaimer
    assert said.startswith("This is information, not legal advice and not a decision. ")
    for fact in ("cn-k-seed 2025.1", "Jan 15, 2026", "the Chinese authorities", "work permit"):
        assert fact in said
    chinese = evaluate(PACK, Facts(), day=DAY, language="zh-Hans")["k_switch"].disclaimer
    assert "（截至2026年1月15日）" in chinese


def test_reasons_tell_every_leaf_of_the_flag_once() -> None:
    flag = evaluate(PACK, Facts(), day=DAY)["k_sponsorship"]
    assert tuple(each.criterion for each in flag.reasons) == PACK.leaves_under("k_sponsorship")
    assert len(flag.reasons) == 9


def test_an_undefined_value_is_told_as_null() -> None:
    reasons = as_plain(evaluate(PACK, Facts(), day=DAY)["pr_pathway"])["reasons"]
    assert reasons[1]["parameter"]["value"] is None
    assert reasons[1]["code"] == "POLICY_UNDEFINED"


def test_remedies_ask_for_facts_or_say_what_mends_a_leaf() -> None:
    flags = evaluate(PACK, Facts({"status.visa": (Stated("K", Evidence.NONE),)}), day=DAY)
    told = {
        remedy["criterion"]: (remedy["curable_by"], remedy["text"])
        for flag in flags.values()
        for remedy in as_plain(flag)["remedy"]
    }
    assert told["status.k_held"] == ("candidate", "Upload the page of the K visa.")
    assert told["role.sector_approved"] == ("employer", "Which sectors does the role belong to?")
    assert told["outstanding"][0] == "policy"


def test_a_day_outside_the_pack_is_an_answer() -> None:
    flag = as_plain(evaluate(PACK, DOCTOR, day=date(2025, 9, 30))["k_sponsorship"])
    assert flag["because"] == {"policy.in_force": "POLICY_NOT_IN_EFFECT"}
    assert flag["label"] == "Does not meet cn-k-seed 2025.1"
    assert flag["reasons"][0]["source"]["id"] == "LAW814"
    assert "apply from Oct 1, 2025." in flag["reasons"][0]["text"]


def test_the_end_of_a_pack_is_told() -> None:
    ended = replace(PACK, effective=replace(PACK.effective, end=date(2026, 1, 1)))
    flag = evaluate(ended, DOCTOR, day=DAY)["k_sponsorship"]
    assert "until the day before Jan 1, 2026" in flag.reasons[0].text


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_flags_speak_both_languages(language: Language) -> None:
    flag = as_plain(evaluate(PACK, Facts(), day=DAY, language=language)["k_switch"])
    said = [flag["label"], flag["disclaimer"], *(each["text"] for each in flag["reasons"])]
    said += [remedy["text"] for remedy in flag["remedy"]]
    is_chinese = [any("\u4e00" <= letter <= "\u9fff" for letter in each) for each in said]
    assert set(is_chinese) == {language == "zh-Hans"}


def test_every_code_has_its_sentence() -> None:
    assert set(CODES) == set(Code)


def test_flags_are_plain_json() -> None:
    for flag in evaluate(PACK, DOCTOR, day=DAY).values():
        assert json.loads(json.dumps(as_plain(flag), allow_nan=False)) == as_plain(flag)


def with_operator(operator: Operator, kind: FactKind, value: str | int | None) -> Pack:
    """Let the flag k_self_initiated ask one thing of one proven fact and of another."""
    criterion = replace(
        PACK.criteria["merit.recognition"],
        operator=operator,
        value=value,
        value_fact=None if value is not None else "status.k_expires",
    )
    if operator in {Operator.IS_TRUE, Operator.IS_FALSE}:
        criterion = replace(criterion, value_fact=None)
    flag = replace(PACK.flags["k_self_initiated"], members=("merit.recognition",), needed=1)
    facts = {**PACK.facts, "candidate.awards": replace(PACK.facts["candidate.awards"], kind=kind)}
    return replace(
        PACK,
        facts=facts,
        criteria={"merit.recognition": criterion},
        groups={},
        flags={"k_self_initiated": flag},
    )


@pytest.mark.parametrize(
    ("operator", "kind", "value", "stated", "code"),
    [
        (Operator.GT, FactKind.INTEGER, 2, 2, Code.VALUE_FAILS),
        (Operator.GT, FactKind.INTEGER, 2, 3, Code.OK),
        (Operator.LTE, FactKind.INTEGER, 2, 2, Code.OK),
        (Operator.LTE, FactKind.INTEGER, 2, 3, Code.VALUE_FAILS),
        (Operator.EQ, FactKind.TEXT, "E2", "E1", Code.VALUE_FAILS),
        (Operator.BEFORE, FactKind.DATE, "2026-01-15", date(2026, 1, 14), Code.OK),
        (Operator.BEFORE, FactKind.DATE, "2026-01-15", DAY, Code.VALUE_FAILS),
        (Operator.IS_FALSE, FactKind.BOOLEAN, None, False, Code.OK),
        (Operator.IS_FALSE, FactKind.BOOLEAN, None, True, Code.VALUE_FAILS),
    ],
)
def test_operators_hold_at_their_boundaries(
    operator: Operator,
    kind: FactKind,
    value: str | int | None,
    stated: int | str | date,
    code: Code,
) -> None:
    facts = Facts({"candidate.awards": (Stated(stated),)})
    flag = evaluate(with_operator(operator, kind, value), facts, day=DAY)["k_self_initiated"]
    assert flag.because == {"merit.recognition": code}


@pytest.mark.parametrize(
    ("other", "code", "missing"),
    [
        (None, Code.FACT_MISSING, ("candidate.awards", "status.k_expires")),
        (Stated(DAY), Code.EVIDENCE_MISSING, ("candidate.awards",)),
        (
            Stated(DAY, Evidence.EXPIRED),
            Code.EVIDENCE_MISSING,
            ("candidate.awards", "status.k_expires"),
        ),
        (Stated(DAY, Evidence.REJECTED), Code.EVIDENCE_REJECTED, ()),
    ],
)
def test_a_comparison_of_two_facts_asks_for_both(
    other: Stated | None, code: Code, missing: tuple[str, ...]
) -> None:
    earlier = Stated(date(2026, 1, 14), Evidence.NONE)
    facts = Facts({"candidate.awards": (earlier,), "status.k_expires": (other,)})
    pack = with_operator(Operator.BEFORE, FactKind.DATE, None)
    flag = evaluate(pack, facts, day=DAY)["k_self_initiated"]
    assert (flag.because["merit.recognition"], flag.missing) == (code, missing)


def test_a_text_has_both_languages() -> None:
    assert Text("one", "一").say("zh-Hans") == "一"
