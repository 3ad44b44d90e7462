"""Tell whose saved searches find something new: at once, once a day or once a week."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
import structlog
from marshmallow import ValidationError
from sqlalchemy.orm import Session

from marketplace.auth import make_caller
from marketplace.clock import day_of
from marketplace.database import Database
from marketplace.errors import MarketplaceError
from marketplace.marks.services import hidden_roles
from marketplace.matches.catalogue import Catalogue
from marketplace.notifications.due import PERIODS, is_time, tell_each
from marketplace.notifications.services import wants
from marketplace.permissions import Caller
from marketplace.searches.alert_mail import mail_news
from marketplace.searches.saving import LATE, REMEMBERED
from marketplace.searches.schemas import SearchQuery
from marketplace.searches.services import search_roles
from models import Account, Candidate, Role, RoleStatus, SavedSearch

TOPIC = "searches"
SEARCHES_PER_ROUND = 20  # then the worker looks after everything else
ROLES_PER_MAIL = 20
_SINGLE = ("q", "salary_min", "currency", "include_undisclosed")

log = structlog.get_logger()


def tell_searches(database: Database, catalogue: Catalogue, *, at: datetime) -> int:
    """Look through the searches that are due, each in a transaction of its own.

    Returns:
        How many mails were written.
    """
    return tell_each(
        database,
        lambda session: due_searches(session, at),
        lambda session, search_id: _tell(session, catalogue, search_id, at),
    )


def due_searches(session: Session, at: datetime) -> Sequence[UUID]:
    """Return searches whose time has come and since whose last look a role was posted."""
    newest = sa.select(sa.func.max(Role.posted_at)).where(Role.status == RoleStatus.OPEN)
    is_due = is_time(SavedSearch.frequency, SavedSearch.told_at, at)
    wanted = (
        sa.select(SavedSearch.id)
        .where(is_due, SavedSearch.seen_until < newest.scalar_subquery())
        .order_by(SavedSearch.told_at, SavedSearch.id)
        .limit(SEARCHES_PER_ROUND)
    )
    return session.scalars(wanted).all()


def _tell(session: Session, catalogue: Catalogue, search_id: UUID, at: datetime) -> int:
    """Mail what a search finds that is new, and note how far it looked."""
    search = session.get(SavedSearch, search_id, with_for_update=True)
    if search is None or search.frequency not in PERIODS:
        return 0
    account = session.get_one(Account, search.account_id)
    found: list[Role] = []
    if account.active and wants(session, account.id, TOPIC):
        found = _news(session, catalogue, search, account, at)
    search.told = [*search.told, *(str(role.id) for role in found)][-REMEMBERED:]
    search.seen_until = search.told_at = at
    if found:
        mail_news(session, account, search, found)
    session.flush()
    return 1 if found else 0


def _news(
    session: Session, catalogue: Catalogue, search: SavedSearch, account: Account, at: datetime
) -> list[Role]:
    """Return the newest roles that a search finds and did not find before."""
    candidate = session.scalar(sa.select(Candidate.id).where(Candidate.account_id == account.id))
    caller = make_caller(session, account, candidate)
    query = {**search.query, "posted_after": (search.seen_until - LATE).isoformat()}
    known = {UUID(each) for each in search.told}
    found = found_by(session, catalogue, caller, query, day_of(at))
    return [role for role in found if role.id not in known]


def found_by(
    session: Session,
    catalogue: Catalogue,
    caller: Caller,
    query: Mapping[str, Any],
    day: date,
    *,
    only: Collection[UUID] | None = None,
) -> list[Role]:
    """Return the newest roles that a kept query finds, without those that the caller hid.

    Args:
        only: roles among which it looks; null: all.
    """
    try:
        loaded = SearchQuery().load(_sent(query))
        asked = {**loaded, "limit": ROLES_PER_MAIL, "sort": "newest", "only": only}
        asked["without"] = hidden_roles(session, caller)
        found = search_roles(session, catalogue, caller, asked, after=None, day=day)
    except (ValidationError, MarketplaceError) as error:
        # A code that is no longer known, or a flag without a profile: it finds nothing.
        log.warning("search_refused", error=type(error).__name__)
        return []
    return [role for role, _ in found.roles]


def _sent(query: Mapping[str, Any]) -> dict[str, Any]:
    """Return a kept query as an address would send it."""
    return {
        name: values[0] if name in _SINGLE and not isinstance(values, str) else values
        for name, values in query.items()
    }
