"""Both indexes under one lexicon: built from the database, saved to files and read from them."""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from marketplace.database import beside
from marketplace.matches.attributes import candidate_columns, role_columns
from marketplace.matches.corpus import Entry, Progress, candidate_batches, role_batches
from marketplace.remembering import once
from matching.ranking.columns import Column
from matching.ranking.gathering import IndexBuilder
from matching.ranking.index import Index
from matching.ranking.lexicon import Lexicon
from matching.ranking.saving import compacted, load_index, save_index
from matching.ranking.storage import DamagedIndex
from matching.ranking.vocabulary import Vocabulary
from models import ChangedKind, IndexChange

MOST_MADE = 200  # pages of searches, and the like

Made = TypeVar("Made")
Batches = Callable[..., Iterator[list[Entry]]]
Change = sa.Row[int, ChangedKind, UUID]  # place in the log, and what is no longer true

COLUMNS: Mapping[ChangedKind, Callable[[], dict[str, Column]]] = {
    ChangedKind.ROLE: role_columns,
    ChangedKind.CANDIDATE: candidate_columns,
}
BATCHES: Mapping[ChangedKind, Batches] = {
    ChangedKind.ROLE: role_batches,
    ChangedKind.CANDIDATE: candidate_batches,
}


@dataclass(slots=True)
class State:
    """Both indexes under one lexicon."""

    name: str
    lexicon: Lexicon
    sides: dict[ChangedKind, Index]
    position: int  # in the change log
    entry: str  # what stands there; the log of another database has something else
    made: dict[Hashable, Any] = field(default_factory=dict)  # of the indexes as they are

    def once(self, name: Hashable, make: Callable[[], Made]) -> Made:
        """Return what is made of the indexes as they are: anew after the next change alone.

        Args:
            name: all that it depends on beside the indexes; nothing of it concerns anybody.
        """
        found: Made = once(self.made, name, make, most=MOST_MADE)
        return found

    @property
    def roles(self) -> Index:
        """Return the index of the open roles."""
        return self.sides[ChangedKind.ROLE]

    @property
    def candidates(self) -> Index:
        """Return the index of the candidates who may be ranked."""
        return self.sides[ChangedKind.CANDIDATE]

    def moved_to(self, position: int, entry: str) -> None:
        """Note that the indexes changed, up to a place in the log."""
        self.position, self.entry = position, entry
        self.made = {}  # who still makes something of what they were keeps it in the old one


@dataclass(slots=True)
class Gathered:
    """All that may be found, analysed and not weighed yet."""

    sides: dict[ChangedKind, IndexBuilder]
    position: int  # in the change log
    entry: str

    def state(self, name: str, lexicon: Lexicon) -> State:
        """Index it under a lexicon, which uses it up."""
        indexes = {kind: builder.index(lexicon) for kind, builder in self.sides.items()}
        return State(name, lexicon, indexes, self.position, self.entry)


def gather(session: Session, *, progress: Progress = lambda _: None) -> Gathered:
    """Read all that may be found; this takes a while and writes nothing."""
    position, entry = _end_of_log(session)  # first: what commits meanwhile is looked at again
    vocabulary = Vocabulary()
    sides = {kind: IndexBuilder(vocabulary, columns()) for kind, columns in COLUMNS.items()}
    with beside(session) as reading:
        for kind, builder in sides.items():
            for batch in BATCHES[kind](reading):
                for found in batch:
                    builder.add(found.id, found.document, found.attributes)
                progress(len(batch))
    return Gathered(sides, position, entry)


def save_state(state: State, folder: Path) -> None:
    """Write the indexes to files; another process may do so at the same time.

    Raises:
        OSError: the files cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    save_state_in(state, folder / state.name)


def save_state_in(state: State, folder: Path) -> None:
    """Write the indexes into a folder of their own.

    Raises:
        OSError: the files cannot be written.
    """
    for kind, index in state.sides.items():
        index.as_of, index.entry = state.position, state.entry
        save_index(index, folder / f"{kind}s")


def load_state(session: Session, folder: Path, name: str, lexicon: Lexicon) -> State:
    """Read the indexes of a generation as they were saved.

    Raises:
        DamagedIndex: not as they were saved, or of another database.
    """
    sides = {
        kind: load_index(half(folder, name, kind), lexicon, columns())
        for kind, columns in COLUMNS.items()
    }
    # Halves may be of two moments; to bring a document to what the database says twice is no harm.
    oldest = min(sides.values(), key=lambda index: index.as_of)
    for index in sides.values():
        if _entry_at(session, index.as_of) != index.entry:
            raise DamagedIndex(f"{folder / name}: of another change log")
    return State(name, lexicon, sides, oldest.as_of, oldest.entry)


def half(folder: Path, name: str, kind: ChangedKind) -> Path:
    """Return where one index of a generation is saved."""
    return folder / name / f"{kind}s"


def follow(session: Session, state: State, news: Sequence[Change]) -> set[UUID]:
    """Bring the indexes to what the database says of everything in the news; return whom."""
    told: set[UUID] = set()
    for kind in state.sides:
        ids = list(dict.fromkeys(change.subject_id for change in news if change.kind is kind))
        if ids:
            _replace(session, state, kind, ids)
            told.update(ids)
    if news:
        state.moved_to(news[-1].id, _named(news[-1]))
    return told


def news_of(session: Session, state: State) -> Sequence[Change] | None:
    """Return what was logged since the state; None where the log has no such entry."""
    rows = session.connection().execute(_NEWS, {"position": state.position}).all()
    if state.position == 0:
        return rows
    return rows[1:] if rows and _named(rows[0]) == state.entry else None


def _replace(session: Session, state: State, kind: ChangedKind, ids: Sequence[UUID]) -> None:
    """Bring some documents of an index to what the database says."""
    index, found = state.sides[kind], set()
    with beside(session) as reading:
        for batch in BATCHES[kind](reading, ids):
            _add(index, batch)
            found |= {entry.id for entry in batch}
    for gone in set(ids) - found:
        index.remove(gone)
    if index.is_sparse:
        state.sides[kind] = compacted(index, COLUMNS[kind]())


def _add(index: Index, entries: Sequence[Entry]) -> None:
    index.add_many(
        [(entry.id, index.lexicon.vector(entry.document), entry.attributes) for entry in entries]
    )


def _log() -> sa.Select[int, ChangedKind, UUID]:
    return sa.select(IndexChange.id, IndexChange.kind, IndexChange.subject_id)


# Every question asks it, so it is built once.
_NEWS = _log().where(IndexChange.id >= sa.bindparam("position")).order_by(IndexChange.id)


def _end_of_log(session: Session) -> tuple[int, str]:
    last = session.execute(_log().order_by(IndexChange.id.desc()).limit(1)).one_or_none()
    return (0, "") if last is None else (last.id, _named(last))


def _entry_at(session: Session, position: int) -> str:
    found = session.execute(_log().where(IndexChange.id == position)).one_or_none()
    return "" if found is None else _named(found)


def _named(change: Change) -> str:
    return f"{change.kind} {change.subject_id}"
