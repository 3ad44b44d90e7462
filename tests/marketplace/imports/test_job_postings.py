from datetime import date
from typing import Any

import pytest

from marketplace.errors import Invalid
from marketplace.imports.job_postings import Posting, read_job_posting
from tests.marketplace.imports.postings import posting


def read(**changes: Any) -> Posting:
    return read_job_posting(posting(**changes))


def pointers(**changes: Any) -> list[str]:
    with pytest.raises(Invalid) as refusal:
        read(**changes)
    return [error["pointer"] for error in refusal.value.errors]


def test_a_posting_becomes_a_role() -> None:
    found = read()
    assert found.employer_name == "Lantern Photonics"
    assert found.identity == "Lantern Photonics:L-17"
    stated = {name: found.fields[name] for name in found.fields if found.fields[name]}
    assert stated == {
        "title": "Photonics process engineer",
        "description": "You etch wafers & measure them.\n- lithography",
        "sectors": ["semiconductors"],
        "sectors_proposed": True,
        "kind": "job",
        "city": "苏州",
        "province": "CN-JS",
        "employment_type": "full_time",
        "salary_min": 20_000,
        "salary_max": 30_000,
        "salary_currency": "CNY",
        "salary_period": "month",
        "valid_through": date(2031, 5, 31),
    }
    assert "The sector semiconductors was proposed from the text." in found.notes


def test_demands_are_read_from_their_own_keys_first() -> None:
    fields = read(
        qualifications="本科及以上学历，3年以上经验",
        educationRequirements={"credentialCategory": ["Master's degree", "doctoral degree"]},
        experienceRequirements={"monthsOfExperience": 66},
    ).fields
    assert (fields["degree_min"], fields["experience_years_min"]) == ("master", 5)
    assert fields["requirements"] == "本科及以上学历，3年以上经验"


def test_demands_are_read_from_text() -> None:
    fields = read(
        description="A. Bachelor's degree in physics.\n- 4+ years of experience with lasers",
        experienceRequirements="Senior level",
        educationRequirements="University education; travel",
    ).fields
    assert (fields["degree_min"], fields["experience_years_min"]) == ("bachelor", 4)
    assert fields["seniority"] == "Senior level"
    assert fields["requirements"] == "University education; travel"


def test_skills_are_names() -> None:
    fields = read(skills=["EUV, photoresist", {"@type": "DefinedTerm", "name": "euv"}]).fields
    assert fields["skills"] == [
        {"name": "EUV", "required": False},
        {"name": "photoresist", "required": False},
    ]
    many = read(skills=", ".join(f"skill {number}" for number in range(130)))
    assert len(many.fields["skills"]) == 100
    assert "Of 130 skills the first 100 were taken." in many.notes


def test_responsibilities_and_benefits_stay_in_the_text() -> None:
    fields = read(description="One.", responsibilities=["Two.", "Three."], jobBenefits="Four.")
    assert fields.fields["description"] == "One.\n\nTwo.\nThree.\n\nFour."


def test_remote_work_is_read() -> None:
    fields = read(jobLocation=..., jobLocationType="TELECOMMUTE").fields
    assert (fields["work_mode"], fields["city"]) == ("remote", None)


@pytest.mark.parametrize(
    ("identifier", "identity"),
    [
        ("L-18", "L-18"),
        (18, "18"),
        ({"value": 18}, ":18"),
        ([{"name": "N", "value": "18"}], "N:18"),
        (None, None),
        ({"name": "N"}, None),
    ],
)
def test_an_identity_is_read(identifier: object, identity: str | None) -> None:
    assert read(identifier=identifier).identity == identity


def test_what_is_not_read_is_named() -> None:
    notes = read(occupationalCategory="17-2199", applicationContact={}).notes
    assert "Not read: occupationalCategory, applicationContact." in notes


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"@type": "Person"}, "#/@type"),
        ({"title": ...}, "#/title"),
        ({"title": 7}, "#/title"),
        ({"title": "x" * 201}, "#/title"),
        ({"hiringOrganization": ...}, "#/hiringOrganization/name"),
        ({"hiringOrganization": {"name": "x" * 201}}, "#/hiringOrganization/name"),
        ({"description": 7}, "#/description"),
        ({"description": "x" * 50_001}, "#/description"),
        ({"jobLocation": 7}, "#/jobLocation"),
        ({"baseSalary": {"currency": "CNY", "value": True}}, "#/baseSalary/value"),
        ({"baseSalary": "3-2万/月"}, "#/baseSalary"),
        ({"employmentType": 7}, "#/employmentType"),
        ({"skills": [7]}, "#/skills/0"),
        ({"totalJobOpenings": -1}, "#/totalJobOpenings"),
        ({"totalJobOpenings": [2]}, "#/totalJobOpenings"),
        ({"validThrough": "2026-02-30"}, "#/validThrough"),
        ({"validThrough": 20260228}, "#/validThrough"),
        ({"jobStartDate": "1066-10-14"}, "#/jobStartDate"),
        ({"experienceRequirements": {"monthsOfExperience": "x"}}, "#/experienceRequirements"),
        ({"experienceRequirements": {"monthsOfExperience": -1}}, "#/experienceRequirements"),
        ({"industry": 7}, "#/industry"),
    ],
)
def test_a_bad_posting_says_where(changes: dict[str, Any], pointer: str) -> None:
    assert pointers(**changes)[0].startswith(pointer)


def test_every_fault_is_named_at_once() -> None:
    assert {"#/title", "#/description", "#/validThrough"} <= set(
        pointers(title=None, description=3, validThrough="2026-13-01")
    )
