from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from matching.codes import Evidence
from matching.policy.facts import candidate_facts, flags_of, role_facts
from matching.policy.findings import Stated
from matching.policy.flags import Flag
from matching.policy.loading import PACKS, load_packs
from matching.policy.pack import Pack
from matching.profiles import (
    CandidateProfile,
    Degree,
    EmployerProfile,
    Employment,
    RoleProfile,
    VisaStatus,
)

PACK = load_packs(PACKS, Path(__file__).parent / "packs")["cn-k-official"]["2025.1"]
DAY = date(2026, 1, 15)
PROVEN = Evidence.VERIFIED
HERE, THERE = UUID(int=2), UUID(int=1)
ROLE = RoleProfile(province="CN-SH", employer=EmployerProfile(id=HERE))
PERMITS = VisaStatus(
    work_permit=True, work_permit_employer=str(HERE), work_residence_permit=True, evidence=PROVEN
)
BACHELOR = Degree(level="bachelor", stem=True, institution="A university", evidence=PROVEN)


def flag(name: str, candidate: CandidateProfile, pack: Pack = PACK) -> Flag:
    return flags_of(pack, candidate, ROLE, day=DAY)[name]


def because(name: str, candidate: CandidateProfile) -> dict[str, str]:
    return {leaf: code.value for leaf, code in flag(name, candidate).because.items()}


@pytest.mark.parametrize(
    ("change", "outcome", "leaf", "code"),
    [
        ({}, "met", "work.permit_employer", "OK"),
        ({"work_permit_employer": str(HERE).upper()}, "met", "work.permit_employer", "OK"),
        ({"work_permit_employer": str(THERE)}, "not_met", "work.permit_employer", "VALUE_FAILS"),
        ({"work_permit_employer": "A lab"}, "unknown", "work.permit_employer", "FACT_MISSING"),
        ({"work_permit": False}, "not_met", "work.permit", "VALUE_FAILS"),
        ({"evidence": Evidence.NONE}, "unknown", "work.permit", "EVIDENCE_MISSING"),
    ],
)
def test_work_is_authorised_for_the_employer_whom_the_permit_names(
    change: dict[str, Any], outcome: str, leaf: str, code: str
) -> None:
    person = CandidateProfile(status=replace(PERMITS, **change))
    assert flag("work_authorised", person).outcome.value == outcome
    assert because("work_authorised", person)[leaf] == code


def test_without_the_consent_to_use_it_no_status_is_stated() -> None:
    facts = candidate_facts(PACK, CandidateProfile(status=None), day=DAY)
    assert not [name for name in facts.stated if name.startswith("status.")]
    assert "candidate.age" not in facts.stated


def with_age_limit(limit: int) -> Pack:
    ages = PACK.parameters["age_max"]
    known = replace(ages, values=(replace(ages.values[0], value=limit),))
    return replace(PACK, parameters={**PACK.parameters, "age_max": known})


@pytest.mark.parametrize(
    ("limit", "code"), [(46, "OK"), (45, "OK"), (44, "FACT_MISSING"), (43, "VALUE_FAILS")]
)
def test_a_year_of_birth_decides_only_where_both_ages_agree(limit: int, code: str) -> None:
    person = CandidateProfile(status=VisaStatus(birth_year=1981, evidence=PROVEN))  # 44 or 45
    reasons = {
        each.criterion: each for each in flag("k_entry", person, with_age_limit(limit)).reasons
    }
    assert reasons["age"].code.value == code


def test_an_unpublished_age_limit_stays_unpublished_whatever_the_age() -> None:
    person = CandidateProfile(status=VisaStatus(birth_year=1981, evidence=PROVEN))
    assert because("k_entry", person)["age"] == "POLICY_UNDEFINED"


def test_level_subject_and_institution_are_of_one_degree() -> None:
    history = Degree(level="doctor", stem=False, institution="Another", evidence=PROVEN)
    diploma = Degree(level="associate", stem=True, evidence=PROVEN)
    person = CandidateProfile(education=(history, diploma), experience=())
    assert flag("k_entry", person).outcome.value == "not_met"
    assert because("k_entry", person)["works_in_stem_research"] == "VALUE_FAILS"
    better = replace(person, education=(history, diploma, BACHELOR))
    assert because("k_entry", better) == {
        "age": "POLICY_UNDEFINED",
        "degree.institution": "POLICY_UNDEFINED",
    }


def test_no_degree_at_all_is_stated() -> None:
    person = CandidateProfile(education=(), experience=())
    assert flag("k_entry", person).outcome.value == "not_met"
    assert flag("k_entry", replace(person, education=None)).outcome.value == "unknown"


def post(start: str | None, end: str | None, *, stem: bool | None) -> Employment:
    return Employment(
        organisation="An institute", start=start, end=end, stem_research=stem, evidence=PROVEN
    )


@pytest.mark.parametrize(
    ("posts", "code"),
    [
        ([post("2020", None, stem=True)], "OK"),
        ([post(None, None, stem=True)], "OK"),
        ([post("2020", "2027", stem=True)], "OK"),
        ([post("2020", "2026-01-15", stem=True)], "OK"),
        ([post("2020", "2026-01-14", stem=True)], "VALUE_FAILS"),
        ([post("2020", "2026", stem=True)], "FACT_MISSING"),
        ([post("2026-02", None, stem=True)], "VALUE_FAILS"),
        ([post("2020", None, stem=None)], "FACT_MISSING"),
        ([post("2020", None, stem=False)], "VALUE_FAILS"),
        ([post("2020", None, stem=False), post("2021", None, stem=True)], "OK"),
        ([], "VALUE_FAILS"),
    ],
)
def test_only_a_post_held_now_is_present_research(posts: list[Employment], code: str) -> None:
    person = CandidateProfile(education=(), experience=tuple(posts))
    reasons = {each.criterion: each.code.value for each in flag("k_entry", person).reasons}
    assert reasons["works_in_stem_research"] == code


def test_the_employer_is_known_by_its_id() -> None:
    assert role_facts(PACK, ROLE, day=DAY).stated["employer.id"] == (Stated(str(HERE)),)
