"""A role as the JobPosting of schema.org, which search engines read."""

from typing import TYPE_CHECKING, Any

from marketplace.html.markdown import markdown

if TYPE_CHECKING:
    from models import Role

TYPES = {
    "full_time": "FULL_TIME",
    "part_time": "PART_TIME",
    "contract": "CONTRACTOR",
    "internship": "INTERN",
}
UNITS = {"hour": "HOUR", "day": "DAY", "week": "WEEK", "month": "MONTH", "year": "YEAR"}


def job_posting(role: "Role", url: str) -> dict[str, Any]:
    """Return an open role, its employer loaded, as JSON-LD."""
    stated = {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "title": role.title,
        "description": str(markdown(role.description)),
        "identifier": {"@type": "PropertyValue", "name": "id", "value": str(role.id)},
        "url": url,
        "datePosted": role.posted_at.date().isoformat() if role.posted_at else None,
        "validThrough": role.valid_through.isoformat() if role.valid_through else None,
        "employmentType": TYPES.get(role.employment_type or ""),
        "hiringOrganization": _employer(role),
        "jobLocation": _place(role),
        "jobLocationType": "TELECOMMUTE" if role.work_mode == "remote" else None,
        "applicantLocationRequirements": (
            {"@type": "Country", "name": "CN"} if role.work_mode == "remote" else None
        ),
        "baseSalary": _pay(role),
        "totalJobOpenings": role.headcount,
    }
    return _without_nothing(stated)


def _employer(role: "Role") -> dict[str, Any]:
    named = {"@type": "Organization", "name": role.employer.name, "sameAs": role.employer.website}
    return _without_nothing(named)


def _place(role: "Role") -> dict[str, Any] | None:
    if not (role.city or role.province):
        return None
    address = {
        "@type": "PostalAddress",
        "addressLocality": role.city,
        "addressRegion": role.province,
        "addressCountry": "CN",
    }
    return {"@type": "Place", "address": _without_nothing(address)}


def _pay(role: "Role") -> dict[str, Any] | None:
    if role.salary_currency is None or (role.salary_min is None and role.salary_max is None):
        return None
    value = {
        "@type": "QuantitativeValue",
        "minValue": role.salary_min,
        "maxValue": role.salary_max,
        "unitText": UNITS.get(role.salary_period or ""),
    }
    return {
        "@type": "MonetaryAmount",
        "currency": role.salary_currency,
        "value": _without_nothing(value),
    }


def _without_nothing(stated: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in stated.items() if value is not None}
