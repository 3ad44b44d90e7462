"""Who sends this request: an API token or a signed-in person, as a ``Caller``."""

import hashlib
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
    row = (
        session()
        .execute(
            sa.select(ApiToken, Account, Candidate.id)
            .join(Account, Account.id == ApiToken.account_id)
            .outerjoin(Candidate, Candidate.account_id == Account.id)
            .where(ApiToken.digest == digest_of(secret.strip()))
        )
        .one_or_none()
    )
    if row is None or row[0].revoked_at is not None or not row[1].active:
        raise NotSignedIn(Message("The token is unknown or revoked."))
    token, account, candidate_id = row
    if token.expires_at is not None and token.expires_at <= now():
        raise NotSignedIn(Message("The token has expired."))
    return make_caller(session(), account, candidate_id, token=token)


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


def make_caller(
    session: Session,
    account: Account,
    candidate_id: UUID | None,
    *,
    token: ApiToken | None = None,
) -> Caller:
    """Return an account as a caller, with its parts in employers."""
    memberships = session.execute(
        sa.select(Membership.employer_id, Membership.part).where(
            Membership.account_id == account.id
        )
    )
    scopes = None if token is None else frozenset(token.scopes)
    operates = scopes is None or "admin" in scopes
    return Caller(
        account_id=account.id,
        email=account.email,
        candidate_id=candidate_id,
        parts={employer_id: str(part) for employer_id, part in memberships},
        is_admin=account.is_admin and operates,
        is_verifier=account.is_verifier and operates,
        scopes=scopes,
        token_id=None if token is None else token.id,
    )
