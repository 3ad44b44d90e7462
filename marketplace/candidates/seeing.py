"""Notes for candidates that a ranking showed them: once a day for each role and account."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from marketplace.clock import SHANGHAI
from marketplace.permissions import Caller
from models import CandidateView

RANKING = "ranking"
MOST_LOOKS = 5_000  # accounts and roles
_NOTED = sa.select(CandidateView.candidate_id).where(
    CandidateView.candidate_id.in_(sa.bindparam("candidate_ids", expanding=True)),
    CandidateView.account_id == sa.bindparam("account_id"),
    CandidateView.role_id.is_not_distinct_from(sa.bindparam("role_id", type_=sa.Uuid())),
    CandidateView.what == RANKING,
    CandidateView.seen_at >= sa.bindparam("since"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Whom a ranking showed, to which employer and for which role."""

    candidate_ids: Sequence[UUID]
    employer_id: UUID | None
    role_id: UUID | None = None  # null: the role is not stored


class Noted:
    """Of whom this process knows that looks were noted today: nothing has to be asked or written.

    Looks are kept for longer than a day, so what was noted stays noted.
    """

    def __init__(self) -> None:
        self._day: date | None = None
        self._known: dict[tuple[UUID | None, UUID | None], set[UUID]] = {}

    def lacking(self, caller: Caller, seen: Seen, day: date) -> Seen:
        """Return a look with those only of whom nothing is known."""
        known = self._of(caller, seen, day)
        return replace(seen, candidate_ids=[id_ for id_ in seen.candidate_ids if id_ not in known])

    def add(self, caller: Caller, seen: Seen, day: date) -> None:
        """Remember that a look is noted."""
        self._of(caller, seen, day).update(seen.candidate_ids)

    def _of(self, caller: Caller, seen: Seen, day: date) -> set[UUID]:
        if day != self._day or len(self._known) > MOST_LOOKS:
            self._day, self._known = day, {}
        return self._known.setdefault((caller.account_id, seen.role_id), set())


def not_noted(session: Session, caller: Caller, seen: Seen, day: date) -> list[UUID]:
    """Return those of whom the caller's look on a day has not been noted yet, by one SELECT."""
    asked = {
        "candidate_ids": list(seen.candidate_ids),
        "account_id": caller.account_id,
        "role_id": seen.role_id,
        "since": datetime.combine(day, time.min, SHANGHAI),
    }
    known = set(session.connection().execute(_NOTED, asked).scalars())
    return [id_ for id_ in seen.candidate_ids if id_ not in known]


def note_ranking(session: Session, caller: Caller, seen: Seen, ids: Sequence[UUID]) -> None:
    """Note for some candidates that the caller saw them in a ranking, by one INSERT."""
    look = {
        "account_id": caller.account_id,
        "employer_id": seen.employer_id,
        "role_id": seen.role_id,
        "what": RANKING,
    }
    session.execute(sa.insert(CandidateView), [{**look, "candidate_id": id_} for id_ in ids])
