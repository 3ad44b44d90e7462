"""Tell members how many new candidates fit a role that they watch; never who they are."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from marketplace.auth import make_caller
from marketplace.candidates.seeing import RANKING
from marketplace.candidates.services import IS_RANKABLE
from marketplace.clock import day_of
from marketplace.database import Database
from marketplace.errors import MarketplaceError
from marketplace.matches.catalogue import Catalogue
from marketplace.matches.services import score_candidates
from marketplace.matches.views import View
from marketplace.messages import Message
from marketplace.notifications.due import PERIODS, is_time, tell_each
from marketplace.notifications.services import tell_account, wants
from marketplace.watches.services import BANDS
from models import (
    Account,
    Candidate,
    CandidateView,
    Consent,
    Purpose,
    Role,
    RoleStatus,
    RoleWatch,
)

TOPIC = "candidates"
# A change's moment is older than its commit: what is younger than this is left to the next mail.
LATE = timedelta(minutes=10)
WATCHES_PER_ROUND = 20  # then the worker looks after everything else
COUNTED: Mapping[str, Message] = {
    "strong": Message("Strong fit: {count}"),
    "fair": Message("Fair fit: {count}"),
    "weak": Message("Weak fit: {count}"),
}

log = structlog.get_logger()


def tell_watches(database: Database, catalogue: Catalogue, secret: str, *, at: datetime) -> int:
    """Look through the watches that are due, each in a transaction of its own.

    Returns:
        How many mails were written.
    """
    return tell_each(
        database,
        lambda session: due_watches(session, at),
        lambda session, watch_id: _tell(session, catalogue, secret, watch_id, at),
    )


def due_watches(session: Session, at: datetime) -> Sequence[UUID]:
    """Return the watches of open roles whose time has come."""
    is_due = is_time(RoleWatch.frequency, RoleWatch.told_until, at - LATE)
    # Asked of each watch by its role: a join has SQLite look through all roles that are open.
    is_open = sa.exists().where(Role.id == RoleWatch.role_id, Role.status == RoleStatus.OPEN)
    wanted = (
        sa.select(RoleWatch.id)
        .where(is_due, is_open)
        .order_by(RoleWatch.told_until, RoleWatch.id)
        .limit(WATCHES_PER_ROUND)
    )
    return session.scalars(wanted).all()


def _tell(session: Session, catalogue: Catalogue, secret: str, watch_id: UUID, at: datetime) -> int:
    """Mail how many are new, and note how far that goes."""
    watch = session.get(RoleWatch, watch_id, with_for_update=True)
    if watch is None or watch.frequency not in PERIODS:
        return 0
    account, until = session.get_one(Account, watch.account_id), at - LATE
    counts: dict[str, int] = {}
    if account.active and wants(session, account.id, TOPIC):
        counts = _counts(session, catalogue, secret, watch, until, at)
    watch.told_until = until
    if counts:
        _mail(session, watch, counts)
    session.flush()
    return 1 if counts else 0


def _counts(
    session: Session,
    catalogue: Catalogue,
    secret: str,
    watch: RoleWatch,
    until: datetime,
    at: datetime,
) -> dict[str, int]:
    """Return how many new candidates the watcher may see, by band, the strongest first."""
    fresh, bands, day = _fresh(session, watch, until), BANDS[watch.least_band], day_of(at)
    if not fresh:
        return {}
    caller = make_caller(session, session.get_one(Account, watch.account_id), None)
    view = View(day=day, today=day, language="en", terms=0, include=frozenset(), to_employer=True)
    try:
        scored = score_candidates(session, catalogue, caller, watch.role_id, fresh, view, secret)
    except MarketplaceError as refusal:  # they left, or the employer is not verified any more
        log.info("watch_refused", error=type(refusal).__name__)
        return {}
    found = Counter(band for score, band in scored.values() if score > 0)
    return {band: found[band] for band in bands if found[band]}


def _fresh(session: Session, watch: RoleWatch, until: datetime) -> set[UUID]:
    """Return who changed, or consented, since the last mail and was not shown to the watcher."""
    consented = sa.exists().where(
        Consent.candidate_id == Candidate.id,
        Consent.purpose == Purpose.MATCHING,
        Consent.given_at > watch.told_until,
        Consent.given_at <= until,
    )
    changed = sa.and_(Candidate.updated_at > watch.told_until, Candidate.updated_at <= until)
    shown = sa.exists().where(
        CandidateView.candidate_id == Candidate.id,
        CandidateView.account_id == watch.account_id,
        CandidateView.role_id == watch.role_id,
        CandidateView.what == RANKING,
    )
    wanted = sa.select(Candidate.id).where(IS_RANKABLE, sa.or_(changed, consented), ~shown)
    return set(session.scalars(wanted))


def _mail(session: Session, watch: RoleWatch, counts: Mapping[str, int]) -> None:
    title = session.scalar(sa.select(Role.title).where(Role.id == watch.role_id))
    bands = "".join(f"&band={band}" for band in counts)
    tell_account(
        session,
        watch.account_id,
        topic=TOPIC,
        subject=Message(
            "New candidates for “{title}”: {count}", title=title, count=sum(counts.values())
        ),
        parts=[
            Message("Profiles that are new or changed and that no ranking has shown you yet:"),
            *(COUNTED[band].format(count=count) for band, count in counts.items()),
        ],
        path=f"/employer/roles/{watch.role_id}/candidates?sort=newest{bands}",
    )
