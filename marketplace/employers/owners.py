"""Where an employer's owners are reached."""

from uuid import UUID

import sqlalchemy as sa

from models import MemberPart, Membership


def owner_addresses(employer_id: UUID | None) -> sa.Select[str]:
    """Return a statement for the addresses of an employer's owners who have an account."""
    return (
        sa.select(Membership.email)
        .where(
            Membership.employer_id == employer_id,
            Membership.part == MemberPart.OWNER,
            Membership.account_id.is_not(None),
        )
        .order_by(Membership.id)
    )
