"""The pipeline of a role: columns of people, with the time they have spent there."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from operator import itemgetter
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from marketplace.candidates.services import IS_RANKABLE
from marketplace.conversations.interviews import next_interviews
from marketplace.database import once_while_reading
from marketplace.employers.ranking import Desk, people_among, read_role
from marketplace.pipelines.limits import limits_of
from marketplace.reviews.people import Reviewed, finding
from models import (
    Application,
    ApplicationMove,
    Candidate,
    Invitation,
    InvitationStatus,
    Role,
    Shortlist,
    ShortlistEntry,
    Stage,
)

COLUMNS = (
    "sourced",
    "invited",
    "applied",
    "screen",
    "interview",
    "offer",
    "visa",
    "hired",
    "closed",
)
CLOSED = (Stage.REJECTED, Stage.WITHDRAWN)
CARDS = 50  # of one column at a time
APPLIED, INVITED, LISTED = range(3)  # what counts before the rest


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One person in a column."""

    person: Reviewed
    since: datetime  # in this stage
    interview_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: the people who have waited longest come first."""

    name: str
    total: int  # who are looked for
    standing: int  # all who stand here
    cards: Sequence[Card]
    page: int
    has_more: bool
    limit: int | None  # that an employer set; it holds nobody back

    @property
    def excess(self) -> int:
        """How many stand here beyond the limit."""
        return 0 if self.limit is None else max(0, self.standing - self.limit)


Place = tuple[UUID, datetime]  # a candidate, and since when


def pipeline_of(
    desk: Desk,
    role_id: UUID,
    *,
    day: date,
    at: datetime,
    pages: Mapping[str, int] | None = None,
    narrow: Callable[[Role], Mapping[str, Collection[UUID]]] = lambda _: {},
) -> tuple[Role, list[Column]]:
    """Return a role of the caller's and its columns.

    Args:
        day: today.
        at: from when a date for a talk is still to come.
        pages: which page of a column to show, from 1.
        narrow: ``among`` whom of a role to look, and ``without`` whom; all where it says nothing.

    Raises:
        NotFound: no such role, or a stranger's.
    """
    role, session = read_role(desk, role_id, "see applications"), desk.session
    standing = _places(session, role)
    places = _narrowed(standing, **narrow(role))
    shown = {name: _page(places[name], (pages or {}).get(name, 1)) for name in COLUMNS}
    ids = [candidate_id for some in shown.values() for candidate_id, _ in some]
    people = people_among(desk, role, ids, day)
    dates = next_interviews(session, role, ids, at=at)
    limits = limits_of(session, role)
    return role, [
        Column(
            name=name,
            total=len(places[name]),
            standing=len(standing[name]),
            cards=_cards(shown[name], people, dates),
            page=(pages or {}).get(name, 1),
            has_more=len(places[name]) > (pages or {}).get(name, 1) * CARDS,
            limit=limits.get(name),
        )
        for name in COLUMNS
    ]


def counts_of(session: Session, role: Role) -> dict[str, int]:
    """Return how many people stand in each column."""
    return {name: len(places) for name, places in _places(session, role).items()}


def _narrowed(
    standing: Mapping[str, Sequence[Place]],
    *,
    among: Collection[UUID] | None = None,
    without: Collection[UUID] = (),
) -> Mapping[str, Sequence[Place]]:
    return {
        name: [
            place
            for place in places
            if (among is None or place[0] in among) and place[0] not in without
        ]
        for name, places in standing.items()
    }


def _cards(
    shown: Iterable[Place], people: Mapping[UUID, Reviewed], dates: Mapping[UUID, datetime]
) -> list[Card]:
    return [
        Card(person=people[id_], since=since, interview_at=dates.get(id_))
        for id_, since in shown
        if id_ in people
    ]


def _page(places: Sequence[Place], page: int) -> Sequence[Place]:
    return places[(page - 1) * CARDS : page * CARDS]


def _places(session: Session, role: Role) -> Mapping[str, Sequence[Place]]:
    """Return who stands in which column, the longest there first; each person stands once."""
    return once_while_reading(session, (_places, role.id), lambda: _placed(session, role))


def _placed(session: Session, role: Role) -> Mapping[str, Sequence[Place]]:
    columns: dict[str, list[Place]] = {name: [] for name in COLUMNS}
    seen: set[UUID] = set()
    for column, candidate_id, since in _standing(session, role):
        if candidate_id not in seen:
            seen.add(candidate_id)
            columns[column].append((candidate_id, since))
    for places in columns.values():
        places.sort(key=lambda place: (place[1], place[0]))
    return columns


def _standing(session: Session, role: Role) -> Iterable[tuple[str, UUID, datetime]]:
    """Yield column, candidate and since when; what the candidate did counts before the rest.

    Whom the members put somewhere, and may not see any more, is nowhere.
    """
    found = session.connection().execute(_STANDING, {"role_id": role.id}).all()
    has_come = {row.candidate_id for row in found if row.has_come}
    may_find = finding(session, role)
    for row in sorted(found, key=itemgetter(0)):
        if row.candidate_id in has_come or may_find(row.hidden_keys):
            yield row.column, row.candidate_id, row.since


def _in_column(
    before: int,
    column: sa.ColumnElement[str],
    has_come: sa.ColumnElement[bool],
    candidate_id: sa.SQLColumnExpression[UUID],
    since: sa.SQLColumnExpression[datetime],
) -> sa.Select[int, str, bool, UUID, datetime]:
    """Select people with what counts before the rest of what puts them anywhere."""
    return sa.select(
        sa.literal(before).label("before"),
        column.label("column"),
        has_come.label("has_come"),
        candidate_id.label("candidate_id"),
        since.label("since"),
    )


def _standing_selects() -> Iterator[sa.Select[int, str, bool, UUID, datetime]]:
    wanted = sa.bindparam("role_id", type_=sa.Uuid())
    last = (
        sa.select(sa.func.max(ApplicationMove.moved_at))
        .where(ApplicationMove.application_id == Application.id)
        .scalar_subquery()
    )
    stage = sa.type_coerce(Application.stage, sa.String)
    closed = sa.case((Application.stage.in_(CLOSED), "closed"), else_=stage)
    moved_at = sa.func.coalesce(last, Application.created_at)
    applied = _in_column(APPLIED, closed, sa.true(), Application.candidate_id, moved_at)
    yield applied.where(Application.role_id == wanted)
    declined = Invitation.status == InvitationStatus.DECLINED
    accepted = Invitation.status == InvitationStatus.ACCEPTED
    answered_at = sa.func.coalesce(Invitation.responded_at, Invitation.created_at)
    column = sa.case((declined, "closed"), else_="invited")
    invited = _in_column(INVITED, column, accepted, Invitation.candidate_id, answered_at)
    yield invited.where(Invitation.role_id == wanted)
    listed_at = sa.func.min(ShortlistEntry.created_at)
    sourced = sa.literal("sourced"), sa.false(), ShortlistEntry.candidate_id, listed_at
    yield (
        _in_column(LISTED, *sourced)
        .join(Shortlist, Shortlist.id == ShortlistEntry.shortlist_id)
        .where(Shortlist.role_id == wanted)
        .group_by(ShortlistEntry.candidate_id)
    )


def _with_whom_they_hide_from(
    placed: sa.Subquery,
) -> sa.Select[int, str, bool, UUID, datetime, list[Any]]:
    """Select who was put somewhere with by whom they hide from; null: they may not be ranked."""
    may_be_ranked = sa.and_(~placed.c.has_come, Candidate.id == placed.c.candidate_id, IS_RANKABLE)
    return sa.select(*placed.c, Candidate.hidden_keys).outerjoin_from(
        placed, Candidate, may_be_ranked
    )


_STANDING = _with_whom_they_hide_from(sa.union_all(*_standing_selects()).subquery())
