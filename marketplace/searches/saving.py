"""Use cases of saved searches: a query that tells its owner of what is new."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from marketplace.errors import Conflict, Invalid, NotFound
from marketplace.messages import Message
from marketplace.permissions import Caller
from models import Role, SavedSearch, now

MOST = 50  # searches of one account
FREQUENCIES = ("instant", "daily", "weekly", "off")
LANGUAGES = ("en", "zh-Hans")
# A role's moment is older than its commit: so far back a search looks again.
LATE = timedelta(minutes=10)
REMEMBERED = 500  # roles that were told of, of which the last ones count
_NOT_KEPT = frozenset({"cursor", "limit", "sort", "lang", "posted_after"})
_LONGEST = 4_000  # characters of a query

Query = dict[str, list[str]]


def save_search(
    session: Session,
    caller: Caller,
    *,
    name: str,
    query: Mapping[str, Sequence[str]],
    frequency: str,
    language: str,
) -> SavedSearch:
    """Keep a query of the role search, as its address has it; what is open now is no news.

    Raises:
        Invalid: no such frequency, or the query is too long.
        Conflict: the caller has as many as may be.
    """
    _check_frequency(frequency)
    kept = kept_query(query)
    if len(urlencode(kept, doseq=True)) > _LONGEST:
        raise Invalid.at("#/query", Message("Longer than maximum length {max}.", max=_LONGEST))
    mine = sa.select(sa.func.count()).where(SavedSearch.account_id == caller.account_id)
    if (session.scalar(mine) or 0) >= MOST:
        raise Conflict(Message("You keep {max} searches; delete one first.", max=MOST))
    search = SavedSearch(
        account_id=caller.account_id,
        name=name,
        query=kept,
        frequency=frequency,
        language=language if language in LANGUAGES else LANGUAGES[0],
        told=[],
    )
    _begin_now(session, search)
    session.add(search)
    session.flush()
    return search


def kept_query(query: Mapping[str, Sequence[str]]) -> Query:
    """Return the part of a query that finds, without what only orders and pages."""
    kept = {
        name: [value for value in values if value]
        for name, values in query.items()
        if name not in _NOT_KEPT
    }
    if not kept.get("salary_min"):
        kept.pop("currency", None)  # it would narrow nothing
    return {name: values for name, values in kept.items() if values}


def list_searches(session: Session, caller: Caller) -> Sequence[SavedSearch]:
    """Return the caller's saved searches, newest first."""
    mine = sa.select(SavedSearch).where(SavedSearch.account_id == caller.account_id)
    return session.scalars(mine.order_by(SavedSearch.id.desc()).limit(MOST)).all()


def page_of_searches(
    session: Session, caller: Caller, *, limit: int, after: Sequence[str] | None
) -> tuple[Sequence[SavedSearch], int]:
    """Return up to ``limit + 1`` of the caller's searches, newest first, and how many there are."""
    mine = sa.select(SavedSearch).where(SavedSearch.account_id == caller.account_id)
    total = session.scalar(sa.select(sa.func.count()).select_from(mine.subquery())) or 0
    if after:
        mine = mine.where(SavedSearch.id < UUID(after[0]))
    rows = session.scalars(mine.order_by(SavedSearch.id.desc()).limit(limit + 1))
    return rows.all(), total


def change_search(
    session: Session, caller: Caller, search_id: UUID, *, name: str, frequency: str
) -> SavedSearch:
    """Rename a search, or tell of it more or less often.

    Raises:
        NotFound: no such search of the caller's.
        Invalid: no such frequency.
    """
    _check_frequency(frequency)
    search = own_search(session, caller, search_id)
    if search.frequency == "off" and frequency != "off":
        _begin_now(session, search)
    search.name, search.frequency = name, frequency
    session.flush()
    return search


def delete_search(session: Session, caller: Caller, search_id: UUID) -> None:
    """Forget a search.

    Raises:
        NotFound: no such search of the caller's.
    """
    session.delete(own_search(session, caller, search_id))
    session.flush()


def stop_search(session: Session, account_id: UUID, search_id: UUID) -> None:
    """Stop the mails of one search, as somebody asked who holds a link of ours."""
    session.execute(
        sa.update(SavedSearch)
        .where(SavedSearch.id == search_id, SavedSearch.account_id == account_id)
        .values(frequency="off")
    )


def own_search(session: Session, caller: Caller, search_id: UUID) -> SavedSearch:
    """Return a saved search of the caller's.

    Raises:
        NotFound: there is none.
    """
    found = session.get(SavedSearch, search_id)
    if found is None or found.account_id != caller.account_id:
        raise NotFound
    return found


def search_path(search: SavedSearch) -> str:
    """Return the address of what a search finds, without the host."""
    query: dict[str, Any] = search.query
    return f"/roles?{urlencode(query, doseq=True)}" if query else "/roles"


def _begin_now(session: Session, search: SavedSearch) -> None:
    """Have a search tell of nothing that is there already."""
    moment = now()
    search.seen_until = search.told_at = moment
    fresh = sa.select(Role.id).where(Role.posted_at > moment - LATE)
    newest = session.scalars(fresh.order_by(Role.posted_at.desc()).limit(REMEMBERED))
    search.told = [str(role_id) for role_id in newest]


def _check_frequency(frequency: str) -> None:
    if frequency not in FREQUENCIES:
        raise Invalid.at(
            "#/frequency", Message("Not one of: {choices}.", choices=", ".join(FREQUENCIES))
        )
