"""How soon employers answer: what everyone may know of it."""

from collections.abc import Collection
from datetime import datetime, timedelta
from math import ceil
from statistics import median
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from marketplace.remembering import make_room
from models import Application, ApplicationMove, Role, Stage

LOOKED_BACK = timedelta(days=180)
FEWEST = 3  # answers; of fewer nothing is told
MOST = 2_000  # answers that are looked at, the newest
A_DAY = timedelta(days=1)
ANEW = timedelta(minutes=10)  # after which an employer is asked for again
MOST_KEPT = 5_000  # employers


class Replies:
    """How soon employers answer, kept by a process: a search shows twenty, time and again."""

    def __init__(self) -> None:
        self._known: dict[UUID, tuple[datetime, int | None]] = {}

    def days(
        self, session: Session, employer_ids: Collection[UUID], *, at: datetime
    ) -> dict[UUID, int]:
        """Return the same as ``reply_days``, at most ten minutes old."""
        known, old = self._known, at - ANEW
        lacking = [id_ for id_ in employer_ids if id_ not in known or known[id_][0] < old]
        if lacking:
            found = reply_days(session, lacking, at=at)
            make_room(known, MOST_KEPT)
            known |= {id_: (at, found.get(id_)) for id_ in lacking}
        told = {id_: known[id_][1] for id_ in employer_ids if id_ in known}
        return {id_: days for id_, days in told.items() if days is not None}


def reply_days(
    session: Session, employer_ids: Collection[UUID], *, at: datetime
) -> dict[UUID, int]:
    """Return in how many days an employer first moved half of the applications that it moved."""
    answered = sa.func.min(ApplicationMove.moved_at)
    wanted = (
        sa.select(Role.employer_id, Application.created_at, answered)
        .join(Application, Application.role_id == Role.id)
        .join(ApplicationMove, ApplicationMove.application_id == Application.id)
        .where(
            Role.employer_id.in_(employer_ids),
            Application.created_at > at - LOOKED_BACK,
            ApplicationMove.from_stage.is_not(None),
            ApplicationMove.to_stage != Stage.WITHDRAWN,
        )
        .group_by(Role.employer_id, Application.id, Application.created_at)
        .order_by(Application.id.desc())
        .limit(MOST)
    )
    spans: dict[UUID, list[float]] = {}
    for employer_id, asked_at, answered_at in session.execute(wanted):
        spans.setdefault(employer_id, []).append((answered_at - asked_at) / A_DAY)
    return {
        employer_id: max(ceil(median(days)), 1)
        for employer_id, days in spans.items()
        if len(days) >= FEWEST
    }
