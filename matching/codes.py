"""The code lists that ranking, gates and policy share; labels live in the web's taxonomies."""

from enum import StrEnum

SECTORS = (
    "ai",
    "quantum_computing",
    "semiconductors",
    "biotechnology",
    "renewable_energy",
    "aerospace",
    "robotics",
    "fintech",
    "luxury_retail",
    "hospitality",
    "other",
)
EMPLOYER_KINDS = (
    "university",
    "tech_company",
    "innovation_zone",
    "research_institute",
    "multinational_rd",
    "staffing_agency",
    "other",
)
HUBS = ("beijing", "shanghai", "shenzhen", "chengdu", "hangzhou", "other")
DEGREE_LEVELS = ("none", "secondary", "associate", "bachelor", "master", "doctor")  # ascending
VISAS = ("none", "K", "Z", "R", "M", "X", "other")
WORK_MODES = ("on_site", "hybrid", "remote")
EMPLOYMENT_TYPES = ("full_time", "part_time", "contract", "internship")
ROLE_KINDS = ("job", "postdoc", "exchange", "startup")
CEFR_LEVELS = ("A1", "A2", "B1", "B2", "C1", "C2", "native")  # ascending
HSK_LEVELS = tuple(f"HSK{level}" for level in range(1, 10))  # ascending
LANGUAGE_LEVELS = CEFR_LEVELS + HSK_LEVELS
SALARY_PERIODS = ("hour", "day", "week", "month", "year")


class Evidence(StrEnum):
    """What a claim's proof is worth."""

    NONE = "none"
    VERIFIED = "verified"
    EXPIRED = "expired"
    REJECTED = "rejected"


class Outcome(StrEnum):
    """A three-valued answer; absent knowledge is never a yes or a no."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"
