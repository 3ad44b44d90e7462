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
    mine = CandidateView.candidate_id == candidate_id
    total = session.scalar(sa.select(sa.func.count()).select_from(CandidateView).where(mine)) or 0
    views = (
        sa.select(CandidateView, Employer.name)
        .outerjoin(Employer, Employer.id == CandidateView.employer_id)
        .where(mine)
        .order_by(CandidateView.seen_at.desc(), CandidateView.id.desc())
        .limit(limit + 1)
    )
    if after:
        views = views.where(_is_after(datetime.fromisoformat(after[0]), UUID(after[1])))
    return [_shown(view, name) for view, name in session.execute(views)], total


def _is_after(seen_at: datetime, view_id: UUID) -> sa.ColumnElement[bool]:
    return sa.or_(
        CandidateView.seen_at < seen_at,
        sa.and_(CandidateView.seen_at == seen_at, CandidateView.id < view_id),
    )


def _shown(view: CandidateView, employer: str | None) -> View:
    return {
        "id": view.id,
        "what": view.what,
        "employer": None if employer is None else {"id": view.employer_id, "name": employer},
        "role_id": view.role_id,
        "seen_at": view.seen_at,
    }
