"""Read a schema.org JobPosting as a role and the name of who offers it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from marshmallow import ValidationError

from marketplace.errors import Invalid
from marketplace.http.fields import LINE
from marketplace.http.parameters import pointed
from marketplace.imports.days import read_day
from marketplace.imports.findings import Findings, quoted
from marketplace.imports.markup import plain_text
from marketplace.imports.places import Place, read_place
from marketplace.imports.posting_demands import read_demands
from marketplace.imports.posting_terms import read_employment_type, read_skills, read_work_mode
from marketplace.imports.salaries import read_salary
from marketplace.imports.sectors import propose_sectors
from marketplace.roles.schemas import RoleSchema

READ = frozenset(
    {
        *("title", "description", "responsibilities", "qualifications", "jobBenefits"),
        *("hiringOrganization", "identifier", "jobLocation", "jobLocationType"),
        *("baseSalary", "salaryCurrency", "estimatedSalary", "employmentType", "skills"),
        *("educationRequirements", "experienceRequirements", "industry", "totalJobOpenings"),
        *("jobStartDate", "validThrough", "datePosted", "inLanguage", "url"),
    }
)
PLACES: Mapping[str, str] = MappingProxyType(
    {
        "salary": "baseSalary",
        "city": "jobLocation",
        "province": "jobLocation",
        "headcount": "totalJobOpenings",
        "start_date": "jobStartDate",
        "valid_through": "validThrough",
        "requirements": "qualifications",
        "seniority": "experienceRequirements",
        "degree_min": "educationRequirements",
        "experience_years_min": "experienceRequirements",
    }
)  # where a field of a role came from


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """What a JobPosting says in our words."""

    employer_name: str
    identity: str | None  # None: the line's digest has to do
    fields: Mapping[str, Any]  # columns of a role
    notes: tuple[str, ...]


def read_job_posting(posting: Mapping[str, Any]) -> Posting:
    """Return the role that a posting describes.

    Raises:
        Invalid: it cannot be taken; the errors point into the posting.
    """
    findings = Findings()
    _check_type(posting, findings)
    employer = _employer_name(posting, findings)
    identity = _identity(posting.get("identifier"), findings)
    body = _body(posting, findings)
    industry = findings.names(posting.get("industry"), "#/industry")
    findings.unread(posting, READ)
    findings.settle()
    fields = _checked(body)
    fields["sectors_proposed"] = _propose(fields, industry, findings)
    return Posting(
        employer_name=employer or "",
        identity=identity,
        fields=fields,
        notes=tuple(findings.notes),
    )


def _check_type(posting: Mapping[str, Any], findings: Findings) -> None:
    kinds = posting.get("@type", "JobPosting")
    names = kinds if isinstance(kinds, list) else [kinds]
    if not any(isinstance(name, str) and name.endswith("JobPosting") for name in names):
        findings.refuse("#/@type", "Must be JobPosting.")


def _employer_name(posting: Mapping[str, Any], findings: Findings) -> str | None:
    name = findings.name(posting.get("hiringOrganization"), "#/hiringOrganization")
    if name is None:
        findings.refuse("#/hiringOrganization/name", "Say who offers the role.")
    elif len(name) > LINE:
        findings.refuse("#/hiringOrganization/name", f"Over {LINE} characters.")
    return name


def _identity(identifier: object, findings: Findings) -> str | None:
    """Return what tells this posting from the employer's others, the same at every import."""
    if isinstance(identifier, list):
        return _identity(identifier[0], findings) if identifier else None
    if not isinstance(identifier, dict):
        return _word(identifier, "#/identifier", findings)
    value = _word(identifier.get("value"), "#/identifier/value", findings)
    name = findings.name(identifier.get("name"), "#/identifier/name")
    return value and f"{name or ''}:{value}"


