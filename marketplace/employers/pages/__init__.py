"""The pages of employers: everything that a member does, under /employer."""

from marketplace.employers.pages import (
    applications,
    candidates,
    choosing,
    comparing,
    figures,
    heading,
    invitations,
    letters,
    limits,
    messages,
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
    "applications",
    "candidates",
    "choosing",
    "comparing",
    "employer_pages",
    "figures",
    "heading",
    "invitations",
    "letters",
    "limits",
    "messages",
    "organisations",
    "person",
    "pipeline",
    "postings",
    "reviewing",
    "roles",
    "shortlists",
]
