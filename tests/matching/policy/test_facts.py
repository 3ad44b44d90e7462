from dataclasses import replace
from datetime import date

import pytest

from matching.codes import Evidence, Outcome
from matching.policy.bulk import candidate_key, outcomes, role_key
from matching.policy.facts import candidate_facts, flags_of, role_facts
from matching.policy.findings import Facts, Stated
from matching.policy.loading import load_packs
from matching.policy.pack import UNDEFINED, DatedValue, Pack, Parameter
from matching.profiles import (
    Achievement,
    CandidateProfile,
    Degree,
    EmployerProfile,
    Employment,
    RoleProfile,
    VisaStatus,
)

PACK = load_packs()["cn-k-seed"]["2025.1"]
DAY = date(2026, 1, 15)
PROVEN, NONE = Evidence.VERIFIED, Evidence.NONE
NOTHING_ELSE = CandidateProfile(experience=(), education=(), patents=(), publications=(), awards=())
DOCTOR_OF_AI = Degree(level="doctor", sectors=("ai",), evidence=PROVEN)
ROLE = RoleProfile(
    sectors=("ai",),
    province="CN-SH",
    employer=EmployerProfile(kind="university", kind_evidence=PROVEN),
)


def merit(candidate: CandidateProfile) -> tuple[str, dict[str, str], tuple[str, ...]]:
    flag = flags_of(PACK, candidate, None, day=DAY)["k_self_initiated"]
    return (
        flag.outcome.value,
        {name: code.value for name, code in flag.because.items()},
        flag.missing,
    )


def with_degrees(*degrees: Degree) -> CandidateProfile:
    return replace(NOTHING_ELSE, education=degrees)


def test_a_doctor_of_history_with_a_bachelor_in_ai_is_no_doctor_in_ai() -> None:
    history = Degree(level="doctor", sectors=("other",), evidence=PROVEN)
    bachelor = Degree(level="bachelor", sectors=("ai",), evidence=PROVEN)
    assert merit(with_degrees(history, bachelor))[0] == "not_met"
    assert merit(with_degrees(history, bachelor, DOCTOR_OF_AI))[0] == "met"


def test_the_degree_that_serves_best_is_kept_in_any_order() -> None:
    claimed = replace(DOCTOR_OF_AI, evidence=NONE)
    bachelor = Degree(level="bachelor", sectors=("ai",), evidence=PROVEN)
    asked = ("candidate.degree_level", "candidate.degree_sectors")
    for degrees in ((claimed, bachelor), (bachelor, claimed)):
        assert merit(with_degrees(*degrees)) == (
            "unknown",
            {
                "merit.degree.level": "EVIDENCE_MISSING",
                "merit.degree.field": "EVIDENCE_MISSING",
            },
            asked,
        )


def test_a_degree_without_a_field_is_not_filled_from_another() -> None:
    doctor = Degree(level="doctor", evidence=PROVEN)
    outcome, because, missing = merit(with_degrees(doctor, replace(DOCTOR_OF_AI, level="bachelor")))
    assert (outcome, because) == ("unknown", {"merit.degree.field": "FACT_MISSING"})
    assert missing == ("candidate.degree_sectors",)


def test_stated_none_is_a_no_and_not_stated_is_unknown() -> None:
    assert merit(NOTHING_ELSE)[0] == "not_met"
    assert merit(CandidateProfile())[0] == "unknown"
    assert merit(replace(NOTHING_ELSE, awards=None))[2] == ("candidate.awards",)


def test_one_verified_among_claims_counts() -> None:
    claims = (Achievement(evidence=NONE), Achievement(evidence=PROVEN))
    assert merit(replace(NOTHING_ELSE, patents=claims))[0] == "met"
    assert merit(replace(NOTHING_ELSE, patents=claims[:1])) == (
        "unknown",
        {"merit.ip.patents": "EVIDENCE_MISSING"},
        ("candidate.patents",),
    )


def lead(*, leads: bool | None, evidence: Evidence) -> Employment:
    return Employment(sector="other", start="2025", leads_rd=leads, evidence=evidence)


