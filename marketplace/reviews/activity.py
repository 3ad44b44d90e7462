"""When something last happened between a role's members and a candidate."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models import (
    Application,
    ApplicationMove,
    ConversationMessage,
    Interview,
    Invitation,
    Note,
    Role,
    Scorecard,
    Shortlist,
    ShortlistEntry,
)


def last_activity(session: Session, role: Role, ids: Collection[UUID]) -> Mapping[UUID, datetime]:
    """Return the moment of the last act of either side, by candidate, by one SELECT."""
    acts: sa.CompoundSelect[Any] = sa.union_all(
        *(_of(role, ids, *source) for source in _SOURCES), *_by_way(role, ids)
    )
    every = acts.subquery()
    latest = sa.select(every.c.candidate_id, sa.func.max(every.c.at)).group_by(every.c.candidate_id)
    return dict(iter(session.execute(latest)))


_SOURCES: tuple[tuple[Any, Any], ...] = (
    (Application, Application.created_at),
    (Invitation, Invitation.created_at),
    (Invitation, Invitation.responded_at),
    (Note, Note.created_at),
    (Scorecard, Scorecard.updated_at),
    (ConversationMessage, ConversationMessage.sent_at),
    (Interview, Interview.created_at),
    (Interview, Interview.cancelled_at),
)


def _of(role: Role, ids: Collection[UUID], source: Any, at: Any) -> sa.Select[Any]:  # noqa: ANN401 - a table and its column
    wanted = sa.select(source.candidate_id.label("candidate_id"), at.label("at"))
    return wanted.where(source.role_id == role.id, source.candidate_id.in_(ids), at.is_not(None))


def _by_way(role: Role, ids: Collection[UUID]) -> Iterator[sa.Select[UUID, datetime]]:
    """Yield what names the role by way of another row."""
    moved = sa.select(Application.candidate_id, ApplicationMove.moved_at).join(
        Application, Application.id == ApplicationMove.application_id
    )
    yield moved.where(Application.role_id == role.id, Application.candidate_id.in_(ids))
    listed = sa.select(ShortlistEntry.candidate_id, ShortlistEntry.created_at).join(
        Shortlist, Shortlist.id == ShortlistEntry.shortlist_id
    )
    yield listed.where(Shortlist.role_id == role.id, ShortlistEntry.candidate_id.in_(ids))
