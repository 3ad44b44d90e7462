"""Analysed words beside their rows: written with them, read by whoever ranks, healed if lacking."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, joinedload

from marketplace.candidates.services import WITH_ALL
from marketplace.database import Database, beside
from marketplace.matches.words import (
    candidate_digest,
    candidate_words,
    role_digest,
    role_words,
    words_version,
)
from matching.ranking.packing import Words, pack_words, unpack_words
from models import (
    Candidate,
    CandidateDocument,
    ChangedKind,
    IndexChange,
    Role,
    RoleDocument,
    RoleStatus,
    Visibility,
)

BATCH = 500
MOST_AT_ONCE = 50  # changes of one commit; the worker makes the words of a longer import
_INSERT: Mapping[str, Callable[[Any], Any]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}

Row = Any  # a Role or a Candidate
Kept = dict[UUID, tuple[bytes, bytes]]  # digest and body by id


@dataclass(frozen=True, slots=True)
class Side:
    """How the words of one kind of rows are made and where they are kept."""

    rows: sa.Select[Any]
    id: Any
    documents: type[RoleDocument | CandidateDocument]
    key: Any  # of a document: the row's id
    findable: sa.ColumnElement[bool]
    make: Callable[[Row], Words]
    digest: Callable[[Row], bytes]


SIDES: Mapping[ChangedKind, Side] = {
    ChangedKind.ROLE: Side(
        rows=sa.select(Role).options(joinedload(Role.employer, innerjoin=True)),
        id=Role.id,
        documents=RoleDocument,
        key=RoleDocument.role_id,
        findable=Role.status == RoleStatus.OPEN,
        make=role_words,
        digest=role_digest,
    ),
    ChangedKind.CANDIDATE: Side(
        rows=sa.select(Candidate).options(*WITH_ALL),
        id=Candidate.id,
        documents=CandidateDocument,
        key=CandidateDocument.candidate_id,
        findable=Candidate.visibility != Visibility.HIDDEN,
        make=candidate_words,
        digest=candidate_digest,
    ),
}


def words_of(session: Session, kind: ChangedKind, rows: Sequence[Row]) -> dict[UUID, Words]:
    """Return the words of some rows by id; what is not kept, or no longer true, is made anew."""
    return {id_: read() for id_, read in readers_of(session, kind, rows).items()}


def readers_of(
    session: Session, kind: ChangedKind, rows: Sequence[Row]
) -> dict[UUID, Callable[[], Words]]:
    """Return by id what gives the words of some rows; many are shown that nobody ranks."""
    side = SIDES[kind]
    found: dict[UUID, Callable[[], Words]] = {}
    for start in range(0, len(rows), BATCH):
        part = rows[start : start + BATCH]
        kept = _kept(session, side, [row.id for row in part])
        for row in part:
            digest, body = kept.get(row.id, (b"", b""))
            is_true = digest == side.digest(row)
            found[row.id] = partial(unpack_words, body) if is_true else partial(side.make, row)
    return found


def keep_words(session: Session, changes: Iterable[IndexChange]) -> None:
    """Write the words of what changed, in its transaction; a commit of many leaves it to others."""
    changed = list(changes)
    if len(changed) > MOST_AT_ONCE:
        return
    for kind, side in SIDES.items():
        ids = [change.subject_id for change in changed if change.kind is kind]
        if ids:
            _keep(session, side, ids)


def heal_words(
    database: Database, *, ids: Mapping[ChangedKind, Sequence[UUID]] | None = None
) -> Iterator[int]:
    """Write the words that are lacking, of what may be found; yield how many, batch by batch.

    Args:
        ids: whose; of all without it.
    """
    for kind, side in SIDES.items():
        lacking = _lacking(database, side, None if ids is None else ids.get(kind, ()))
        for start in range(0, len(lacking), MOST_AT_ONCE):
            part = lacking[start : start + MOST_AT_ONCE]
            with database.session(write=True) as session:
                _keep(session, side, part)
                session.commit()
            yield len(part)


def _keep(session: Session, side: Side, ids: Sequence[UUID]) -> None:
    with beside(session) as reading:
        # Whoever changes a row meanwhile waits, and writes its words after us.
        wanted = side.rows.where(side.id.in_(ids)).order_by(side.id)
        rows = reading.scalars(wanted.with_for_update(of=side.id.class_)).all()
        kept = _kept(reading, side, ids)
        fresh = [
            {
                side.key.key: row.id,
                "version": words_version(),
                "digest": digest,
                "body": pack_words(side.make(row)),
            }
            for row in rows
            if kept.get(row.id, (b"",))[0] != (digest := side.digest(row))
        ]
    if fresh:
        session.execute(_put(session, side, fresh))


def _put(session: Session, side: Side, fresh: list[dict[str, Any]]) -> sa.Executable:
    """Insert documents, or put them in the place of those that are there."""
    insert = _INSERT[session.get_bind().dialect.name](side.documents).values(fresh)
    replaced = {name: insert.excluded[name] for name in ("version", "digest", "body")}
    put: sa.Executable = insert.on_conflict_do_update(index_elements=[side.key.key], set_=replaced)
    return put


def _kept(session: Session, side: Side, ids: Sequence[UUID]) -> Kept:
    """Return digest and body of the documents that these rules made."""
    documents = side.documents
    wanted = sa.select(side.key, documents.digest, documents.body).where(
        side.key.in_(ids), documents.version == words_version()
    )
    return {id_: (digest, body) for id_, digest, body in session.execute(wanted)}


def _lacking(database: Database, side: Side, ids: Sequence[UUID] | None) -> list[UUID]:
    """Return what may be found and has no document by these rules."""
    there = sa.exists().where(side.key == side.id, side.documents.version == words_version())
    wanted = sa.select(side.id).where(side.findable, ~there)
    with database.session(write=False) as session:
        if ids is None:
            return list(session.scalars(wanted))
        return [
            id_
            for start in range(0, len(ids), BATCH)
            for id_ in session.scalars(wanted.where(side.id.in_(ids[start : start + BATCH])))
        ]
