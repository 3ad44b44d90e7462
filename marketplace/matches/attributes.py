"""What roles and candidates are filtered and counted by, beside their words."""

from datetime import UTC, datetime

import orjson

from marketplace.matches.naming import naming_columns
from marketplace.roles.profiles import hub_of
from marketplace.taxonomies.codes import taxonomy
from matching.codes import DEGREE_LEVELS, HUBS, SECTORS
from matching.gates import PERIODS_A_YEAR
from matching.profiles import CandidateProfile, RoleProfile
from matching.ranking.columns import Column, Flag, Many, Number, One
from matching.ranking.sharing import Numbers
from models import Candidate, Role, VerificationStatus, Visibility

LANGUAGES = tuple(dict.fromkeys(entry["code"].split("-")[0] for entry in taxonomy("languages")))[
    :63
]  # a column of codes holds no more


def role_columns() -> dict[str, Column]:
    """Return empty columns for roles."""
    return {
        "sector": Many(SECTORS),
        "hub": One(),
        "city": One(),
        "province": One(),
        "employer_kind": One(),
        "verified": Flag(),
        "degree": One(),
        "salary": Number(),  # the most that is paid, a year, in the currency
        "currency": One(),
        "language": Many(LANGUAGES),
        "work_mode": One(),
        "kind": One(),
        "offers_sponsorship": One(),  # "true", "false" or nothing
        "posted": Number(),  # seconds since 1970
        "closing": Number(),  # the last day, as its ordinal
        "facts": One(),  # what policy asks of a role, as JSON
        "runs": Numbers(),  # what shows that words were taken over
    }


def role_attributes(role: Role, profile: RoleProfile) -> dict[str, object]:
    """Return a role's place in each column; the employer must be loaded."""
    verified = role.employer.verification_status is VerificationStatus.VERIFIED
    return {
        "sector": [code for code in role.sectors or () if code in SECTORS],
        "hub": hub_of(role.city, role.province),
        "city": role.city.casefold() if role.city else None,
        "province": role.province,
        "employer_kind": role.employer.kind,
        "verified": verified,
        "degree": role.degree_min,
        "salary": yearly(role.salary_max or role.salary_min, role.salary_period),
        "currency": role.salary_currency,
        "language": _languages([item["language"] for item in role.languages or ()]),
        "work_mode": role.work_mode,
        "kind": role.kind,
        "offers_sponsorship": _word(role.offers_sponsorship),
        "posted": _seconds(role.posted_at),
        "closing": None if role.valid_through is None else role.valid_through.toordinal(),
        "facts": role_facts_key(profile),
    }


def candidate_columns() -> dict[str, Column]:
    """Return empty columns for candidates."""
    return {
        "sector": Many(SECTORS),
        "hub": Many(HUBS),
        "degree": One(),
        "updated": Number(),  # seconds since 1970
        "hidden_from": One(),  # sorted ids and domains, as JSON
        "is_open": Flag(),
        "runs": Numbers(),  # what shows that words were taken over
        **naming_columns(),
    }


def candidate_attributes(candidate: Candidate, profile: CandidateProfile) -> dict[str, object]:
    """Return a candidate's place in each column; visa and permits have none."""
    posts, degrees = profile.experience or (), profile.education or ()
    sectors = {post.sector for post in posts} | {
        code for degree in degrees for code in degree.sectors or ()
    }
    levels = [degree.level for degree in degrees if degree.level in DEGREE_LEVELS]
    return {
        "sector": sorted(code for code in sectors if code in SECTORS),
        "hub": [code for code in profile.hubs or () if code in HUBS],
        "degree": max(levels, key=DEGREE_LEVELS.index) if levels else None,
        "updated": _seconds(candidate.updated_at),
        "hidden_from": orjson.dumps(sorted(candidate.hidden_keys)).decode(),
        "is_open": candidate.visibility is Visibility.OPEN,
    }


def role_facts_key(profile: RoleProfile) -> str:
    """Return what policy asks of a role: roles with one key have the same flags."""
    facts = {
        "sectors": None if profile.sectors is None else sorted(profile.sectors),
        "province": profile.province,
        "start_date": profile.start_date,
        "kind": profile.employer.kind,
        "kind_evidence": profile.employer.kind_evidence.value,
    }
    return orjson.dumps(facts, option=orjson.OPT_SORT_KEYS).decode()


def yearly(amount: int | None, period: str | None) -> float | None:
    """Return pay as pay of a year."""
    if amount is None or period is None:
        return None
    return float(amount * PERIODS_A_YEAR[period])


def _languages(tags: list[str]) -> list[str]:
    primary = (tag.split("-")[0].lower() for tag in tags)
    return [code for code in primary if code in LANGUAGES]


def _word(value: bool | None) -> str | None:  # noqa: FBT001 - three-valued
    return None if value is None else str(value).lower()


def _seconds(moment: datetime | None) -> float | None:
    return None if moment is None else moment.astimezone(UTC).timestamp()
