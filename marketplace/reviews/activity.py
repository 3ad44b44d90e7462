"""When something last happened between a role's members and a candidate."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from models import (
    Application,
    ApplicationMove,
    Candidate,
    ConversationMessage,
    Interview,
    Invitation,
    Note,
    Scorecard,
    Shortlist,
    ShortlistEntry,
)

_ROLE: sa.BindParameter[UUID] = sa.bindparam("role_id")
ASKED = (  # named once: each act would bind every id again
    sa.select(Candidate.id)
    .where(Candidate.id.in_(sa.bindparam("ids", expanding=True)))
    .cte("asked")
)
IDS = sa.select(ASKED.c.id)
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


def _acts() -> Iterator[sa.Select[UUID, datetime]]:
    """Yield everything that either side did; some of it names the role by way of another row."""
    for source, at in _SOURCES:
        done = sa.select(source.candidate_id.label("candidate_id"), at.label("at"))
        yield done.where(source.role_id == _ROLE, source.candidate_id.in_(IDS), at.is_not(None))
    moved = sa.select(Application.candidate_id, ApplicationMove.moved_at).join(
        Application, Application.id == ApplicationMove.application_id
    )
    yield moved.where(Application.role_id == _ROLE, Application.candidate_id.in_(IDS))
    listed = sa.select(ShortlistEntry.candidate_id, ShortlistEntry.created_at).join(
        Shortlist, Shortlist.id == ShortlistEntry.shortlist_id
    )
    yield listed.where(Shortlist.role_id == _ROLE, ShortlistEntry.candidate_id.in_(IDS))


def _last_of(acts: sa.Subquery) -> sa.Select[UUID, datetime]:
    return sa.select(acts.c.candidate_id, sa.func.max(acts.c.at).label("at")).group_by(
        acts.c.candidate_id
    )


LAST = _last_of(sa.union_all(*_acts()).subquery())
