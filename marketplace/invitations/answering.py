"""Answer an invitation: accepting it releases who the candidate is."""

from uuid import UUID

from sqlalchemy.orm import Session

from marketplace.applications.services import role_ids
from marketplace.errors import Conflict, NotAllowed, NotFound
from marketplace.events import record
from marketplace.invitations.services import visible_to, with_role
from marketplace.messages import Message
from marketplace.permissions import Caller
from models import CandidateView, Invitation, InvitationStatus, VerificationStatus, now


def respond(session: Session, caller: Caller, invitation_id: UUID, *, accept: bool) -> Invitation:
    """Answer an invitation, once; accepting releases the candidate's contact.

    Raises:
        NotFound: no such invitation for the caller.
        NotAllowed: the caller sent it.
        Conflict: it was answered, or there is nothing left to accept.
    """
    wanted = with_role(visible_to(caller).where(Invitation.id == invitation_id))
    invitation = session.scalar(wanted.with_for_update(of=Invitation))
    if invitation is None:
        raise NotFound
    if invitation.candidate_id != caller.candidate_id:
        raise NotAllowed(Message("Only the invited candidate may answer an invitation."))
    if invitation.status is not InvitationStatus.SENT:
        raise Conflict(Message("The invitation is {status} already.", status=invitation.status))
    if accept:
        _release_contact(session, invitation)
    answer = InvitationStatus.ACCEPTED if accept else InvitationStatus.DECLINED
    invitation.status = answer
    invitation.responded_at = now()
    event, role = f"invitation.{answer}", invitation.role
    record(session, caller, event, subject_id=invitation.id, detail=role_ids(role))
    session.flush()
    return invitation


def _release_contact(session: Session, invitation: Invitation) -> None:
    """Note the release for the candidate: from now on the role's members see the contact."""
    role = invitation.role
    if role.has_ended:
        raise Conflict(
            Message("The role is {status}: there is nothing left to accept.", status=role.status)
        )
    if role.employer.verification_status is not VerificationStatus.VERIFIED:
        raise Conflict(
            Message("The employer is not verified just now: your contact stays with you.")
        )
    session.add(
        CandidateView(
            candidate_id=invitation.candidate_id,
            account_id=invitation.account_id,
            employer_id=role.employer_id,
            role_id=role.id,
            what="contact",
        )
    )
