"""The indexes of one web process, kept in step with the database."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import sqlalchemy as sa
import structlog
from flask import Flask, current_app
from sqlalchemy.orm import Session

from marketplace.config import Config
from marketplace.database import Database
from marketplace.matches.attributes import candidate_columns, role_columns
from marketplace.matches.candidate_facts import CandidateFacts
from marketplace.matches.corpus import Entry, candidate_batches, role_batches
from marketplace.matches.generations import newest_generation, no_lexicon, unpack_lexicon
from matching.ranking.index import Index
from matching.ranking.lexicon import Lexicon
from matching.ranking.saving import load_index, save_index
from matching.ranking.storage import DamagedIndex
from models import ChangedKind, IndexChange

log = structlog.get_logger()

NO_GENERATION = "0"


@dataclass(slots=True)
class State:
    """Both indexes under one lexicon."""

    name: str
    lexicon: Lexicon
    roles: Index
    candidates: Index
    position: int  # in the change log

    def side(self, kind: ChangedKind) -> Index:
        """Return the index of one kind of document."""
        return self.roles if kind is ChangedKind.ROLE else self.candidates


class Catalogue:
    """Both indexes of this process; whoever reads holds the lock and sees what was committed."""

    def __init__(self, database: Database, folder: Path) -> None:
        self._database = database
        self._folder = folder
        self._lock = threading.RLock()
        self._state: State | None = None
        self.facts = CandidateFacts()

    @contextmanager
    def reading(self, session: Session) -> Iterator[State]:
        """Give the indexes with every change that the session's database has."""
        with self._lock:
            if self._state is None:
                self._state = self._open()
            yield self._catch_up(session)

    def _catch_up(self, session: Session) -> State:
        state = self._current()
        changes = _changes_since(session, state.position)
        if any(change.kind is ChangedKind.GENERATION for change in changes):
            state = self._state = self._open()
            changes = _changes_since(session, state.position)
        for kind in (ChangedKind.ROLE, ChangedKind.CANDIDATE):
            ids = list(dict.fromkeys(item.subject_id for item in changes if item.kind is kind))
            if ids:
                self.facts.forget(ids)
                _replace(session, state, kind, ids)
        if changes:
            state.position = changes[-1].id
        return state

    def _current(self) -> State:
        assert self._state is not None  # noqa: S101 - reading() opens it
        return self._state

    def _open(self) -> State:
        """Load the generation in force from its files, or build it from the database."""
        with self._database.session(write=False) as session:
            generation = newest_generation(session)
            lexicon = no_lexicon() if generation is None else unpack_lexicon(generation.lexicon)
            name = NO_GENERATION if generation is None else generation.name
            if generation is None:
                return build_state(session, name, lexicon)
            try:
                return self._load(name, lexicon)
            except DamagedIndex as damage:
                log.warning("index_rebuilt", generation=name, reason=str(damage))
                state = build_state(session, name, lexicon)
        self.save(state)
        return state

    def _load(self, name: str, lexicon: Lexicon) -> State:
        folder = self._folder / name
        roles = load_index(folder / "roles", lexicon, role_columns())
        candidates = load_index(folder / "candidates", lexicon, candidate_columns())
        if roles.as_of != candidates.as_of:
            raise DamagedIndex(f"{folder}: its halves are of different moments")
        return State(name, lexicon, roles, candidates, roles.as_of)

    def save(self, state: State) -> None:
        """Write the indexes to files; another process may do so at the same time."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for side, index in (("roles", state.roles), ("candidates", state.candidates)):
            index.as_of = state.position
            save_index(index, self._folder / state.name / side)


def build_state(session: Session, name: str, lexicon: Lexicon) -> State:
    """Index all that may be found, under a lexicon."""
    position = session.scalar(sa.select(sa.func.max(IndexChange.id))) or 0
    state = State(
        name=name,
        lexicon=lexicon,
        roles=Index(lexicon, role_columns()),
        candidates=Index(lexicon, candidate_columns()),
        position=position,
    )
    for batch in role_batches(session):
        _add(state.roles, batch)
    for batch in candidate_batches(session):
        _add(state.candidates, batch)
    return state


def _add(index: Index, entries: Sequence[Entry]) -> None:
    index.add_many(
        [(entry.id, index.lexicon.vector(entry.document), entry.attributes) for entry in entries]
    )


def _replace(session: Session, state: State, kind: ChangedKind, ids: Sequence[UUID]) -> None:
    """Bring some documents of an index to what the database says."""
    batches = role_batches if kind is ChangedKind.ROLE else candidate_batches
    index, found = state.side(kind), set()
    for batch in batches(session, ids):
        _add(index, batch)
        found |= {entry.id for entry in batch}
    for gone in set(ids) - found:
        index.remove(gone)


def _changes_since(session: Session, position: int) -> Sequence[sa.Row[int, ChangedKind, UUID]]:
    return session.execute(
        sa.select(IndexChange.id, IndexChange.kind, IndexChange.subject_id)
        .where(IndexChange.id > position)
        .order_by(IndexChange.id)
    ).all()


def install_catalogue(app: Flask) -> None:
    """Give the application its catalogue; the indexes are opened at the first question."""
    config: Config = app.config["MARKETPLACE"]
    app.extensions["catalogue"] = Catalogue(app.extensions["database"], config.index_folder)


def catalogue() -> Catalogue:
    """Return the catalogue of this application."""
    found: Catalogue = current_app.extensions["catalogue"]
    return found
