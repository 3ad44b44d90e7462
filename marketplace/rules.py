"""What a call asks of its caller, as the table of permissions says it."""

from dataclasses import dataclass
from enum import StrEnum


class Who(StrEnum):
    """The least that a call asks of its caller; its service then asks whose the thing is."""

    ANYONE = "anyone"
    ACCOUNT = "anyone signed in"
    ADMIN = "the operator"
    VERIFIER = "the operator or a verifier"


@dataclass(frozen=True, slots=True)
class Rule:
    """What one call asks."""

    who: Who
    scope: str | None = None  # asked of tokens
    also: str | None = None  # another one, of what shows two kinds of things on one page
