"""Serve receivers under leases, and try again what failed: later after each attempt."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from marketplace.database import Database, commit
from marketplace.webhooks.answering import retry_moment
from marketplace.webhooks.requesting import Answer
from models import Served

LEASE = timedelta(seconds=60)  # longer than any attempt takes
WAITS = (  # after the first attempt, the second …
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    *(timedelta(hours=hours) for hours in (2, 5, 10, 14, 20, 24)),
)
JITTER = 0.1  # of a wait, at most
LONGEST_WAIT = timedelta(hours=24)  # that a receiver may ask for
ASKING_TO_WAIT = frozenset({429, 502, 503, 504})

Receiver = TypeVar("Receiver", bound=Served)
Attempt = TypeVar("Attempt")


def is_free(kind: type[Receiver], at: datetime) -> sa.ColumnElement[bool]:
    """Whether nobody sends to a receiver, and it does not want to be left alone."""
    return sa.and_(
        sa.or_(kind.held_until.is_(None), kind.held_until <= at),
        sa.or_(kind.leased_until.is_(None), kind.leased_until <= at),
    )


def lease(
    session: Session, kind: type[Receiver], ready: sa.Select[Any], at: datetime
) -> Receiver | None:
    """Take the receiver that was served longest ago; nobody else has it until the lease ends."""
    waiting = ready.order_by(kind.served_at, kind.id).limit(1)
    receiver: Receiver | None = session.scalar(waiting.with_for_update(skip_locked=True))
    if receiver is not None:
        receiver.served_at, receiver.leased_until = at, at + LEASE
    return receiver


def serve_next(
    database: Database,
    take: Callable[[Session], Receiver | None],
    *,
    begin: Callable[[Session, Receiver], Attempt | None],
    ask: Callable[[Attempt], Answer],
    settle: Callable[[Session, Attempt, Answer], None],
) -> bool:
    """Make one attempt at one receiver; return whether there was one to serve.

    Args:
        take: leases the receiver that is next, if there is one.
        begin: returns what to attempt; None frees the receiver.
        ask: makes the attempt, while no transaction is open.
    """
    with database.session(write=True) as session:
        receiver = take(session)
        attempt = None if receiver is None else begin(session, receiver)
        if receiver is not None and attempt is None:
            receiver.leased_until = None
        commit(session)
    if attempt is not None:
        answer = ask(attempt)
        with database.session(write=True) as session:
            settle(session, attempt, answer)
            commit(session)
    return receiver is not None


def count_of(session: Session, ready: sa.Select[Any]) -> int:
    """Return how many receivers a statement finds."""
    return session.scalar(sa.select(sa.func.count()).select_from(ready.subquery())) or 0


def moment_after(attempts: int, ended: datetime) -> datetime:
    """Return when what failed is tried again.

    Args:
        attempts: how many there were, at least one.
    """
    wait = WAITS[attempts - 1]
    return ended + wait * (1 + JITTER * random.random())  # noqa: S311 - no secret


def asked_moment(answer: Answer, ended: datetime) -> datetime | None:
    """Return until when a receiver wants to be left alone, if it asked for that."""
    if answer.status not in ASKING_TO_WAIT:
        return None
    asked = retry_moment(answer.retry_after, ended)
    return None if asked is None else min(asked, ended + LONGEST_WAIT)
