"""Roles as ranking, gates and policy see them."""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from marketplace.taxonomies.codes import taxonomy
from matching.codes import Evidence
from matching.profiles import AskedSkill, EmployerProfile, LanguageSkill, RoleProfile, Salary
from models import Employer, Role, VerificationStatus

# Provinces that are one city, so that the province alone tells the hub.
MUNICIPALITIES: Mapping[str, str] = MappingProxyType({"CN-BJ": "beijing", "CN-SH": "shanghai"})
_KIND_EVIDENCE = {
    VerificationStatus.VERIFIED: Evidence.VERIFIED,
    VerificationStatus.REJECTED: Evidence.REJECTED,
}
_CHINESE_CITY = re.compile(r"[\u4e00-\u9fff]{2}")
_CITY_ENDS = re.compile(r"\s*[,，、;/·(（|-]|\s+city\b")


def role_profile(role: Role) -> RoleProfile:
    """Return the profile of a role whose employer is loaded."""
    return RoleProfile(
        title=role.title,
        description=role.description or "",
        requirements=role.requirements or "",
        skills=tuple(
            AskedSkill(name=each["name"], required=each["required"]) for each in role.skills
        ),
        facilities=tuple(role.facilities),
        sectors=None if role.sectors is None else tuple(role.sectors),
        hub=hub_of(role.city, role.province),
        province=role.province,
        work_mode=role.work_mode,
        start_date=role.start_date,
        salary=_salary(role),
        degree_min=role.degree_min,
        experience_years_min=role.experience_years_min,
        languages=_languages(role),
        employer=employer_profile(role.employer),
    )


def employer_profile(employer: Employer) -> EmployerProfile:
    """Return the profile of an employer; its kind is proven as its verification says."""
    evidence = _KIND_EVIDENCE.get(employer.verification_status, Evidence.NONE)
    return EmployerProfile(id=employer.id, kind=employer.kind, kind_evidence=evidence)


def _salary(role: Role) -> Salary | None:
    if role.salary_currency is None or role.salary_period is None:
        return None
    return Salary(
        min=role.salary_min,
        max=role.salary_max,
        currency=role.salary_currency,
        period=role.salary_period,
    )


def _languages(role: Role) -> tuple[LanguageSkill, ...] | None:
    if role.languages is None:
        return None
    return tuple(LanguageSkill(**asked) for asked in role.languages)


def hub_of(city: str | None, province: str | None) -> str | None:
    """Return the hub of a place, "other" outside the five, None where the place may be in one."""
    if city and (hub := _hub_names().get(_city_name(city))):
        return hub
    if hub := MUNICIPALITIES.get(province or ""):
        return hub
    undecided = province is None or province in _undecided_provinces()
    return None if undecided and not city else "other"


def _city_name(city: str) -> str:
    """Return a city as the list of hubs writes it: no district, no "City", no province."""
    folded = unicodedata.normalize("NFKC", city).strip().casefold()
    if chinese := _CHINESE_CITY.match(folded):
        return chinese.group()
    return _CITY_ENDS.split(folded, maxsplit=1)[0]


@cache
def _hub_names() -> Mapping[str, str]:
    """Return the hub of every way to write its city."""
    return {name.casefold(): hub["code"] for hub in taxonomy("hubs") for name in hub["city_names"]}


@cache
def _undecided_provinces() -> frozenset[str]:
    """Return the places that hold a hub and much else."""
    provinces = {hub["province"] for hub in taxonomy("hubs") if hub["province"]}
    return frozenset({"CN", *provinces} - MUNICIPALITIES.keys())
