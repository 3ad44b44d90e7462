"""Mails that come by themselves: whose time has come, each in a transaction of its own."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from marketplace.database import Database, commit

PERIODS: Mapping[str, timedelta] = {
    "instant": timedelta(0),
    "daily": timedelta(days=1),
    "weekly": timedelta(days=7),
}


def is_time(
    frequency: InstrumentedAttribute[str], since: InstrumentedAttribute[datetime], at: datetime
) -> sa.ColumnElement[bool]:
    """Return whether a row's period has passed since a moment of it; those that are off have none.

    Args:
        frequency: the column that names the period.
    """
    return sa.or_(
        *(sa.and_(frequency == name, since <= at - period) for name, period in PERIODS.items())
    )


def tell_each(
    database: Database,
    due: Callable[[Session], Sequence[UUID]],
    tell: Callable[[Session, UUID], int],
) -> int:
    """Look through what is due, each in a transaction of its own.

    Returns:
        How many mails were written.
    """
    with database.session(write=False) as session:
        ids = due(session)
    told = 0
    for id_ in ids:
        with database.session(write=True) as session:
            told += tell(session, id_)
            commit(session)
    return told