@pytest.mark.parametrize(
    ("posts", "code"),
    [
        ([lead(leads=True, evidence=PROVEN), lead(leads=None, evidence=NONE)], "OK"),
        ([lead(leads=True, evidence=NONE), lead(leads=False, evidence=PROVEN)], "EVIDENCE_MISSING"),
        ([lead(leads=None, evidence=PROVEN), lead(leads=False, evidence=PROVEN)], "FACT_MISSING"),
        ([lead(leads=False, evidence=NONE)], "VALUE_FAILS"),
        ([], "VALUE_FAILS"),
    ],
)
def test_leading_research(posts: list[Employment], code: str) -> None:
    because = merit(replace(NOTHING_ELSE, experience=tuple(posts)))[1]
    assert because["merit.ip.rd_lead"] == code


def job(
    start: str | None, end: str | None, sector: str | None = "ai", evidence: Evidence = PROVEN
) -> Employment:
    return Employment(sector=sector, start=start, end=end, leads_rd=False, evidence=evidence)


@pytest.mark.parametrize(
    ("posts", "code"),
    [
        ([job("2021-01-15", None)], "OK"),
        ([job("2021-01-16", None)], "VALUE_FAILS"),
        ([job("2020-06", None)], "OK"),
        # the proof says months alone: five years are possible, not certain
        ([job("2020-01", "2024-12")], "EVIDENCE_MISSING"),
        ([job("2020", "2024")], "EVIDENCE_MISSING"),
        ([job("2020", "2023")], "VALUE_FAILS"),
        ([job("2019", "2025")], "OK"),
        ([job("2019", "2025", evidence=NONE)], "EVIDENCE_MISSING"),
        # five years in two sectors are not five in one
        ([job("2019-01", "2021-06"), job("2021-07", None, "biotechnology")], "VALUE_FAILS"),
        ([job("2019-01", "2021-12"), job("2023-01", None)], "OK"),
        ([job("2019-01", "2021-12"), job("2019-01", "2021-12")], "VALUE_FAILS"),
        ([job("2001-01", None, "robotics")], "VALUE_FAILS"),
        ([job("2001-01", None, None)], "FACT_MISSING"),
        ([job(None, "2020")], "FACT_MISSING"),
        ([job(None, "2020", "robotics")], "VALUE_FAILS"),
        ([job("2019", None), job(None, None, None)], "OK"),
        ([job("2026-06", None)], "VALUE_FAILS"),
    ],
)
def test_years_in_one_approved_sector(posts: list[Employment], code: str) -> None:
    facts = candidate_facts(PACK, replace(NOTHING_ELSE, experience=tuple(posts)), day=DAY)
    key = candidate_key(PACK, replace(NOTHING_ELSE, experience=tuple(posts)), day=DAY)
    assert "candidate.years_in_sector" in facts.stated
    assert {
        dict(world.findings)["merit.expertise.years"].code.value for world in key.worlds[0]
    } == {code}


def with_sectors(value: DatedValue) -> Pack:
    approved = Parameter(id="approved_sectors", values=(value,))
    return replace(PACK, parameters={**PACK.parameters, "approved_sectors": approved})


def test_years_follow_the_pack_of_the_day() -> None:
    dated = PACK.parameters["approved_sectors"].values[0]
    veteran = replace(NOTHING_ELSE, experience=(job("2010", None, "robotics"),))
    robots = with_sectors(replace(dated, value=("robotics",)))
    assert candidate_facts(robots, veteran, day=DAY).stated["candidate.years_in_sector"] == (
        Stated(15),
        Stated(16, NONE),
    )
    nobody_knows = with_sectors(replace(dated, value=UNDEFINED))
    for pack, day in ((nobody_knows, DAY), (PACK, date(2025, 9, 30))):
        assert "candidate.years_in_sector" not in candidate_facts(pack, veteran, day=day).stated


def test_facts_the_pack_does_not_declare_are_not_given() -> None:
    fewer = {name: fact for name, fact in PACK.facts.items() if name != "candidate.awards"}
    facts = candidate_facts(replace(PACK, facts=fewer), NOTHING_ELSE, day=DAY)
    assert "candidate.awards" not in facts.stated


