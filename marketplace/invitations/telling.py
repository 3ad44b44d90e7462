"""Tell a candidate of an invitation by e-mail, where they allowed it."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from marketplace.accounts.letters import public_url
from marketplace.events import send_mail
from models import Account, Candidate, Invitation, Purpose


def tell_of_invitation(session: Session, candidate: Candidate, invitation: Invitation) -> None:
    """Put a notice into the outbox if the candidate consented to be contacted."""
    if not candidate.consents_to(Purpose.CONTACT) or candidate.account_id is None:
        return
    address = session.scalar(sa.select(Account.email).where(Account.id == candidate.account_id))
    if address is None:
        return
    role = invitation.role
    send_mail(
        session,
        to=address,
        subject=f"{role.employer.name} invites you to talk",
        text=(
            f"{role.employer.name} invites you to talk about the role {role.title}.\n\n"
            f"{invitation.message}\n\n"
            f"They do not know who you are unless you accept: {public_url()}"
        ),
    )
