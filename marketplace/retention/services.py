"""Delete what is old enough, and say how it stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from marketplace.database import note_erasure
from marketplace.events import record
from marketplace.permissions import ANONYMOUS
from marketplace.retention.rules import RULES, Rule
from models import (
    Application,
    AuditEvent,
    Candidate,
    CandidateView,
    ConversationMessage,
    EvidenceFile,
    GreenhousePush,
    ProfileDraft,
    ProfileProposal,
)

PURGED = "retention.purged"
MOST_AT_ONCE = 5_000  # rows of one rule; what is left goes at the next look
GRACE = timedelta(days=1)  # after which something due says that nobody looks
UNTIL: Mapping[str, Any] = {  # what goes with an act and has no end of its own
    "profiles": Candidate,
    "drafts": ProfileDraft,
    "proposals": ProfileProposal,
    "documents": EvidenceFile,
    "applications": Application,
    "conversations": ConversationMessage,
    "greenhouse": GreenhousePush,
    "looks": CandidateView,
    "trail": AuditEvent,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How one rule stands."""

    name: str
    kept: timedelta
    rows: int
    oldest: datetime | None
    due: int
    is_late: bool
    purged_at: datetime | None  # when it last found something
    purged: int | None  # how much


def purge(session: Session, at: datetime) -> dict[str, int]:
    """Delete what is due by each rule; note it in the trail, where there was anything."""
    gone = {name: _purge(session, rule, at) for name, rule in RULES.items()}
    found = {name: count for name, count in gone.items() if count}
    if found:
        note_erasure(session)
        record(session, ANONYMOUS, PURGED, subject_id=uuid7(), detail=found, notify=False)
        session.flush()
    return found


def _purge(session: Session, rule: Rule, at: datetime) -> int:
    due = sa.select(rule.key).where(rule.among, rule.since < at - rule.kept)
    keys = session.scalars(due.order_by(rule.since).limit(MOST_AT_ONCE)).all()
    if keys:
        session.execute(sa.delete(rule.table).where(rule.key.in_(keys)))
    return len(keys)


def standings(session: Session, at: datetime) -> Sequence[Standing]:
    """Return how each rule stands."""
    purges = _last_purges(session)
    return [_standing(session, name, rule, at, purges.get(name)) for name, rule in RULES.items()]


def _standing(
    session: Session, name: str, rule: Rule, at: datetime, purge: tuple[datetime, int] | None
) -> Standing:
    due = sa.func.count().filter(rule.since < at - rule.kept)
    rows, oldest, late = session.execute(
        sa.select(sa.func.count(), sa.func.min(rule.since), due).where(rule.among)
    ).one()
    return Standing(
        name=name,
        kept=rule.kept,
        rows=rows,
        oldest=oldest,
        due=late,
        is_late=oldest is not None and oldest < at - rule.kept - GRACE,
        purged_at=None if purge is None else purge[0],
        purged=None if purge is None else purge[1],
    )


def _last_purges(session: Session) -> Mapping[str, tuple[datetime, int]]:
    """Return when each rule last found something, and how much."""
    events = session.execute(
        sa.select(AuditEvent.happened_at, AuditEvent.detail)
        .where(AuditEvent.type == PURGED)
        .order_by(AuditEvent.id.desc())
        .limit(200)
    )
    found: dict[str, tuple[datetime, int]] = {}
    for at, detail in events:
        for name, count in detail.items():
            found.setdefault(name, (at, count))
    return found


def kept_until(session: Session) -> Mapping[str, int]:
    """Return how many rows there are of what goes with an act alone."""
    return {
        name: session.scalar(sa.select(sa.func.count()).select_from(table)) or 0
        for name, table in UNTIL.items()
    }
