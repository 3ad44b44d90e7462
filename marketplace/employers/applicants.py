"""Who applied for a role, as a list to narrow, to order and to act on."""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from marketplace.candidates.seeing import Seen
from marketplace.employers.keeping import Kept, kept_on
from marketplace.employers.ranking import Desk, people_among, read_role
from marketplace.employers.visits import Visit
from marketplace.errors import NotAllowed
from marketplace.matches.services import score_candidates
from marketplace.matches.views import View
from marketplace.permissions import Caller
from marketplace.reviews.owners import MINE, NOBODYS, owned, owned_by
from marketplace.reviews.people import Reviewed, reviewed_among
from marketplace.tags.services import tagged
from models import Application, ApplicationMove, Role, Stage

ROWS = 50  # of a page
MOST = 5_000  # applications that are looked at, the newest
FLAG = "k_sponsorship"
ORDERS = ("newest", "waiting", "fit")


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """One application in short, and how the candidate ranks, if they may be ranked."""

    id: UUID
    candidate_id: UUID
    stage: Stage
    outcome: str  # of the visa flag, as it was shown then
    created_at: datetime
    since: datetime  # in this stage
    is_new: bool
    score: float | None
    band: str | None

    @property
    def key(self) -> str:
        """Name the application as it was seen, for a form."""
        return f"{self.id}~{self.stage}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the list."""

    applied: Applied
    person: Reviewed
    tags: Sequence[str]
    owner: str | None  # the address of who is responsible


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicants:
    """A page of those who applied, and all who match."""

    role: Role
    rows: Sequence[Row]
    matching: Sequence[Applied]
    kept: Kept  # what the members keep, on those of the page
    seen: Seen  # who is told that their rank was shown


def list_applicants(
    desk: Desk, role_id: UUID, query: Mapping[str, Any], visit: Visit, view: View, *, page: int
) -> Applicants:
    """Return a page of those who applied for a role of the caller's.

    Args:
        query: ``stage``, ``band``, ``tag``, ``owner`` and ``fresh``, each any of its values;
            ``not_tag``, none of them; ``sort``.

    Raises:
        NotFound: no such role, or a stranger's.
    """
    role = read_role(desk, role_id, "see applications")
    matching = find_applicants(desk, role, query, visit, view)
    shown = matching[(page - 1) * ROWS : page * ROWS]
    kept = _kept_on(desk, role, shown)
    rows = _rows(desk, role, shown, kept, view.today)
    ranked = [each.candidate_id for each in shown if each.band is not None]
    seen = Seen(candidate_ids=ranked, employer_id=role.employer_id, role_id=role.id)
    return Applicants(role=role, rows=rows, matching=matching, kept=kept, seen=seen)


def rows_of(desk: Desk, role: Role, applications: Sequence[Applied], day: date) -> list[Row]:
    """Return the lines of some applications for a role, with who made them."""
    return _rows(desk, role, applications, _kept_on(desk, role, applications), day)


def _kept_on(desk: Desk, role: Role, applications: Sequence[Applied]) -> Kept:
    return kept_on(desk.session, role, [applied.candidate_id for applied in applications])


def _rows(
    desk: Desk, role: Role, applications: Sequence[Applied], kept: Kept, day: date
) -> list[Row]:
    ids = [applied.candidate_id for applied in applications]
    people = people_among(desk, role, ids, day)
    return [
        Row(
            applied=each,
            person=people[each.candidate_id],
            tags=kept.tags[each.candidate_id],
            owner=kept.owners.get(each.candidate_id),
        )
        for each in applications
        if each.candidate_id in people
    ]


def find_applicants(
    desk: Desk, role: Role, query: Mapping[str, Any], visit: Visit, view: View
) -> list[Applied]:
    """Return all applications for a role that match, in order."""
    rows = desk.session.execute(_applications(role, desk.caller, query, visit)).mappings().all()
    scores = scores_of(desk, role, [row["candidate_id"] for row in rows], view)
    found = []
    for row in rows:
        score, band = scores.get(row["candidate_id"], (None, None))
        if query["band"] and band not in query["band"]:
            continue
        is_new = visit.before is None or row["created_at"] > visit.before
        found.append(Applied(**row, is_new=is_new, score=score, band=band))
    return sorted(found, key=_ORDERS[query["sort"]])


def people_of(desk: Desk, role: Role, ids: Collection[UUID]) -> list[Reviewed]:
    """Return who made some applications for a role, in no order."""
    candidates = desk.session.scalars(
        sa.select(Application.candidate_id).where(
            Application.role_id == role.id, Application.id.in_(ids)
        )
    ).all()
    return list(reviewed_among(desk.session, role, candidates, desk.secret).values())


def digest_of(keys: Iterable[str]) -> str:
    """Return what tells whether the same still match, in whatever order."""
    return hashlib.sha256("\n".join(sorted(keys)).encode()).hexdigest()[:32]


def _applications(
    role: Role, caller: Caller, query: Mapping[str, Any], visit: Visit
) -> sa.Select[Any]:
    last = (
        sa.select(sa.func.max(ApplicationMove.moved_at))
        .where(ApplicationMove.application_id == Application.id)
        .scalar_subquery()
    )
    outcome = Application.flags[FLAG]["outcome"].as_string()
    wanted = sa.select(
        Application.id,
        Application.candidate_id,
        Application.stage,
        sa.func.coalesce(outcome, "unknown").label("outcome"),
        Application.created_at,
        sa.func.coalesce(last, Application.created_at).label("since"),
    ).where(Application.role_id == role.id)
    if query["stage"]:
        wanted = wanted.where(Application.stage.in_([Stage(stage) for stage in query["stage"]]))
    if query["tag"]:
        wanted = wanted.where(Application.candidate_id.in_(tagged(role.employer_id, query["tag"])))
    if query["not_tag"]:
        left_out = tagged(role.employer_id, query["not_tag"])
        wanted = wanted.where(Application.candidate_id.not_in(left_out))
    if query["owner"]:
        wanted = wanted.where(_is_owned(role, caller, query["owner"]))
    if query["fresh"] and visit.before is not None:
        wanted = wanted.where(Application.created_at > visit.before)
    return wanted.order_by(Application.id.desc()).limit(MOST)


def _is_owned(role: Role, caller: Caller, owners: Collection[str]) -> sa.ColumnElement[bool]:
    """Whether a member is responsible, or nobody, as is asked."""
    conditions = {
        MINE: Application.candidate_id.in_(owned_by(role, caller.account_id)),
        NOBODYS: Application.candidate_id.not_in(owned(role)),
    }
    return sa.or_(*(conditions[each] for each in owners))


def scores_of(
    desk: Desk, role: Role, ids: Collection[UUID], view: View
) -> Mapping[UUID, tuple[float, str]]:
    """Return how those rank who may be ranked; nobody is, for an employer that is not verified."""
    try:
        return score_candidates(
            desk.session, desk.catalogue, desk.caller, role.id, ids, view, desk.secret
        )
    except NotAllowed:
        return {}


_ORDERS = {
    "newest": lambda each: each.id.int * -1,
    "waiting": lambda each: (each.since, each.id),
    "fit": lambda each: (each.score is None, -(each.score or 0.0), each.id),
}
