"""What may be found: open roles, and candidates who consented, as ranking sees them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session, contains_eager, joinedload, selectinload

from marketplace.candidates.profiles import ANY_DAY, textless_profile
from marketplace.candidates.services import is_rankable
from marketplace.matches.attributes import candidate_attributes, role_attributes
from marketplace.matches.keeping import words_of
from marketplace.matches.naming import naming_attributes
from marketplace.roles.profiles import role_profile
from matching.ranking.documents import Document
from matching.ranking.packing import Words
from models import (
    Candidate,
    ChangedKind,
    Employer,
    Role,
    RoleStatus,
    VerificationStatus,
    Visibility,
)

BATCH = 500
SHUT_OUT = [status for status in VerificationStatus if status.is_shut_out]
# Only proofs expire, and ranking knows none.

Progress = Callable[[int], None]  # told how many documents more were read


@dataclass(frozen=True, slots=True)
class Entry:
    """One document of an index."""

    id: UUID
    document: Document
    attributes: dict[str, object]


def role_batches(session: Session, ids: Sequence[UUID] | None = None) -> Iterator[list[Entry]]:
    """Yield the open roles (of some ids), in batches by id."""
    wanted = (
        sa.select(Role)
        .join(Role.employer)
        .options(contains_eager(Role.employer))
        .where(Role.status == RoleStatus.OPEN, Employer.verification_status.not_in(SHUT_OUT))
    )
    for rows in _batches(session, wanted, Role.id, ids):
        words = words_of(session, ChangedKind.ROLE, rows)
        yield [_role_entry(role, words[role.id]) for role in rows]


def candidate_batches(session: Session, ids: Sequence[UUID] | None = None) -> Iterator[list[Entry]]:
    """Yield the candidates who may be ranked (of some ids), in batches by id."""
    wanted = (
        sa.select(Candidate)
        .options(selectinload(Candidate.consents), joinedload(Candidate.status))
        .where(Candidate.visibility != Visibility.HIDDEN)
    )
    for rows in _batches(session, wanted, Candidate.id, ids):
        rankable = [row for row in rows if is_rankable(row)]
        words = words_of(session, ChangedKind.CANDIDATE, rankable)
        yield [_candidate_entry(row, words[row.id]) for row in rankable]


def _role_entry(role: Role, words: Words) -> Entry:
    attributes = role_attributes(role, role_profile(role)) | _runs(words)
    return Entry(role.id, words.document, attributes)


def _candidate_entry(candidate: Candidate, words: Words) -> Entry:
    profile = textless_profile(candidate, day=ANY_DAY)
    attributes = candidate_attributes(candidate, profile) | _runs(words)
    attributes |= naming_attributes(words)
    return Entry(candidate.id, words.document, attributes)


def _runs(words: Words) -> dict[str, object]:
    return {"runs": [number for script in words.runs for number in script]}


def _batches(
    session: Session,
    wanted: sa.Select[Any],
    key: InstrumentedAttribute[UUID],
    ids: Sequence[UUID] | None,
) -> Iterator[Sequence[Any]]:
    """Yield rows in batches by id, each loaded and let go."""
    if ids is not None:
        for start in range(0, len(ids), BATCH):
            yield session.scalars(wanted.where(key.in_(ids[start : start + BATCH]))).all()
        return
    last: UUID | None = None
    while True:
        page = wanted if last is None else wanted.where(key > last)
        rows = session.scalars(page.order_by(key).limit(BATCH)).all()
        if not rows:
            return
        yield rows
        last = rows[-1].id
        session.expunge_all()


def corpus_size(session: Session) -> int:
    """Return about how many documents a generation is fitted on."""
    open_roles = sa.select(sa.func.count(Role.id)).where(Role.status == RoleStatus.OPEN)
    seen = sa.select(sa.func.count(Candidate.id)).where(Candidate.visibility != Visibility.HIDDEN)
    return (session.scalar(open_roles) or 0) + (session.scalar(seen) or 0)
