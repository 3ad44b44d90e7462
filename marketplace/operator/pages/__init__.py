"""The pages of the operator, under /operator."""

from marketplace.operator.pages import (
    employers,
    health,
    overview,
    policies,
    postings,
    proofs,
    reports,
    reviews,
    trail,
)
from marketplace.operator.pages.blueprint import operator

__all__ = [
    "employers",
    "health",
    "operator",
    "overview",
    "policies",
    "postings",
    "proofs",
    "reports",
    "reviews",
    "trail",
]
