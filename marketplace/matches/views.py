"""How a match is looked at."""

from dataclasses import dataclass
from datetime import date

from matching.policy.pack import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Who looks, as of when, in which language, and at how much."""

    day: date  # of gates and flags
    today: date  # of what is open
    language: Language
    terms: int | None  # null: all
    include: frozenset[str]  # of the details
    to_employer: bool
