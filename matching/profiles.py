"""What ranking, gates and policy may know of a role and of a candidate.

Everywhere ``None`` means "not stated" and an empty tuple "stated: none".
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from matching.codes import Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Salary:
    """A range of pay; a candidate's wish has a ``min`` alone."""

    min: int | None
    max: int | None
    currency: str  # ISO 4217
    period: str  # of SALARY_PERIODS


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageSkill:
    """A language at a level, asked by a role or held by a candidate."""

    language: str  # BCP 47
    level: str | None  # of LANGUAGE_LEVELS
    evidence: Evidence = Evidence.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedSkill:
    """A skill that a role asks for."""

    name: str
    required: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EmployerProfile:
    """The employer of a role, as far as policy asks."""

    id: UUID | None = None
    kind: str | None = None  # of EMPLOYER_KINDS
    kind_evidence: Evidence = Evidence.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleProfile:
    """A role as ranking, gates and policy see it."""

    title: str = ""
    description: str = ""
    requirements: str = ""
    skills: tuple[AskedSkill, ...] = ()
    facilities: tuple[str, ...] = ()
    sectors: tuple[str, ...] | None = None
    hub: str | None = None  # of HUBS
    province: str | None = None  # ISO 3166-2
    work_mode: str | None = None
    start_date: date | None = None
    salary: Salary | None = None
    degree_min: str | None = None
    experience_years_min: int | None = None
    languages: tuple[LanguageSkill, ...] | None = None
    employer: EmployerProfile = EmployerProfile()


@dataclass(frozen=True, slots=True, kw_only=True)
class Employment:
    """One post that a candidate held; an open ``end`` is the present."""

    title: str = ""
    organisation: str = ""
    summary: str = ""
    sector: str | None = None
    start: str | None = None  # YYYY, YYYY-MM or YYYY-MM-DD
    end: str | None = None
    leads_rd: bool | None = None
    stem_research: bool | None = None
    evidence: Evidence = Evidence.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Degree:
    """One degree of a candidate."""

    institution: str = ""
    level: str | None = None  # of DEGREE_LEVELS
    field: str = ""
    sectors: tuple[str, ...] | None = None
    stem: bool | None = None
    evidence: Evidence = Evidence.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Achievement:
    """A patent, a publication or an award."""

    title: str = ""
    evidence: Evidence = Evidence.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class VisaStatus:
    """What a candidate said of visa and permit, under the consent to use it."""

    visa: str | None = None  # of VISAS
    k_expires: date | None = None
    current_sectors: tuple[str, ...] | None = None
    current_province: str | None = None
    work_permit: bool | None = None
    work_permit_employer: str | None = None
    work_residence_permit: bool | None = None
    birth_year: int | None = None
    evidence: Evidence = Evidence.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateProfile:
    """A candidate as ranking, gates and policy see them; no contact, no name but those to mask."""

    headline: str = ""
    summary: str = ""
    skills: tuple[str, ...] | None = None
    experience: tuple[Employment, ...] | None = None
    education: tuple[Degree, ...] | None = None
    patents: tuple[Achievement, ...] | None = None
    publications: tuple[Achievement, ...] | None = None
    awards: tuple[Achievement, ...] | None = None
    languages: tuple[LanguageSkill, ...] | None = None
    hubs: tuple[str, ...] | None = None
    salary_min: Salary | None = None
    status: VisaStatus | None = None
    own_names: tuple[str, ...] = ()  # masked in free text before analysis; never indexed
