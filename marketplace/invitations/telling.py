"""Tell a candidate of an invitation by e-mail, where they allowed it."""

from sqlalchemy.orm import Session

from marketplace.messages import Message
from marketplace.notifications.services import tell_account
from models import Candidate, Invitation, Purpose


def tell_of_invitation(session: Session, candidate: Candidate, invitation: Invitation) -> None:
    """Put a notice into the outbox if the candidate consented to be contacted."""
    if not candidate.consents_to(Purpose.CONTACT) or candidate.account_id is None:
        return
    role = invitation.role
    tell_account(
        session,
        candidate.account_id,
        topic="invitations",
        subject=Message("{employer} invites you to talk", employer=role.employer.name),
        parts=[
            Message(
                "{employer} invites you to talk about the role {role}.",
                employer=role.employer.name,
                role=role.title,
            ),
            invitation.message,
            Message("They do not know who you are unless you accept:"),
        ],
        path="/me/invitations",
    )