def test_the_employers_kind_is_worth_its_verification() -> None:
    for evidence in Evidence:
        employer = EmployerProfile(kind="university", kind_evidence=evidence)
        facts = role_facts(PACK, replace(ROLE, employer=employer), day=DAY)
        assert facts.stated["employer.kind"] == (Stated("university", evidence),)


def test_without_consent_no_status_is_a_fact() -> None:
    assert not [
        name
        for name in candidate_facts(PACK, CandidateProfile(), day=DAY).stated
        if name.startswith("status.")
    ]


STATUS = VisaStatus(
    visa="K",
    k_expires=date(2026, 3, 1),
    current_sectors=("ai",),
    current_province="CN-GD",
    evidence=PROVEN,
)


@pytest.mark.parametrize(
    ("status", "start", "outcome"),
    [
        (STATUS, None, Outcome.MET),
        (STATUS, date(2026, 3, 1), Outcome.MET),
        (STATUS, date(2026, 3, 2), Outcome.NOT_MET),
        (replace(STATUS, evidence=NONE), None, Outcome.UNKNOWN),
        (replace(STATUS, evidence=Evidence.REJECTED), None, Outcome.NOT_MET),
        (replace(STATUS, current_sectors=()), None, Outcome.NOT_MET),
        (replace(STATUS, current_sectors=None), None, Outcome.UNKNOWN),
        (None, None, Outcome.UNKNOWN),
    ],
)
def test_a_switch_of_stored_profiles(
    status: VisaStatus | None, start: date | None, outcome: Outcome
) -> None:
    candidate, role = CandidateProfile(status=status), replace(ROLE, start_date=start)
    assert flags_of(PACK, candidate, role, day=DAY)["k_switch"].outcome is outcome


def test_a_role_alone_and_nobody_at_all_have_flags() -> None:
    alone = flags_of(PACK, None, ROLE, day=DAY)["k_sponsorship"]
    assert alone.outcome is Outcome.UNKNOWN
    assert not [name for name in alone.missing if not name.startswith("candidate.")]
    assert role_facts(PACK, None, day=DAY) == Facts({"horizon": (Stated(DAY),)})
    assert {flag.outcome for flag in flags_of(PACK, None, None, day=DAY).values()} == {
        Outcome.UNKNOWN
    }


def test_the_province_is_the_roles_else_the_one_given_else_where_the_candidate_lives() -> None:
    candidate = CandidateProfile(status=STATUS)
    nowhere = replace(ROLE, province=None)

    def province(role: RoleProfile | None, given: str | None) -> str | None:
        flags = flags_of(PACK, candidate, role, day=DAY, province=given)
        return flags["k_switch"].province

    assert province(ROLE, "CN-BJ") == "CN-SH"
    assert province(nowhere, "CN-BJ") == "CN-BJ"
    assert province(nowhere, None) is None
    assert province(None, "CN-BJ") == "CN-BJ"
    assert province(None, None) == "CN-GD"


@pytest.mark.parametrize("role", [ROLE, None, replace(ROLE, sectors=("fintech",))])
@pytest.mark.parametrize("day", [DAY, date(2025, 9, 30)])
@pytest.mark.parametrize(
    "candidate",
    [
        None,
        NOTHING_ELSE,
        replace(with_degrees(DOCTOR_OF_AI, Degree()), status=STATUS),
        replace(NOTHING_ELSE, awards=(Achievement(evidence=PROVEN),), status=STATUS),
    ],
)
def test_keys_of_profiles_give_the_flags_outcomes(
    candidate: CandidateProfile | None, role: RoleProfile | None, day: date
) -> None:
    mine, theirs = candidate_key(PACK, candidate, day=day), role_key(PACK, role, day=day)
    full = flags_of(PACK, candidate, role, day=day)
    assert outcomes(PACK, mine, theirs, day=day) == {
        name: flag.outcome for name, flag in full.items()
    }
