"""How a person takes over a profile that somebody else made for them."""

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from marketplace.candidates.confirmation import DAYS, Confirmation, confirmation_link
from marketplace.candidates.erasing import CONFIRM_SUBJECT
from marketplace.errors import Conflict, NotFound
from marketplace.events import candidate_changed, record, send_mail
from marketplace.messages import Message
from marketplace.permissions import ANONYMOUS
from models import Account, Candidate, Visibility, now

MAIL = """Somebody made a profile for you in our talent marketplace, with this address.
Nobody can find it, and it says nothing about you to anyone, unless you confirm it here:

{link}

The link is good for {days} days. If you do nothing, the profile stays hidden.

有人用这个邮箱地址在我们的人才平台上为您建立了一份资料。在您通过上面的链接确认之前，资料不会公开。
"""


def ask_to_confirm(session: Session, candidate: Candidate) -> None:
    """Hide a profile, and mail its person a link to take it over."""
    candidate.confirmed_at = None
    candidate.visibility = Visibility.HIDDEN
    if candidate.email:
        link = confirmation_link(candidate.id, candidate.email)
        text = MAIL.format(link=link, days=DAYS)
        send_mail(session, to=candidate.email, subject=CONFIRM_SUBJECT, text=text)


def confirmable_candidate(session: Session, confirmation: Confirmation) -> Candidate:
    """Return the profile that a link is about.

    Raises:
        NotFound: it is erased, or has another address by now.
    """
    wanted = sa.select(Candidate).where(Candidate.id == confirmation.candidate_id)
    candidate = session.scalar(wanted.with_for_update())
    if candidate is None or not confirmation.is_for(candidate.email):
        raise NotFound
    return candidate


def confirm_candidate(session: Session, confirmation: Confirmation) -> Candidate:
    """Let a person take over a profile: at once where they have an account, else once they do.

    Raises:
        NotFound: as ``confirmable_candidate``.
        Conflict: the account is making another profile at this moment.
    """
    candidate = confirmable_candidate(session, confirmation)
    if candidate.confirmed_at is None:
        candidate.confirmed_at = now()
        record(session, ANONYMOUS, "candidate.confirmed", subject_id=candidate.id, notify=False)
        candidate_changed(session, candidate.id)
    if candidate.account_id is None:
        _give_to_account(session, candidate)
    try:
        session.flush()
    except IntegrityError:
        raise Conflict(Message("Your account has just got another profile.")) from None
    return candidate


def claim_profile(session: Session, email: str) -> None:
    """Give an account, its address just proved, the profile that its person confirmed before."""
    candidate = session.scalar(
        sa.select(Candidate)
        .where(
            Candidate.email == email,
            Candidate.account_id.is_(None),
            Candidate.confirmed_at.is_not(None),
        )
        .order_by(Candidate.confirmed_at.desc())
        .limit(1)
        .with_for_update()
    )
    if candidate is not None:
        _give_to_account(session, candidate)
        session.flush()


def _give_to_account(session: Session, candidate: Candidate) -> None:
    """Link the account with the profile's address, if there is one without a profile."""
    candidate.account_id = session.scalar(
        sa.select(Account.id).where(
            Account.email == candidate.email,
            Account.confirmed_at.is_not(None),
            ~sa.exists().where(Candidate.account_id == Account.id),
        )
    )
