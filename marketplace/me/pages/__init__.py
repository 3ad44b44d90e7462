"""The pages of candidates: everything that is their own, under /me."""

from marketplace.me.pages import (
    applications,
    eligibility,
    evidence,
    gates,
    home,
    leaving,
    matches,
    notifications,
    privacy,
    profile,
    resume,
    reviews,
    saved,
    searches,
)
from marketplace.me.pages.blueprint import me

__all__ = [
    "applications",
    "eligibility",
    "evidence",
    "gates",
    "home",
    "leaving",
    "matches",
    "me",
    "notifications",
    "privacy",
    "profile",
    "resume",
    "reviews",
    "saved",
    "searches",
]