def _word(value: object, pointer: str, findings: Findings) -> str | None:
    """Return an identifier, which many write as a number."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return findings.text(value, pointer)


def _body(posting: Mapping[str, Any], findings: Findings) -> dict[str, Any]:
    """Return the role in the shape of the API."""
    place = read_place(posting.get("jobLocation"), "#/jobLocation", findings)
    texts = {
        name: _text(posting, name, findings)
        for name in ("description", "responsibilities", "qualifications", "jobBenefits")
    }
    demands = read_demands(posting, [texts["description"], texts["qualifications"]], findings)
    body = {
        "title": _title(posting, findings),
        "description": _joined(
            texts["description"], texts["responsibilities"], texts["jobBenefits"]
        ),
        "requirements": _joined(texts["qualifications"], *demands.pop("texts")),
        "skills": read_skills(posting.get("skills"), "#/skills", findings),
        "city": place.city,
        "province": place.province,
        "work_mode": read_work_mode(posting, place, findings),
        "employment_type": read_employment_type(posting.get("employmentType"), findings),
        "headcount": _headcount(posting.get("totalJobOpenings"), findings),
        "start_date": read_day(posting.get("jobStartDate"), "#/jobStartDate", findings),
        "valid_through": read_day(posting.get("validThrough"), "#/validThrough", findings),
        "salary": _salary(posting, place, findings),
        **demands,
    }
    return {name: value for name, value in body.items() if value is not None}


def _title(posting: Mapping[str, Any], findings: Findings) -> str | None:
    title = findings.text(posting.get("title"), "#/title")
    title = plain_text(title) if title else None
    if not title:
        findings.refuse("#/title", "A role needs a title.")
    return title and " ".join(title.split())


def _text(posting: Mapping[str, Any], name: str, findings: Findings) -> str | None:
    """Return the text of a key, several texts as a list, without markup."""
    parts = findings.names(posting.get(name), f"#/{name}")
    return plain_text("\n".join(parts)) or None


def _joined(*texts: str | None) -> str | None:
    """Return the texts as paragraphs, none twice."""
    return "\n\n".join(dict.fromkeys(text for text in texts if text)) or None


def _headcount(value: object, findings: Findings) -> object:
    if isinstance(value, str) and value.strip().isdigit() and len(value) < 8:
        return int(value)
    if isinstance(value, str):
        findings.note(f"totalJobOpenings {quoted(value)} is no number and was left out.")
        return None
    return value


def _salary(posting: Mapping[str, Any], place: Place, findings: Findings) -> dict[str, Any] | None:
    currency = findings.text(posting.get("salaryCurrency"), "#/salaryCurrency")
    if currency is None and place.is_chinese:
        currency = "CNY"
    for name in ("baseSalary", "estimatedSalary"):
        if posting.get(name) is not None:
            return read_salary(posting[name], f"#/{name}", findings, currency=currency)
    return None


def _checked(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of a role, by the rules of the API.

    Raises:
        Invalid: a rule is broken; the error points to where the value came from.
    """
    try:
        fields: dict[str, Any] = RoleSchema(exclude=("employer_id",)).load(body)
    except ValidationError as error:
        found = [
            {**each, "pointer": _source_of(each["pointer"])} for each in pointed(error.messages)
        ]
        raise Invalid("Some fields are not valid.", found) from None
    return fields


def _source_of(pointer: str) -> str:
    name = pointer.split("/")[1] if "/" in pointer else ""
    return pointer.replace(f"#/{name}", f"#/{PLACES.get(name, name)}", 1)


def _propose(fields: dict[str, Any], industry: Sequence[str], findings: Findings) -> bool:
    """Propose a sector, and say so."""
    skills = [skill["name"] for skill in fields["skills"]]
    texts = (fields["title"], *skills, *industry, fields["description"], fields["requirements"])
    fields["sectors"] = propose_sectors("\n".join(text for text in texts if text))
    if fields["sectors"] is None:
        findings.note("No sector: too few words of the text speak for one.")
        return False
    findings.note(f"The sector {fields['sectors'][0]} was proposed from the text.")
    return True
