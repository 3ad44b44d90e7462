"""Use cases of API tokens."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from marketplace.auth import TOKEN_PREFIX, digest_of
from marketplace.errors import Invalid, NotAllowed, NotFound
from marketplace.events import record
from marketplace.messages import Message
from marketplace.permissions import SCOPES, Caller
from models import Account, ApiToken, now


def create_token(
    session: Session, caller: Caller, *, name: str, scopes: Sequence[str], expires_in_days: int
) -> tuple[ApiToken, str]:
    """Make a token; return it with its secret, which we do not keep.

    Raises:
        Invalid: a scope goes beyond what the caller has.
    """
    for place, scope in enumerate(scopes):
        if not caller.has_scope(scope) or not _account_reaches(caller, scope):
            raise Invalid.at(
                f"#/scopes/{place}", Message("You cannot give {scope}: you lack it.", scope=scope)
            )
    secret = TOKEN_PREFIX + secrets.token_urlsafe(32)
    token = ApiToken(
        account_id=caller.account_id,
        name=name,
        prefix=secret[:8],
        digest=digest_of(secret),
        scopes=sorted(set(scopes)),
        expires_at=_end(session, caller, now() + timedelta(days=expires_in_days)),
    )
    session.add(token)
    session.flush()
    record(session, caller, "token.created", subject_id=token.id, notify=False)
    return token, secret


def _end(session: Session, caller: Caller, wanted: datetime) -> datetime:
    """Return when a new token ends: never after the token that makes it."""
    parent = session.get(ApiToken, caller.token_id) if caller.token_id else None
    if parent is None or parent.expires_at is None:
        return wanted
    return min(wanted, parent.expires_at)


def list_tokens(
    session: Session, caller: Caller, *, limit: int, after: Sequence[str] | None
) -> tuple[Sequence[ApiToken], int]:
    """Return up to ``limit + 1`` tokens of the caller, newest first, and how many there are."""
    mine = sa.select(ApiToken).where(
        ApiToken.account_id == caller.account_id, ApiToken.revoked_at.is_(None)
    )
    total = session.scalar(sa.select(sa.func.count()).select_from(mine.subquery())) or 0
    if after:
        mine = mine.where(ApiToken.id < UUID(after[0]))
    rows = session.scalars(mine.order_by(ApiToken.id.desc()).limit(limit + 1))
    return rows.all(), total


def own_token(session: Session, caller: Caller, token_id: UUID) -> ApiToken:
    """Return the caller's token.

    Raises:
        NotFound: no such token, revoked, or another's.
    """
    token = session.scalar(
        sa.select(ApiToken).where(
            ApiToken.id == token_id,
            ApiToken.account_id == caller.account_id,
            ApiToken.revoked_at.is_(None),
        )
    )
    if token is None:
        raise NotFound
    return token


def revoke_token(session: Session, caller: Caller, token: ApiToken) -> None:
    """End a token.

    Raises:
        NotAllowed: the caller comes with a token that lacks scopes of this one.
    """
    if token.id != caller.token_id and not all(map(caller.has_scope, token.scopes)):
        raise NotAllowed(Message("A token cannot end one that has scopes which it lacks itself."))
    token.revoked_at = now()
    record(session, caller, "token.revoked", subject_id=token.id, notify=False)
    session.flush()


def widest_scopes(account: Account) -> list[str]:
    """Return every scope that an account may have."""
    operates = account.is_admin or account.is_verifier
    return [scope for scope in SCOPES if scope != "admin" or operates]


def _account_reaches(caller: Caller, scope: str) -> bool:
    """Whether the account itself may do what the scope says."""
    return scope != "admin" or caller.is_admin or caller.is_verifier
