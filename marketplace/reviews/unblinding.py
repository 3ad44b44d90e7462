"""Lift the blind: a role's members act, with a reason, and it is logged."""

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from marketplace.errors import Conflict
from marketplace.events import record, role_changed
from marketplace.messages import Message
from marketplace.permissions import Caller
from marketplace.reviews.people import Reviewed
from models import Role, Unblinding


def unblind(session: Session, caller: Caller, person: Reviewed, *, reason: str) -> Unblinding:
    """Lift the blind from one candidate of a role, for all of its members.

    Raises:
        Conflict: the candidate is not under blind review.
    """
    if not person.is_veiled:
        raise Conflict(Message("This candidate is not under blind review."))
    lifted = Unblinding(
        role_id=person.role.id,
        candidate_id=person.candidate.id,
        account_id=caller.account_id,
        reason=reason,
    )
    session.add(lifted)
    try:
        session.flush()
    except IntegrityError:
        raise Conflict(Message("Somebody lifted the blind just now.")) from None
    detail = {"role_id": str(person.role.id), "code": person.code}
    record(
        session, caller, "candidate.unblinded", subject_id=lifted.id, detail=detail, notify=False
    )
    return lifted


def set_blind_review(session: Session, caller: Caller, role: Role, *, is_blind: bool) -> None:
    """Switch blind review of a role on or off, at once for all; both are logged."""
    if role.blind_review == is_blind:
        return
    role.blind_review = is_blind
    event = "role.blinded" if is_blind else "role.unblinded"
    record(session, caller, event, subject_id=role.id, notify=False)
    role_changed(session, role.id)
    session.flush()
