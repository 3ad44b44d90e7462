"""What stands on a role's card for whoever looks, beside the role itself."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from marketplace.matches.asking import view_today
from marketplace.matches.phrasing import TERMS_READ, in_phrases
from marketplace.matches.views import View

if TYPE_CHECKING:
    from models import Role

PHRASES_SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Cards:
    """What the cards of a list say, by role or employer."""

    matches: Mapping[UUID, Mapping[str, Any]] = field(default_factory=dict)
    marks: Mapping[UUID, str] = field(default_factory=dict)
    applied: frozenset[UUID] = frozenset()  # for which roles
    replies: Mapping[UUID, int] = field(default_factory=dict)  # days, by employer
    here: str  # where a button leads back to
    may_mark: bool


def view_of_cards() -> View:
    """Return how cards look at matches."""
    return view_today(TERMS_READ)


def in_short(
    roles: "Iterable[Role]", matches: Mapping[UUID, Mapping[str, Any]]
) -> dict[UUID, dict[str, Any]]:
    """Return the matches of some roles, as a card has room for."""
    return {
        role.id: in_phrases(matches[role.id], role, PHRASES_SHOWN)
        for role in roles
        if role.id in matches
    }
