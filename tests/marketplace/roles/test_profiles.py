from datetime import date
from uuid import UUID

import pytest

from marketplace.roles.profiles import hub_of, role_profile
from matching.codes import Evidence
from matching.profiles import AskedSkill, EmployerProfile, LanguageSkill, RoleProfile, Salary
from models import Employer, Role, VerificationStatus

EMPLOYER_ID = UUID(int=7)


@pytest.mark.parametrize(
    ("city", "province", "hub"),
    [
        ("Beijing", None, "beijing"),
        ("peking", None, "beijing"),
        ("北京", None, "beijing"),
        ("北京市海淀区", None, "beijing"),
        ("Shanghai City", None, "shanghai"),
        ("上海市", None, "shanghai"),
        ("Pudong", "CN-SH", "shanghai"),
        ("SHENZHEN", "CN-GD", "shenzhen"),
        ("深圳市南山区", "CN-GD", "shenzhen"),
        ("Ｃｈｅｎｇｄｕ", None, "chengdu"),
        ("成都", "CN-SC", "chengdu"),
        ("Hangzhou, Zhejiang", None, "hangzhou"),
        ("杭州", None, "hangzhou"),
        ("Hefei", "CN-AH", "other"),
        ("Guangzhou", "CN-GD", "other"),
        (None, "CN-BJ", "beijing"),
        (None, "CN-SH", "shanghai"),
        (None, "CN-AH", "other"),
        (None, "DE-BY", "other"),
        (None, "CN-GD", None),
        (None, "CN", None),
        (None, None, None),
    ],
)
def test_a_place_has_its_hub(city: str | None, province: str | None, hub: str | None) -> None:
    assert hub_of(city, province) == hub


def role(status: VerificationStatus = VerificationStatus.VERIFIED, **fields: object) -> Role:
    employer = Employer(id=EMPLOYER_ID, kind="university", verification_status=status)
    stated = {"title": "Reader", "skills": [], "facilities": [], **fields}
    return Role(employer=employer, **stated)


def test_a_bare_draft_states_nothing() -> None:
    employer = EmployerProfile(id=EMPLOYER_ID, kind="university", kind_evidence=Evidence.VERIFIED)
    assert role_profile(role()) == RoleProfile(title="Reader", employer=employer)


def test_a_whole_role_is_seen_whole() -> None:
    seen = role_profile(
        role(
            description="Duties",
            requirements="Needs",
            skills=[{"name": "C++", "required": True}],
            facilities=["cryostat"],
            sectors=["ai"],
            city="杭州市",
            province="CN-ZJ",
            work_mode="hybrid",
            start_date=date(2026, 3, 1),
            salary_max=10,
            salary_currency="CNY",
            salary_period="month",
            degree_min="master",
            experience_years_min=2,
            languages=[{"language": "zh", "level": None}],
        )
    )
    assert seen == RoleProfile(
        title="Reader",
        description="Duties",
        requirements="Needs",
        skills=(AskedSkill(name="C++", required=True),),
        facilities=("cryostat",),
        sectors=("ai",),
        hub="hangzhou",
        province="CN-ZJ",
        work_mode="hybrid",
        start_date=date(2026, 3, 1),
        salary=Salary(min=None, max=10, currency="CNY", period="month"),
        degree_min="master",
        experience_years_min=2,
        languages=(LanguageSkill(language="zh", level=None),),
        employer=seen.employer,
    )


@pytest.mark.parametrize(
    ("status", "evidence"),
    [
        (VerificationStatus.UNVERIFIED, Evidence.NONE),
        (VerificationStatus.PENDING, Evidence.NONE),
        (VerificationStatus.SUSPENDED, Evidence.NONE),
        (VerificationStatus.REJECTED, Evidence.REJECTED),
        (VerificationStatus.VERIFIED, Evidence.VERIFIED),
    ],
)
def test_a_kind_is_proven_as_the_verification_says(
    status: VerificationStatus, evidence: Evidence
) -> None:
    assert role_profile(role(status)).employer.kind_evidence is evidence
