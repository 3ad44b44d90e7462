"""The invented employers, roles and people: enough of them, well-formed, and open by the rules."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from marketplace import demo
from marketplace.roles.copying import CONTENT
from marketplace.roles.wording import discriminatory_asking, discriminatory_wording
from matching import codes

DEMO = Path(demo.__file__).parent
CHINESE = re.compile("[\u4e00-\u9fff]")
APPROVED_KINDS = {"university", "tech_company", "innovation_zone"}
APPROVED_SECTORS = set(codes.SECTORS[:6])
FIVE_HUBS = {"Beijing", "Shanghai", "Shenzhen", "Chengdu", "Hangzhou"}
SECTIONS = ("experience", "education", "patents", "publications", "awards", "languages")
COLUMNS = {"salary_min", "salary_max", "salary_currency", "salary_period", "blind_review"}
ROLE_KEYS = ({*CONTENT} - COLUMNS) | {
    "salary",
    "employer",
    "status",
    "opens_days_ago",
    "valid_days",
    "starts_in_days",
}
PERSON_KEYS = {
    "key",
    "email",
    "contact",
    "headline",
    "summary",
    "skills",
    "experience",
    "education",
    "patents",
    "publications",
    "awards",
    "languages",
    "hubs",
    "salary_min",
    "status",
    "consents",
    "visibility",
    "hidden_from",
}


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def read_all(folder: str) -> list[dict[str, Any]]:
    return [entry for path in sorted((DEMO / folder).glob("*.yaml")) for entry in read(path)]


EMPLOYERS = {employer["key"]: employer for employer in read(DEMO / "employers.yaml")}
ROLES = read_all("roles")
PEOPLE = read_all("people")
OPEN = [role for role in ROLES if role["status"] == "open"]


def all_texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from all_texts(item)
    elif isinstance(value, str):
        yield value


def check_digit(code: str) -> str:
    """Return the last digit that GB 32100-2015 wants after the first seventeen."""
    signs = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    total = sum(signs.index(sign) * 3**place for place, sign in enumerate(code[:17]))
    return signs[-total % 31]


def claims(person: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for section in SECTIONS:
        yield from person.get(section) or []
    if "status" in person:
        yield person["status"]


def test_the_files_are_of_a_readable_size() -> None:
    for path in DEMO.rglob("*.yaml"):
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 300, path.name


# Employers


def test_employers_are_of_the_approved_kinds_in_the_five_hubs() -> None:
    approved = [each for each in EMPLOYERS.values() if each["kind"] in APPROVED_KINDS]
    assert len([each for each in approved if each["verification"] == "verified"]) >= 12
    assert {each["kind"] for each in approved} == APPROVED_KINDS
    assert {each["city"] for each in approved} >= FIVE_HUBS
    kinds = Counter(each["kind"] for each in EMPLOYERS.values())
    assert kinds["staffing_agency"]
    assert kinds["multinational_rd"]


def test_every_state_of_verification_occurs() -> None:
    states = {each["verification"] for each in EMPLOYERS.values()}
    assert states == {"verified", "pending", "rejected", "unverified"}


def test_keys_and_domains_are_unique_and_invented() -> None:
    assert len(EMPLOYERS) == len(read(DEMO / "employers.yaml"))
    domains = [each["email_domain"] for each in EMPLOYERS.values()]
    assert len(set(domains)) == len(domains)
    assert all(domain.endswith(".example") for domain in domains)
    assert all(each["website"].endswith(each["email_domain"]) for each in EMPLOYERS.values())


@pytest.mark.parametrize("key", EMPLOYERS)
def test_an_employer_is_well_formed(key: str) -> None:
    employer = EMPLOYERS[key]
    assert employer["kind"] in codes.EMPLOYER_KINDS
    assert set(employer["sectors"]) <= set(codes.SECTORS)
    assert re.fullmatch("CN-[A-Z]{2}", employer["province"])
    code = employer["unified_social_credit_code"]
    assert len(code) == 18
    assert code[17] == check_digit(code)


def test_the_check_digit_is_no_formality() -> None:
    code = EMPLOYERS["xinglu"]["unified_social_credit_code"]
    assert check_digit("A" + code[1:]) != code[17]


# Roles


def test_roles_are_many_in_each_of_the_six_sectors() -> None:
    sectors = Counter(sector for role in ROLES for sector in role["sectors"])
    assert len(ROLES) >= 60
    assert len([role for role in ROLES if APPROVED_SECTORS & set(role["sectors"])]) >= 60
    assert all(sectors[sector] >= 8 for sector in APPROVED_SECTORS)


def test_about_four_in_ten_roles_are_in_chinese() -> None:
    chinese = [role for role in ROLES if CHINESE.search(role["title"])]
    assert 0.35 <= len(chinese) / len(ROLES) <= 0.45
    assert all(CHINESE.search(role["description"]) for role in chinese)


def test_no_role_stands_twice() -> None:
    names = [(role["employer"], role["title"]) for role in ROLES]
    assert len(set(names)) == len(names)


def test_states_kinds_and_modes_all_occur() -> None:
    assert {role["status"] for role in ROLES} == {"open", "draft", "paused", "closed"}
    assert {role["kind"] for role in OPEN} == set(codes.ROLE_KINDS)
    assert {role["work_mode"] for role in OPEN} == set(codes.WORK_MODES)
    assert {role["employment_type"] for role in ROLES} == set(codes.EMPLOYMENT_TYPES)
    assert {role.get("degree_min") for role in OPEN} >= {
        "associate",
        "bachelor",
        "master",
        "doctor",
    }
    drafts = [role for role in ROLES if not APPROVED_SECTORS & set(role["sectors"])]
    assert {role["status"] for role in drafts} == {"draft"}


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role["title"])
def test_a_role_is_well_formed(role: dict[str, Any]) -> None:
    assert set(role) <= ROLE_KEYS
    assert role["employer"] in EMPLOYERS
    assert set(role["sectors"]) <= set(codes.SECTORS)
    assert role.get("degree_min", "none") in codes.DEGREE_LEVELS
    for language in role.get("languages") or []:
        assert language["level"] in codes.LANGUAGE_LEVELS
    if salary := role.get("salary"):
        assert 0 < salary["min"] <= salary["max"]
        assert salary["period"] in codes.SALARY_PERIODS
        assert re.fullmatch("[A-Z]{3}", salary["currency"])
    assert len({skill["name"] for skill in role["skills"]}) == len(role["skills"])
    assert len(role["title"]) <= 120


@pytest.mark.parametrize("role", OPEN, ids=lambda role: role["title"])
def test_an_open_role_could_be_opened(role: dict[str, Any]) -> None:
    employer = EMPLOYERS[role["employer"]]
    assert employer["verification"] == "verified"
    assert employer["kind"] in APPROVED_KINDS
    assert APPROVED_SECTORS & set(role["sectors"])
    assert role["headcount"] >= 1
    assert role["city"]
    assert re.fullmatch("CN-[A-Z]{2}", role["province"])
    assert role["salary"]["max"]
    assert len(role["description"]) >= 60
    assert 5 <= len(role["skills"]) <= 12
    assert any(skill["required"] for skill in role["skills"])
    assert 0 <= role["opens_days_ago"] < role["valid_days"] <= 90


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role["title"])
def test_no_role_is_worded_against_the_law(role: dict[str, Any]) -> None:
    assert discriminatory_wording(*all_texts(role)) == []
    asked = [each["text"] for each in role.get("questions", ())]
    assert [text for text in asked if discriminatory_asking(text)] == []


# People


def test_people_are_many_and_various() -> None:
    chinese = [person for person in PEOPLE if CHINESE.search(person["headline"])]
    visas = Counter((person.get("status") or {}).get("visa") for person in PEOPLE)
    assert len(PEOPLE) >= 40
    assert len(chinese) >= 10
    assert visas["K"] >= 10
    assert all(visas[visa] for visa in ("Z", "M", "R", "X", "none", None))
    assert {person["visibility"] for person in PEOPLE} == {"hidden", "anonymous", "open"}
    degrees = {entry["degree"] for person in PEOPLE for entry in person.get("education") or []}
    assert degrees >= {"secondary", "associate", "bachelor", "master", "doctor"}


def test_what_is_stated_as_none_differs_from_what_is_not_stated() -> None:
    for section in ("experience", "patents", "publications", "awards"):
        assert [person for person in PEOPLE if person.get(section) == []], section
        assert [person for person in PEOPLE if person.get(section) is None], section


def test_every_kind_of_evidence_consent_and_exclusion_occurs() -> None:
    assert {claim["evidence"] for person in PEOPLE for claim in claims(person)} == {
        each.value for each in codes.Evidence
    }
    for purpose in ("matching", "sensitive_status", "share_status", "contact"):
        given = [person for person in PEOPLE if purpose in person["consents"]]
        assert 0 < len(given) < len(PEOPLE), purpose
    domains = {employer["email_domain"] for employer in EMPLOYERS.values()}
    assert domains & {domain for person in PEOPLE for domain in person.get("hidden_from", [])}


def test_people_are_unique_and_reachable_nowhere() -> None:
    for field in ("key", "email"):
        assert len({person[field] for person in PEOPLE}) == len(PEOPLE)
    assert all(person["email"].endswith("@example.org") for person in PEOPLE)
    assert all(person["contact"]["email"] == person["email"] for person in PEOPLE)


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person["key"])
def test_a_person_is_well_formed(person: dict[str, Any]) -> None:
    assert set(person) <= PERSON_KEYS
    assert set(person.get("hubs") or []) <= set(codes.HUBS)
    assert len(person["headline"]) <= 120
    for entry in person.get("experience") or []:
        assert entry["sector"] in codes.SECTORS
        assert date.fromisoformat(entry["start"] + "-01") < date(2026, 9, 1)
        assert entry["end"] is None or entry["start"] <= entry["end"]
    for entry in person.get("education") or []:
        assert entry["degree"] in codes.DEGREE_LEVELS
        assert set(entry.get("sectors") or []) <= set(codes.SECTORS)
    for entry in person.get("languages") or []:
        assert entry["level"] in codes.LANGUAGE_LEVELS
    status = person.get("status") or {"visa": "none"}
    assert status["visa"] in codes.VISAS
    assert set(status.get("current_sectors") or []) <= set(codes.SECTORS)


def test_the_resume_of_the_walk_is_a_json_resume() -> None:
    resume = json.loads((DEMO / "resume.json").read_text(encoding="utf-8"))
    assert "v1.0.0" in resume["$schema"]
    assert resume["basics"]["email"].endswith("@example.org")
    assert CHINESE.search(resume["basics"]["summary"])
    assert {"work", "education", "publications", "skills", "languages"} <= set(resume)
