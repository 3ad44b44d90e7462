from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from matching.codes import DEGREE_LEVELS, EMPLOYER_KINDS, SECTORS, VISAS, Evidence, Outcome
from matching.policy.bulk import key_of, outcomes
from matching.policy.decisions import find_all, settle_findings
from matching.policy.deriving import Side, side_of
from matching.policy.engine import evaluate
from matching.policy.findings import OUTCOME_RANK, Facts, Readings, Stated
from matching.policy.flags import as_plain
from matching.policy.loading import load_packs
from matching.policy.logic import rules_on, settle
from matching.policy.pack import Branch, FactKind, Pack

PACK = load_packs()["cn-k-seed"]["2025.1"]
DAY = date(2026, 1, 15)
EVIDENCE = st.sampled_from(Evidence)
DATES = st.integers(-3, 3).map(lambda days: DAY + timedelta(days=days))
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "candidate.degree_level": st.sampled_from(DEGREE_LEVELS),
    "employer.kind": st.sampled_from(EMPLOYER_KINDS),
    "status.visa": st.sampled_from(VISAS),
    "candidate.years_in_sector": st.integers(3, 7),
}
BY_KIND: dict[FactKind, st.SearchStrategy[Any]] = {
    FactKind.CODES: st.frozensets(st.sampled_from(SECTORS), max_size=2),
    FactKind.INTEGER: st.integers(0, 2),
    FactKind.BOOLEAN: st.booleans(),
    FactKind.DATE: DATES,
}


def readings_of(name: str, most: int = 3) -> st.SearchStrategy[Readings]:
    values = VALUES[name] if name in VALUES else BY_KIND[PACK.facts[name].kind]
    stated = st.builds(Stated, values, EVIDENCE)
    return st.lists(st.none() | stated, min_size=1, max_size=most).map(tuple)


def facts_of(names: list[str], most: int = 3) -> st.SearchStrategy[dict[str, Readings]]:
    return st.fixed_dictionaries({}, optional={name: readings_of(name, most) for name in names})


DEGREE = ["candidate.degree_level", "candidate.degree_sectors"]
SIDES = {
    side: [name for name, fact in PACK.facts.items() if side_of(fact) is side] for side in Side
}
CANDIDATES = st.builds(
    Facts,
    facts_of([name for name in SIDES[Side.CANDIDATE] if name not in DEGREE]),
    st.lists(facts_of(DEGREE, 1), max_size=3).map(tuple),
)
ROLES = st.builds(Facts, facts_of(SIDES[Side.EMPLOYER]))
FACTS = st.builds(Facts, facts_of(list(PACK.facts), 1))


def outcomes_of(facts: Facts, pack: Pack = PACK) -> dict[str, Outcome]:
    return {name: flag.outcome for name, flag in evaluate(pack, facts, day=DAY).items()}


@given(CANDIDATES, ROLES, st.sampled_from([DAY, date(2025, 9, 30), date(2025, 10, 1)]))
def test_the_cheap_outcomes_are_the_engines(candidate: Facts, role: Facts, day: date) -> None:
    mine = key_of(PACK, candidate, Side.CANDIDATE, day=day)
    theirs = key_of(PACK, role, Side.EMPLOYER, day=day)
    full = evaluate(PACK, candidate.joined(role), day=day)
    assert outcomes(PACK, mine, theirs, day=day) == {
        name: flag.outcome for name, flag in full.items()
    }


@given(CANDIDATES, CANDIDATES, ROLES)
def test_equal_keys_give_equal_outcomes(one: Facts, other: Facts, role: Facts) -> None:
    keys = [key_of(PACK, each, Side.CANDIDATE, day=DAY) for each in (one, other)]
    if keys[0] == keys[1]:
        # Reasons may differ: of two degrees that serve as well, the first one stated is told.
        flags = [evaluate(PACK, each.joined(role), day=DAY) for each in (one, other)]
        told = [{name: flag.outcome for name, flag in each.items()} for each in flags]
        assert told[0] == told[1]


@given(CANDIDATES, st.integers(1, 9), st.integers(1, 9))
def test_candidates_whom_no_criterion_tells_apart_share_key_and_flags(
    candidate: Facts, few: int, more: int
) -> None:
    patents = ({"candidate.patents": (Stated(count),)} for count in (few, more))
    one, other = (candidate.joined(Facts(each)) for each in patents)
    keys = {key_of(PACK, each, Side.CANDIDATE, day=DAY) for each in (one, other)}
    assert len(keys) == 1
    assert evaluate(PACK, one, day=DAY) == evaluate(PACK, other, day=DAY)


