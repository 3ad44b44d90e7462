"""Copies of a candidate that employers took away: who erases a profile has them told."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from marketplace.employers.owners import owner_addresses
from marketplace.messages import Message
from marketplace.notifications.mailing import write_mail
from models import Candidate, GreenhousePush, PushStatus, Role


def tell_keepers(session: Session, candidate: Candidate) -> None:
    """Mail the owners of employers that sent a candidate to their Greenhouse, without a name."""
    sent = (
        sa.select(Role.employer_id, Role.title, GreenhousePush.profile_url)
        .join(Role, Role.id == GreenhousePush.role_id)
        .where(
            GreenhousePush.candidate_id == candidate.id,
            GreenhousePush.status == PushStatus.SENT,
        )
        .order_by(GreenhousePush.id)
    )
    for employer_id, title, link in session.execute(sent).all():
        for address in session.scalars(owner_addresses(employer_id)):
            write_mail(
                session,
                to=address,
                subject=Message("Erase somebody from your Greenhouse"),
                parts=[
                    Message(
                        "Somebody whom you sent to Greenhouse for the role {role} has erased their"
                        " profile here. Erase the copy in your Greenhouse too.",
                        role=title,
                    ),
                    *([link] if link else []),
                ],
            )
