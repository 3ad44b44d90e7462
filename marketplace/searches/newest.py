"""The open roles for those who read them all: search engines."""

from datetime import UTC, date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from marketplace.matches.catalogue import Catalogue
from marketplace.matches.filters import live_roles, number

Posted = tuple[UUID, date]


def newest_roles(session: Session, catalogue: Catalogue, *, day: date, limit: int) -> list[Posted]:
    """Return the ids of the open roles with the days on which they were posted, newest first."""
    with catalogue.reading(session) as state:
        roles = state.roles
        posted = number(roles, "posted").values
        found = roles.ids_by(posted, limit=limit, descending=True, where=live_roles(roles, day))
    return [
        (id_, datetime.fromtimestamp(seconds, UTC).date())
        for id_, seconds in zip(found.ids, found.values, strict=True)
        if seconds is not None
    ]
