"""Use cases of watches: who is told of new candidates for a role, how often, and of which fits."""

from collections.abc import Mapping, Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from marketplace.permissions import Caller
from marketplace.roles.services import LIVE, own_role
from models import Role, RoleStatus, RoleWatch, now

NEVER = "off"
FREQUENCIES = ("daily", "weekly", NEVER)
# By the weakest fit that is news: the bands that are.
BANDS: Mapping[str, Sequence[str]] = {
    "strong": ("strong",),
    "fair": ("strong", "fair"),
    "weak": ("strong", "fair", "weak"),
}


def watch_of(session: Session, caller: Caller, role_id: UUID) -> RoleWatch | None:
    """Return how the caller watches a role; None where they do not."""
    wanted = sa.select(RoleWatch).where(
        RoleWatch.role_id == role_id, RoleWatch.account_id == caller.account_id
    )
    return session.scalar(wanted)


def watch_role(
    session: Session, caller: Caller, role_id: UUID, *, frequency: str, least_band: str
) -> RoleWatch | None:
    """Have the caller mailed when new candidates fit a role; who is there already is no news.

    Args:
        frequency: one of ``FREQUENCIES``; ``off`` ends it.
        least_band: the weakest fit that is news, one of ``BANDS``.

    Raises:
        NotFound: no such role, or a stranger's.
        NotAllowed: the caller's part does not see matches.
    """
    role = own_role(session, caller, role_id, "see matches")
    # One after another: of a double click the second finds what the first has kept.
    session.execute(sa.select(Role.id).where(Role.id == role.id).with_for_update())
    watch = watch_of(session, caller, role_id)
    if frequency == NEVER:
        if watch is not None:
            session.delete(watch)
            session.flush()
        return None
    if watch is None:
        watch = RoleWatch(role_id=role_id, account_id=caller.account_id, told_until=now())
        session.add(watch)
    watch.frequency, watch.least_band = frequency, least_band
    session.flush()
    return watch


def list_watches(session: Session, caller: Caller) -> Sequence[sa.Row[UUID, str, str, RoleStatus]]:
    """Return the running roles that the caller watches, newest first: id, title, how often."""
    # Which of them run is not asked of SQLite: it would look through all that do.
    rows = session.connection().execute(_WATCHED, {"account_id": caller.account_id})
    return [row for row in rows if row.status in LIVE]


_WATCHED = (
    sa.select(Role.id, Role.title, RoleWatch.frequency, Role.status)
    .join(RoleWatch, RoleWatch.role_id == Role.id)
    .where(RoleWatch.account_id == sa.bindparam("account_id"))
    .order_by(RoleWatch.id.desc())
)
