"""Send people to Greenhouse under leases: one request at a time for each employer.

What is under way is noted before it is sent. Nobody is sent again while nobody knows whether they
arrived: Greenhouse has no word for a request that is repeated.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
import structlog
from cryptography.fernet import InvalidToken
from sqlalchemy.orm import Session

from marketplace.database import Database
from marketplace.greenhouse.asking import asking_user, sending
from marketplace.greenhouse.bodies import body_of
from marketplace.greenhouse.failures import SEALED
from marketplace.greenhouse.people import person_of, withheld_from
from marketplace.greenhouse.settling import give_up_lost, settle_check, settle_push, shut_out
from marketplace.notifications.mailing import language_of
from marketplace.webhooks.courier import Errand
from marketplace.webhooks.leasing import asked_moment, count_of, is_free, lease, serve_next
from marketplace.webhooks.requesting import Answer, Request
from marketplace.webhooks.sealing import unseal
from models import GreenhouseAccount, GreenhousePush, PushStatus

Ask = Callable[[Request], Answer]

log = structlog.get_logger()

_OURS = GreenhousePush.employer_id == GreenhouseAccount.employer_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """What sending knows of where it runs.

    Attributes:
        url: of Greenhouse.
        public_url: under which employers find a person here.
        secret: behind sealed keys and the codes of candidates.
    """

    url: str
    public_url: str
    secret: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One request under way; of nobody in particular, where it asks whether the key opens."""

    account_id: UUID
    push_id: UUID | None
    request: Request
    at: datetime


def make_errand(database: Database, ask: Ask, here: Installation) -> Errand:
    """Return what the courier has to do for Greenhouse."""
    return Errand(
        count_ready=count_ready, send_next=lambda at: send_next(database, ask, here, at=at)
    )


def _ready(at: datetime) -> sa.Select[GreenhouseAccount]:
    """Return the accounts that have something to ask or to send, and that nobody sends to."""
    pushes = sa.select(GreenhousePush.id).where(_OURS)
    is_due = sa.and_(GreenhousePush.status == PushStatus.WAITING, GreenhousePush.due_at <= at)
    return sa.select(GreenhouseAccount).where(
        is_free(GreenhouseAccount, at),
        sa.or_(
            GreenhouseAccount.is_to_check,
            pushes.where(is_due).exists(),
            pushes.where(GreenhousePush.status == PushStatus.UNDER_WAY).exists(),
        ),
    )


def count_ready(session: Session, at: datetime) -> int:
    """Return for how many accounts something could be sent now."""
    return count_of(session, _ready(at).with_only_columns(GreenhouseAccount.id))


def send_next(database: Database, ask: Ask, here: Installation, *, at: datetime) -> bool:
    """Make one attempt that is due; return whether there was anything to do.

    Args:
        at: the moment that decides what is due and whose lease has ended.
    """
    return serve_next(
        database,
        lambda session: lease(session, GreenhouseAccount, _ready(at), at),
        begin=lambda session, account: _begin(session, account, here, at),
        ask=lambda attempt: ask(attempt.request),
        settle=settle,
    )


def _begin(
    session: Session, account: GreenhouseAccount, here: Installation, at: datetime
) -> Attempt | None:
    """Return what to ask first, or None where nothing is to be asked now."""
    give_up_lost(session, account.employer_id, at)
    try:
        key = unseal(account.key, here.secret)
    except InvalidToken:
        log.warning("greenhouse_sealed_by_another_key", employer_id=str(account.employer_id))
        shut_out(session, account, SEALED, at)
        return None
    if account.is_to_check:
        request = asking_user(here.url, account, key)
        return Attempt(account_id=account.id, push_id=None, request=request, at=at)
    push = _due(session, account, at)
    body = None if push is None else _body(session, push, here, at)
    if push is None or body is None:
        return None
    push.status, push.attempted_at = PushStatus.UNDER_WAY, at
    push.attempts += 1
    request = sending(here.url, account, key, body)
    return Attempt(account_id=account.id, push_id=push.id, request=request, at=at)


def _due(session: Session, account: GreenhouseAccount, at: datetime) -> GreenhousePush | None:
    return session.scalar(
        sa.select(GreenhousePush)
        .where(
            GreenhousePush.employer_id == account.employer_id,
            GreenhousePush.status == PushStatus.WAITING,
            GreenhousePush.due_at <= at,
        )
        .order_by(GreenhousePush.due_at, GreenhousePush.id)
        .limit(1)
    )


def _body(session: Session, push: GreenhousePush, here: Installation, at: datetime) -> bytes | None:
    """Return what to tell of somebody; None, and a note why, where nothing may be told."""
    person = person_of(session, push, here.secret)
    because = withheld_from(person)
    if person is None or because is not None:
        push.finish(PushStatus.WITHHELD, at, failure=because)
        return None
    language = language_of(session, push.account_id)
    return body_of(person, push, public_url=here.public_url, language=language)


def settle(session: Session, attempt: Attempt, answer: Answer) -> None:
    """Note what came of an attempt, and free the account for the next."""
    ended = attempt.at + timedelta(seconds=answer.seconds)
    account = session.get(GreenhouseAccount, attempt.account_id, with_for_update=True)
    if account is not None:
        account.leased_until = None
        account.held_until = asked_moment(answer, ended)
    if attempt.push_id is not None:
        settle_push(session, attempt.push_id, account, answer, begun=attempt.at, ended=ended)
    elif account is not None:
        settle_check(account, answer, ended)
