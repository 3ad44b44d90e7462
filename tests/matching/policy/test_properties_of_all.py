"""What holds for every pack we ship, in every province, with and without the invented overlays."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from matching.codes import Evidence, Outcome
from matching.policy.coverage import ELSE
from matching.policy.engine import evaluate
from matching.policy.findings import OUTCOME_RANK, Facts, Stated
from matching.policy.loading import PACKS, load_packs
from matching.policy.outcomes import Trial
from matching.policy.pack import Branch, Fact, FactKind, Language, Pack

ALL = load_packs(PACKS, Path(__file__).parent / "packs")
PLAIN = load_packs()
DAY = date(2026, 3, 1)
YES: dict[Language, str] = {"en": "Looks eligible", "zh-Hans": "初步符合"}


def values_of(fact: Fact) -> st.SearchStrategy[Any]:
    """Return values near what packs ask for."""
    if fact.kind is FactKind.CODE:
        return st.sampled_from(fact.taxonomy)
    if fact.kind is FactKind.CODES:
        return st.frozensets(st.sampled_from(fact.taxonomy), max_size=2)
    if fact.kind is FactKind.INTEGER:
        low, high = fact.minimum or 0, fact.maximum or 0
        return st.integers(low, min(high, low + 8)) | st.integers(low, high)
    if fact.kind is FactKind.BOOLEAN:
        return st.booleans()
    if fact.kind is FactKind.DATE:
        return st.integers(-3, 3).map(lambda days: DAY + timedelta(days=days))
    return st.sampled_from([ELSE, "E1", "E2"])


@st.composite
def asked(draw: st.DrawFn) -> tuple[Pack, Facts, str | None]:
    """Draw a pack, what is stated of its facts, and a province or none."""
    pack_id = draw(st.sampled_from(sorted(ALL)))
    pack = ALL[pack_id][draw(st.sampled_from(sorted(ALL[pack_id])))]
    readings = {
        name: st.builds(Stated, values_of(fact), st.sampled_from(Evidence)).map(lambda one: (one,))
        for name, fact in pack.facts.items()
    }
    stated = draw(st.fixed_dictionaries({}, optional=readings))
    places = {overlay.code for overlay in pack.overlays if overlay.level == "province"}
    place = draw(st.sampled_from([None, pack.jurisdiction.country, *sorted(places)]))
    return pack, Facts(stated), place


def outcomes(pack: Pack, facts: Facts, place: str | None, day: date = DAY) -> dict[str, Outcome]:
    flags = evaluate(pack, facts, day=day, province=place)
    return {name: flag.outcome for name, flag in flags.items()}


@given(asked(), st.data())
def test_adding_proof_never_worsens(
    one: tuple[Pack, Facts, str | None], data: st.DataObject
) -> None:
    pack, facts, place = one
    open_ = [
        name
        for name, (stated,) in facts.stated.items()
        if stated and stated.evidence is not Evidence.REJECTED
    ]
    if not open_:
        return
    name = data.draw(st.sampled_from(open_))
    proven = tuple(
        each and replace(each, evidence=Evidence.VERIFIED) for each in facts.stated[name]
    )
    before = outcomes(pack, facts, place)
    after = outcomes(pack, Facts({**facts.stated, name: proven}), place)
    assert all(OUTCOME_RANK[after[flag]] <= OUTCOME_RANK[before[flag]] for flag in before)


@given(asked(), st.data())
def test_removing_a_fact_opens_and_never_decides(
    one: tuple[Pack, Facts, str | None], data: st.DataObject
) -> None:
    pack, facts, place = one
    if not facts.stated:
        return
    gone = data.draw(st.sampled_from(sorted(facts.stated)))
    less = Facts({name: facts.stated[name] for name in facts.stated if name != gone})
    before, after = outcomes(pack, facts, place), outcomes(pack, less, place)
    for flag, outcome in before.items():
        assert after[flag] in {outcome, Outcome.UNKNOWN}


def turned(branch: Branch) -> Branch:
    return replace(branch, members=branch.members[::-1])


@given(asked())
def test_the_order_of_children_never_matters(one: tuple[Pack, Facts, str | None]) -> None:
    pack, facts, place = one
    bare = replace(pack, overlays=())
    other = replace(
        bare,
        groups={name: turned(branch) for name, branch in bare.groups.items()},
        flags={name: turned(branch) for name, branch in bare.flags.items()},
    )
    before = evaluate(bare, facts, day=DAY, province=place)
    for name, flag in evaluate(other, facts, day=DAY, province=place).items():
        same = before[name]
        assert (flag.outcome, flag.because, flag.missing) == (
            same.outcome,
            same.because,
            same.missing,
        )


@given(asked(), st.sampled_from([date(2025, 10, 1), date(2025, 12, 31)]))
def test_outside_its_dates_an_overlay_changes_nothing(
    one: tuple[Pack, Facts, str | None], day: date
) -> None:
    pack, facts, place = one
    if any(day in each.effective and not each.is_draft for each in pack.overlays):
        return
    bare = evaluate(replace(pack, overlays=()), facts, day=day, province=place)
    assert evaluate(pack, facts, day=day, province=place) == bare


@given(asked(), st.sampled_from(["en", "zh-Hans"]))
def test_unknown_is_never_said_as_yes(
    one: tuple[Pack, Facts, str | None], language: Language
) -> None:
    pack, facts, place = one
    for flag in evaluate(pack, facts, day=DAY, province=place, language=language).values():
        assert (YES[language] in flag.label) == (flag.outcome is Outcome.MET)
        assert pack.name in flag.label
        assert pack.name in flag.disclaimer
        assert flag.outcome is Outcome.UNKNOWN or not flag.missing
        assert {reason.outcome for reason in flag.reasons if reason.criterion in flag.because} == {
            flag.outcome
        }


@given(st.lists(asked(), min_size=1, max_size=4), st.integers(-800, 800))
def test_trying_out_comes_to_the_same_as_evaluating(
    several: list[tuple[Pack, Facts, str | None]], days: int
) -> None:
    trial = Trial()
    for pack, facts, place in several:
        for day in (DAY, DAY + timedelta(days=days)):
            told = trial.outcomes(pack, facts, day=day, province=place)
            assert told == outcomes(pack, facts, place, day)
