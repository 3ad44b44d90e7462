"""The code lists of the API, and the labels that the taxonomies give them."""

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from matching.codes import (
    DEGREE_LEVELS,
    EMPLOYER_KINDS,
    EMPLOYMENT_TYPES,
    HUBS,
    LANGUAGE_LEVELS,
    ROLE_KINDS,
    SALARY_PERIODS,
    SECTORS,
    VISAS,
    WORK_MODES,
)

VERIFICATION_DECISIONS = ("verified", "rejected", "suspended", "pending")
TAXONOMIES = ("sectors", "hubs", "employer_kinds", "degree_levels", "languages", "skills")

__all__ = [
    "DEGREE_LEVELS",
    "EMPLOYER_KINDS",
    "EMPLOYMENT_TYPES",
    "HUBS",
    "LANGUAGE_LEVELS",
    "ROLE_KINDS",
    "SALARY_PERIODS",
    "SECTORS",
    "TAXONOMIES",
    "VERIFICATION_DECISIONS",
    "VISAS",
    "WORK_MODES",
    "taxonomy",
]


@cache
def taxonomy(name: str) -> Sequence[Mapping[str, Any]]:
    """Return the entries of one of ``TAXONOMIES``: a code, labels and what else is known."""
    text = files("marketplace.taxonomies").joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    entries: Sequence[Mapping[str, Any]] = yaml.safe_load(text)
    return entries
