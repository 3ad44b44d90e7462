"""Employers by name, for who wants to be found by none of them."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models import Employer, VerificationStatus

MOST = 10
SHUT_OUT = [status for status in VerificationStatus if status.is_shut_out]


def find_employers(session: Session, name: str) -> Sequence[Employer]:
    """Return up to ten employers in whose name some words stand, by name."""
    words = name.split()
    if not words:
        return []
    wanted = sa.select(Employer).where(Employer.verification_status.not_in(SHUT_OUT))
    for word in words:
        wanted = wanted.where(Employer.name.icontains(word, autoescape=True))
    return session.scalars(wanted.order_by(Employer.name, Employer.id).limit(MOST)).all()


def employers_named(session: Session, told: Iterable[str]) -> dict[str, Employer]:
    """Return the employers whose ids stand among some texts, by text."""
    ids: dict[UUID, str] = {}
    for text in told:
        with suppress(ValueError):
            ids[UUID(text)] = text
    rows = session.scalars(sa.select(Employer).where(Employer.id.in_(ids)))
    return {ids[row.id]: row for row in rows}