@given(FACTS, st.data())
def test_adding_proof_never_worsens_an_outcome(facts: Facts, data: st.DataObject) -> None:
    unproven = [
        name
        for name, (stated, *_) in facts.stated.items()
        if stated and stated.evidence is not Evidence.REJECTED
    ]
    if not unproven:
        return
    name = data.draw(st.sampled_from(unproven))
    proven = tuple(
        each and replace(each, evidence=Evidence.VERIFIED) for each in facts.stated[name]
    )
    before, after = outcomes_of(facts), outcomes_of(Facts({**facts.stated, name: proven}))
    assert all(OUTCOME_RANK[after[flag]] <= OUTCOME_RANK[before[flag]] for flag in before)


@given(FACTS, st.data())
def test_removing_a_fact_turns_no_no_into_a_yes(facts: Facts, data: st.DataObject) -> None:
    if not facts.stated:
        return
    gone = data.draw(st.sampled_from(sorted(facts.stated)))
    before = outcomes_of(facts)
    after = outcomes_of(Facts({name: facts.stated[name] for name in facts.stated if name != gone}))
    for flag, outcome in before.items():
        assert (outcome, after[flag]) != (Outcome.NOT_MET, Outcome.MET)
        assert (outcome, after[flag]) != (Outcome.UNKNOWN, Outcome.NOT_MET)


def shuffled(branch: Branch, data: st.DataObject) -> Branch:
    return replace(branch, members=tuple(data.draw(st.permutations(branch.members))))


@given(CANDIDATES, ROLES, st.data())
def test_the_order_of_children_and_entries_never_matters(
    candidate: Facts, role: Facts, data: st.DataObject
) -> None:
    pack = replace(
        PACK,
        groups={name: shuffled(branch, data) for name, branch in PACK.groups.items()},
        flags={name: shuffled(branch, data) for name, branch in PACK.flags.items()},
    )
    entries = tuple(data.draw(st.permutations(candidate.entries)))
    mixed = Facts(candidate.stated, entries).joined(role)
    before, after = evaluate(PACK, candidate.joined(role), day=DAY), evaluate(pack, mixed, day=DAY)
    for name, flag in before.items():
        told = after[name]
        assert (told.outcome, told.because, told.missing) == (
            flag.outcome,
            flag.because,
            flag.missing,
        )


@given(CANDIDATES, ROLES)
def test_a_flag_is_what_its_deciding_leaves_are(candidate: Facts, role: Facts) -> None:
    for flag in evaluate(PACK, candidate.joined(role), day=DAY).values():
        reasons = {reason.criterion: reason for reason in flag.reasons}
        assert {reasons[leaf].outcome for leaf in flag.because} == {flag.outcome}
        assert flag.outcome is Outcome.UNKNOWN or not flag.missing


@given(CANDIDATES, ROLES)
def test_unknown_is_never_said_as_yes(candidate: Facts, role: Facts) -> None:
    for flag in evaluate(PACK, candidate.joined(role), day=DAY).values():
        told = as_plain(flag)
        assert ("Looks eligible" in told["label"]) == (flag.outcome is Outcome.MET)
        if flag.outcome is Outcome.UNKNOWN:
            assert told["label"] == "Cannot be confirmed under cn-k-seed 2025.1"


@given(st.lists(st.sampled_from(Outcome), min_size=1, max_size=5), st.data())
def test_a_threshold_holds_for_every_way_the_unknown_may_turn_out(
    leaves: list[Outcome], data: st.DataObject
) -> None:
    needed = data.draw(st.integers(1, len(leaves)))
    names = [f"leaf{number}" for number in range(len(leaves))]
    rules = replace(
        rules_on(PACK, DAY),
        branches={"top": type(rules_on(PACK, DAY).branches["merit.ip"])(tuple(names), needed)},
    )
    settled = settle(rules, dict(zip(names, leaves, strict=True)))["top"]
    low = leaves.count(Outcome.MET)
    possible = {count >= needed for count in range(low, low + leaves.count(Outcome.UNKNOWN) + 1)}
    assert (
        settled
        is {
            frozenset({True}): Outcome.MET,
            frozenset({False}): Outcome.NOT_MET,
            frozenset({True, False}): Outcome.UNKNOWN,
        }[frozenset(possible)]
    )


def test_every_leaf_is_judged_even_where_one_decides() -> None:
    rules = rules_on(PACK, DAY)
    findings = find_all(rules, {})
    assert set(findings) == set(PACK.criteria)
    assert set(settle_findings(rules, findings)) == {*PACK.criteria, *PACK.groups, *PACK.flags}
