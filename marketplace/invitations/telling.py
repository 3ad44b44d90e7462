"""Tell a candidate of an invitation by e-mail, where they allowed it."""

from sqlalchemy.orm import Session

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
        subject=f"{role.employer.name} invites you to talk",
        text=(
            f"{role.employer.name} invites you to talk about the role {role.title}.\n\n"
            f"{invitation.message}\n\n"
            "They do not know who you are unless you accept:"
        ),
        path="/me/invitations",
    )
