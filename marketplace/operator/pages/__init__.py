"""The pages of the operator, under /operator."""

from marketplace.operator.pages import (
    dictionary,
    duplicates,
    employers,
    health,
    imports,
    overview,
    policies,
    postings,
    proofs,
    reports,
    retention,
    reviews,
    trail,
)
from marketplace.operator.pages.blueprint import operator

__all__ = [
    "dictionary",
    "duplicates",
    "employers",
    "health",
    "imports",
    "operator",
    "overview",
    "policies",
    "postings",
    "proofs",
    "reports",
    "retention",
    "reviews",
    "trail",
]
