"""Who sends this request: an API token or a signed-in person, as a ``Caller``."""

import hashlib
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import g, request
from flask_login import current_user
from flask_wtf.csrf import validate_csrf
from sqlalchemy.orm import Session
from wtforms.validators import ValidationError

from marketplace.database import SAFE_METHODS, session
from marketplace.errors import NotAllowed, NotSignedIn
from marketplace.messages import Message
from marketplace.permissions import ANONYMOUS, Caller
from models import Account, ApiToken, Candidate, Membership, now

# Everything about who asks, in one SELECT that is built once: a row for each employer of theirs.
_BY_TOKEN = (
    sa.select(
        *(Account.id, Account.email, Account.active, Account.is_admin, Account.is_verifier),
        *(ApiToken.id.label("token_id"), ApiToken.scopes),
        *(ApiToken.revoked_at, ApiToken.expires_at),
        Candidate.id.label("candidate_id"),
        *(Membership.employer_id, Membership.part),
    )
    .join(ApiToken, Account.id == ApiToken.account_id)
    .outerjoin(Candidate, Candidate.account_id == Account.id)
    .outerjoin(Membership, Membership.account_id == Account.id)
    .where(ApiToken.digest == sa.bindparam("digest"))
)

TOKEN_PREFIX = "kvm_"  # noqa: S105 - what every secret starts with, and no secret


def digest_of(secret: str) -> str:
    """Return what we keep of a token's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def caller() -> Caller:
    """Return who sends this request.

    Raises:
        NotSignedIn: a token was sent and is not good.
        NotAllowed: a browser's session was used for a change without its CSRF token.
    """
    if "caller" not in g:
        g.caller = _bearer() or _person() or ANONYMOUS
    found: Caller = g.caller
    return found


def _bearer() -> Caller | None:
    """Return the caller behind a token."""
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if not scheme:
        return None
    if scheme.lower() != "bearer" or not secret.startswith(TOKEN_PREFIX):
        raise NotSignedIn(Message("The header Authorization must read 'Bearer kvm_…'."))
    given = {"digest": digest_of(secret.strip())}
    rows = session().connection().execute(_BY_TOKEN, given).all()
    if not rows or rows[0].revoked_at is not None or not rows[0].active:
        raise NotSignedIn(Message("The token is unknown or revoked."))
    if rows[0].expires_at is not None and rows[0].expires_at <= now():
        raise NotSignedIn(Message("The token has expired."))
    return _token_caller(rows)


def _token_caller(rows: Sequence[sa.Row[Any]]) -> Caller:
    """Return an account as a caller, narrowed to what its token may do."""
    found = rows[0]
    scopes = frozenset(found.scopes)
    operates = "admin" in scopes
    return Caller(
        account_id=found.id,
        email=found.email,
        candidate_id=found.candidate_id,
        parts={row.employer_id: str(row.part) for row in rows if row.employer_id is not None},
        is_admin=found.is_admin and operates,
        is_verifier=found.is_verifier and operates,
        scopes=scopes,
        token_id=found.token_id,
    )


def _person() -> Caller | None:
    """Return the caller behind a browser's session."""
    if not current_user.is_authenticated:
        return None
    if request.method not in SAFE_METHODS:
        check_csrf()
    candidate_id = session().scalar(
        sa.select(Candidate.id).where(Candidate.account_id == current_user.id)
    )
    return make_caller(session(), current_user, candidate_id)


def check_csrf() -> None:
    """Refuse a change that did not come from one of our own pages.

    Raises:
        NotAllowed: the CSRF token is not the one of the browser's session.
    """
    sent = request.headers.get("X-CSRFToken")
    if sent is None and not request.path.startswith("/api/"):
        sent = request.form.get("csrf_token")
    try:
        validate_csrf(sent)
    except ValidationError as error:
        g.unproved = True
        raise NotAllowed(
            Message("Send the session's CSRF token as X-CSRFToken: {error}", error=error)
        ) from None


def make_caller(session: Session, account: Account, candidate_id: UUID | None) -> Caller:
    """Return an account as a caller, with its parts in employers."""
    memberships = session.execute(
        sa.select(Membership.employer_id, Membership.part).where(
            Membership.account_id == account.id
        )
    )
    return Caller(
        account_id=account.id,
        email=account.email,
        candidate_id=candidate_id,
        parts={employer_id: str(part) for employer_id, part in memberships},
        is_admin=account.is_admin,
        is_verifier=account.is_verifier,
    )
