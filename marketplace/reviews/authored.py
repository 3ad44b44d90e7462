"""What members wrote about a candidate for a role, and who wrote it."""

from typing import TypeVar

import sqlalchemy as sa

from models import Account, Note, Scorecard

Written = TypeVar("Written", Note, Scorecard)


def about(kind: type[Written]) -> sa.Select[Written, str]:
    """Return a statement for the rows about ``Reviewed.pair``, each with its author's address.

    Who left has none. Built once by whoever asks it.
    """
    return (
        sa.select(kind, Account.email)
        .outerjoin(Account, Account.id == kind.account_id)
        .where(
            kind.role_id == sa.bindparam("role_id"),
            kind.candidate_id == sa.bindparam("candidate_id"),
        )
    )
