"""Leave: an account goes with the profile behind it."""

from sqlalchemy.orm import Session

from marketplace.accounts.services import delete_account
from marketplace.candidates.services import erase_candidate, own_candidate
from marketplace.errors import NotAllowed
from marketplace.messages import Message
from marketplace.permissions import Caller


def leave(session: Session, caller: Caller) -> None:
    """Erase the caller's profile, then delete the account.

    Raises:
        NotAllowed: the token does not hold all of the account's rights.
        Conflict: an employer would be left without an owner.
    """
    if not caller.is_whole:
        raise NotAllowed(Message("A token that lacks scopes cannot delete the account."))
    if caller.candidate_id is not None:
        candidate = own_candidate(session, caller, caller.candidate_id, lock=True)
        erase_candidate(session, caller, candidate)
    delete_account(session, caller)
