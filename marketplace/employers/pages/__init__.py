"""The pages of employers: everything that a member does, under /employer."""

from marketplace.employers.pages import (
    candidates,
    choosing,
    comparing,
    figures,
    invitations,
    organisations,
    person,
    pipeline,
    postings,
    reviewing,
    roles,
    shortlists,
)
from marketplace.employers.pages.blueprint import employer_pages

__all__ = [
    "candidates",
    "choosing",
    "comparing",
    "employer_pages",
    "figures",
    "invitations",
    "organisations",
    "person",
    "pipeline",
    "postings",
    "reviewing",
    "roles",
    "shortlists",
]
