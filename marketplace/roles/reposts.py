"""How often an employer posted the same role before: the same title and place, since ended."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models import Role, RoleStatus

ENDED = (RoleStatus.CLOSED, RoleStatus.EXPIRED)


def times_posted_before(session: Session, role: Role) -> int:
    """Return how many ended postings of its employer say the same title and place."""
    same = (
        Role.employer_id == role.employer_id,
        Role.id != role.id,
        Role.status.in_(ENDED),
        Role.posted_at.is_not(None),
        sa.func.lower(Role.title) == sa.func.lower(role.title),
        sa.func.coalesce(Role.city, "") == (role.city or ""),
    )
    return session.scalar(sa.select(sa.func.count(Role.id)).where(*same)) or 0
