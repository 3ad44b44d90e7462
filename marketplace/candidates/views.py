"""Who saw a candidate, as the candidate reads it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from marketplace.candidates.services import own_profile
from marketplace.permissions import Caller
from models import CandidateView, Employer

View = dict[str, Any]

_MINE = CandidateView.candidate_id == sa.bindparam("candidate_id")
_TOTAL = sa.select(sa.func.count()).select_from(CandidateView).where(_MINE)
_NEWEST = (
    sa.select(
        *(CandidateView.id, CandidateView.what, CandidateView.role_id, CandidateView.seen_at),
        *(CandidateView.employer_id, Employer.name),
    )
    .outerjoin(Employer, Employer.id == CandidateView.employer_id)
    .where(_MINE)
    .order_by(CandidateView.seen_at.desc(), CandidateView.id.desc())
    .limit(sa.bindparam("most"))
)
_BEHIND = _NEWEST.where(
    sa.or_(
        CandidateView.seen_at < sa.bindparam("seen_at"),
        sa.and_(
            CandidateView.seen_at == sa.bindparam("seen_at"),
            CandidateView.id < sa.bindparam("view_id"),
        ),
    )
)


def list_views(
    session: Session,
    caller: Caller,
    candidate_id: UUID,
    *,
    limit: int,
    after: Sequence[str] | None,
) -> tuple[list[View], int]:
    """Return up to ``limit + 1`` views of the caller's profile, newest first, and their number.

    Raises:
        NotFound: no such profile, or a stranger's.
        NotAllowed: the profile is another person's whom the caller works for.
    """
    own_profile(session, caller, candidate_id)
    asked: dict[str, object] = {"candidate_id": candidate_id, "most": limit + 1}
    total = session.connection().scalar(_TOTAL, asked) or 0
    wanted = _NEWEST
    if after:
        wanted = _BEHIND
        asked |= {"seen_at": datetime.fromisoformat(after[0]), "view_id": UUID(after[1])}
    return [_shown(*row) for row in session.connection().execute(wanted, asked)], total


def _shown(
    view_id: UUID,
    what: str,
    role_id: UUID | None,
    seen_at: datetime,
    employer_id: UUID | None,
    employer: str | None,
) -> View:
    return {
        "id": view_id,
        "what": what,
        "employer": None if employer is None else {"id": employer_id, "name": employer},
        "role_id": role_id,
        "seen_at": seen_at,
    }
