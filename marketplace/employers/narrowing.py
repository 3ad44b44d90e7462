"""What narrows the candidates of a role to those whom its members look for: their own work."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from marketplace.candidates.seeing import RANKING
from marketplace.employers.visits import Visit
from marketplace.permissions import Caller
from marketplace.reviews.owners import MINE, owned, owned_by
from marketplace.tags.services import tagged
from models import (
    Application,
    CandidateView,
    Invitation,
    Note,
    Responsibility,
    Role,
    Scorecard,
    Shortlist,
    ShortlistEntry,
    Stage,
)

NEW, UNREVIEWED = "new", "unreviewed"
FRESH = (NEW, UNREVIEWED)

Queries = list[sa.Select[Any]]  # of candidates' ids


def narrowed(
    session: Session, caller: Caller, role: Role, query: Mapping[str, Any], visit: Visit
) -> dict[str, Any]:
    """Return among whom to rank, and without whom.

    Args:
        query: ``tag``, ``stage``, ``owner`` and ``fresh``, each any of its values; ``not_tag``.
    """
    wanted, left_out = _marked(caller, role, query)
    if query["stage"]:
        stages = [Stage(stage) for stage in query["stage"]]
        wanted.append(
            sa.select(Application.candidate_id).where(
                Application.role_id == role.id, Application.stage.in_(stages)
            )
        )
    left_out += _known(caller, role, query["fresh"], visit)
    return _narrowing(session, wanted, left_out)


def narrowed_by_marks(
    session: Session, caller: Caller, role: Role, query: Mapping[str, Any]
) -> dict[str, Any]:
    """Return whom the members' marks leave: ``among`` whom, and ``without`` whom.

    Args:
        query: ``tag`` and ``owner``, each any of its values; ``not_tag``.
    """
    return _narrowing(session, *_marked(caller, role, query))


def _narrowing(session: Session, wanted: Queries, left_out: Queries) -> dict[str, Any]:
    narrowing: dict[str, Any] = {}
    if wanted:
        narrowing["among"] = set.intersection(*(_ids(session, [each]) for each in wanted))
    if left_out:
        narrowing["without"] = _ids(session, left_out)
    return narrowing


def _marked(caller: Caller, role: Role, query: Mapping[str, Any]) -> tuple[Queries, Queries]:
    """Return who has the wanted marks, and who has marks that are not wanted."""
    wanted: Queries = []
    left_out: Queries = []
    if query["tag"]:
        wanted.append(tagged(role.employer_id, query["tag"]))
    if query["not_tag"]:
        left_out.append(tagged(role.employer_id, query["not_tag"]))
    if query["owner"] == [MINE]:
        wanted.append(owned_by(role, caller.account_id))
    elif query["owner"]:
        mine = Responsibility.account_id == caller.account_id
        left_out.append(owned(role).where(~mine) if MINE in query["owner"] else owned(role))
    return wanted, left_out


def _known(caller: Caller, role: Role, fresh: Sequence[str], visit: Visit) -> Queries:
    """Return whom the caller saw in the ranking before this visit; on whom the members worked."""
    known: Queries = []
    if NEW in fresh:
        known.append(
            sa.select(CandidateView.candidate_id).where(
                CandidateView.account_id == caller.account_id,
                CandidateView.role_id == role.id,
                CandidateView.what == RANKING,
                CandidateView.seen_at < visit.begun_at,
            )
        )
    if UNREVIEWED in fresh:
        listed = sa.select(ShortlistEntry.candidate_id).join(
            Shortlist, Shortlist.id == ShortlistEntry.shortlist_id
        )
        known.append(listed.where(Shortlist.role_id == role.id))
        known += [
            sa.select(kept.candidate_id).where(kept.role_id == role.id)
            for kept in (Application, Invitation, Note, Scorecard)
        ]
    return known


def _ids(session: Session, queries: Sequence[sa.Select[Any]]) -> set[Any]:
    return set(session.scalars(sa.union(*queries)))
