"""Use cases of an employer's account at Greenhouse."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from marketplace.employers.services import employer_by_id
from marketplace.errors import Conflict, Invalid
from marketplace.events import record
from marketplace.greenhouse.failures import DISCONNECTED
from marketplace.greenhouse.settling import give_up_lost, give_up_waiting
from marketplace.messages import Message
from marketplace.permissions import Caller
from marketplace.webhooks.sealing import seal
from models import Employer, GreenhouseAccount

ACT = "connect greenhouse"
KEY_END = 4  # characters of a key that are shown
_CONNECTED = sa.select(GreenhouseAccount.id).where(
    GreenhouseAccount.employer_id == sa.bindparam("employer_id")
)


def account_of(
    session: Session, caller: Caller, employer_id: UUID, *, lock: bool = False
) -> tuple[Employer, GreenhouseAccount | None]:
    """Return an employer of the caller's, and its account at Greenhouse if it is connected.

    Raises:
        NotFound: no such employer, or a stranger's.
        NotAllowed: the caller's part does not allow it.
    """
    caller.require(ACT, employer_id)
    employer = employer_by_id(session, employer_id, lock=lock)  # nobody connects it twice
    return employer, connected(session, employer_id, lock=lock)


def connected(
    session: Session, employer_id: UUID, *, lock: bool = False
) -> GreenhouseAccount | None:
    """Return an employer's account at Greenhouse; who may ask is checked before."""
    wanted = sa.select(GreenhouseAccount).where(GreenhouseAccount.employer_id == employer_id)
    return session.scalar(wanted.with_for_update() if lock else wanted)


def is_connected(session: Session, employer_id: UUID) -> bool:
    """Whether an employer has an account at Greenhouse."""
    found = session.connection().execute(_CONNECTED, {"employer_id": employer_id})
    return found.first() is not None


def connect(
    session: Session,
    caller: Caller,
    employer_id: UUID,
    *,
    user_email: str,
    api_key: str | None,
    secret: str,
    at: datetime,
) -> GreenhouseAccount:
    """Connect an employer's Greenhouse, or change how; the worker then asks whether it opens.

    Args:
        api_key: none where the key that is kept stays.
        secret: the installation's, which seals the key.

    Raises:
        NotFound: no such employer, or a stranger's.
        NotAllowed: the caller's part does not allow it.
        Invalid: there is no key yet.
    """
    _, account = account_of(session, caller, employer_id, lock=True)
    if account is None:
        if api_key is None:
            raise Invalid.at("#/api_key", Message("Enter the key that Greenhouse gave you."))
        account = GreenhouseAccount(employer_id=employer_id, created_at=at, served_at=at)
        session.add(account)
    if api_key is not None:
        account.key, account.key_end = seal(api_key, secret), api_key[-KEY_END:]
    account.user_email, account.updated_at = user_email, at
    _ask(account)
    session.flush()
    _record(session, caller, "greenhouse.connected", account)
    return account


def check(session: Session, caller: Caller, employer_id: UUID) -> None:
    """Ask Greenhouse again whether key and user are taken.

    Raises:
        NotFound: no such employer, or a stranger's.
        NotAllowed: the caller's part does not allow it.
        Conflict: the employer is not connected.
    """
    _ask(_own(session, caller, employer_id))
    session.flush()


def _ask(account: GreenhouseAccount) -> None:
    account.is_to_check, account.checked_at, account.failure = True, None, None
    account.user_name = None


def disconnect(session: Session, caller: Caller, employer_id: UUID, *, at: datetime) -> None:
    """Forget the key of an employer's Greenhouse; who waits is not sent.

    Raises:
        NotFound: no such employer, or a stranger's.
        NotAllowed: the caller's part does not allow it.
        Conflict: the employer is not connected.
    """
    account = _own(session, caller, employer_id)
    give_up_lost(session, employer_id, at)
    give_up_waiting(session, employer_id, DISCONNECTED, at)
    _record(session, caller, "greenhouse.disconnected", account)
    session.delete(account)
    session.flush()


def _own(session: Session, caller: Caller, employer_id: UUID) -> GreenhouseAccount:
    _, account = account_of(session, caller, employer_id, lock=True)
    if account is None:
        raise Conflict(Message("Greenhouse is not connected."))
    return account


def _record(session: Session, caller: Caller, event: str, account: GreenhouseAccount) -> None:
    detail = {"employer_id": str(account.employer_id)}
    record(session, caller, event, subject_id=account.id, detail=detail, notify=False)
