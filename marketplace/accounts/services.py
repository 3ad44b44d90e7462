"""Use cases of accounts."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from marketplace.accounts.addresses import LONGEST_ADDRESS, normalise_email
from marketplace.accounts.identity import hash_password
from marketplace.accounts.letters import ask_for_confirmation, tell_of_registration
from marketplace.accounts.passwords import why_refused
from marketplace.database import note_erasure
from marketplace.errors import Conflict, Invalid, NotFound
from marketplace.events import record
from marketplace.messages import Message
from marketplace.permissions import OWNER, Caller
from matching.policy.pack import Language
from models import Account, Employer, MemberPart, Membership, Passkey


def register(
    session: Session, caller: Caller, *, email: str, password: str, language: Language
) -> None:
    """Make an account, which gets its mail in a language, and ask for proof of its address.

    A known address gets a mail instead, and the same time is spent: the answer tells nobody
    who has an account.

    Raises:
        Invalid: the address is too long, or the password too easily guessed.
    """
    address = normalise_email(email)
    if len(address) > LONGEST_ADDRESS:
        raise Invalid.at(
            "#/email",
            Message("Longer than {longest_address} characters.", longest_address=LONGEST_ADDRESS),
        )
    if refusal := why_refused(password, address):
        raise Invalid.at("#/password", refusal)
    hashed = hash_password(password)
    known = session.scalar(sa.select(Account).where(Account.email == address))
    if known is not None:
        tell_of_registration(known)
        return
    account = Account(email=address, password=hashed, language=language)
    session.add(account)
    try:
        session.flush()
    except IntegrityError:
        session.rollback()  # somebody registered the same address just now: they get the mail
        return
    ask_for_confirmation(account)
    record(session, caller, "account.registered", subject_id=account.id, notify=False)


def own_account(session: Session, caller: Caller) -> dict[str, Any]:
    """Return the caller's account, with its profile and its parts in employers."""
    account = _account(session, caller.account_id)
    parts = [{"id": id_, "part": part} for id_, part in sorted(caller.parts.items())]
    return {
        "id": account.id,
        "email": account.email,
        "candidate_id": caller.candidate_id,
        "employers": parts,
    }


def sign_in_ways(session: Session, caller: Caller) -> dict[str, Any]:
    """Return what opens the caller's account beside the password."""
    account = _account(session, caller.account_id)
    passkeys = session.scalar(sa.select(sa.func.count()).where(Passkey.account_id == account.id))
    return {
        "passkeys": passkeys or 0,
        "has_second_factor": account.tf_primary_method is not None,
        "recovery_codes": len(account.mf_recovery_codes or ()),
    }


def drop_second_factor(session: Session, email: str) -> Account:
    """Let the password open an account again whose owner lost the device and the codes.

    Raises:
        NotFound: no account has the address.
    """
    account = session.scalar(sa.select(Account).where(Account.email == normalise_email(email)))
    if account is None:
        raise NotFound
    account.tf_primary_method = account.tf_totp_secret = account.totp_counter = None
    account.mf_recovery_codes = None
    record(session, Caller(), "account.second_factor_dropped", subject_id=account.id, notify=False)
    session.flush()
    return account


def delete_account(session: Session, caller: Caller) -> None:
    """Delete the caller's account with all that hangs on it.

    Raises:
        Conflict: an employer would be left without an owner.
    """
    account = _account(session, caller.account_id)
    session.execute(
        sa.select(Employer.id)
        .where(Employer.id.in_(caller.parts))
        .order_by(Employer.id)
        .with_for_update()
    )  # two owners who leave at once must see each other
    for employer_id, part in caller.parts.items():
        if part == OWNER and count_owners(session, employer_id) == 1:
            name = session.scalar(sa.select(Employer.name).where(Employer.id == employer_id))
            raise Conflict(
                Message(
                    "You are the last owner of {name}; make someone else owner first.", name=name
                )
            )
    record(session, caller, "account.deleted", subject_id=account.id, notify=False)
    note_erasure(session)
    session.delete(account)
    session.flush()


def count_owners(session: Session, employer_id: UUID) -> int:
    """Return how many owners an employer has."""
    return (
        session.scalar(
            sa.select(sa.func.count())
            .select_from(Membership)
            .where(
                Membership.employer_id == employer_id,
                Membership.part == MemberPart.OWNER,
                Membership.account_id.is_not(None),
            )
        )
        or 0
    )


def _account(session: Session, account_id: UUID | None) -> Account:
    found = session.get(Account, account_id)
    if found is None:
        raise NotFound
    return found
