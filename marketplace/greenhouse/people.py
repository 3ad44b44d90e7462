"""Whom an employer may send to its Greenhouse: who released their contact to it, and has a name."""

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from marketplace.conversations.services import contact_withheld
from marketplace.greenhouse.failures import GONE, NAMELESS
from marketplace.messages import Message
from marketplace.reviews.people import Reviewed, reviewed_among
from models import GreenhousePush, Role


def person_of(session: Session, push: GreenhousePush, secret: str) -> Reviewed | None:
    """Return the candidate of a push as its role's members may see them now, if they may."""
    wanted = sa.select(Role).where(Role.id == push.role_id)
    role = session.scalars(wanted.options(joinedload(Role.employer, innerjoin=True))).one()
    return reviewed_among(session, role, [push.candidate_id], secret).get(push.candidate_id)


def withheld_from(person: Reviewed | None) -> Message | None:
    """Return why somebody may not be sent, if they may not."""
    if person is None:
        return GONE
    if because := contact_withheld(person):
        return because
    return None if (person.candidate.name or "").strip() else NAMELESS
