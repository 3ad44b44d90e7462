"""What keeps the index in shape beside the web processes: new generations, and no old files."""

import re
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from uuid import UUID

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from marketplace.database import Database, commit
from marketplace.matches.catalogue import Catalogue
from marketplace.matches.corpus import Progress
from marketplace.matches.generations import (
    fit_generation,
    is_outgrown,
    name_in_force,
    store_generation,
)
from marketplace.matches.keeping import heal_words
from marketplace.matches.states import COLUMNS, State, gather, half, save_state
from matching.ranking.saving import saved_as_of
from matching.ranking.storage import DamagedIndex, discard
from models import Candidate, ChangedKind, IndexChange

LOOK_SECONDS = 30
LONG_LOG = 2_000  # changes; more are not left to each web process to catch up with as it starts
KEPT_SECONDS = 3_600  # files nobody is told of: another process may still write or read them
_GENERATION = re.compile("[0-9a-f]{32}")

log = structlog.get_logger()


class Stopped(Exception):
    """The worker was told to end in the middle of long work."""


def renew(database: Database, folder: Path, *, progress: Progress = lambda _: None) -> State:
    """Fit a generation, save its indexes, put it in force.

    What is not analysed yet is, once, before it is weighed and indexed.
    All of the long work only reads. The files come first, so that nobody who is told of the
    generation has to build its indexes.
    """
    for _count in heal_words(database):
        progress(0)
    with database.session(write=False) as session:
        gathered = gather(session, progress=progress)
    lexicon = fit_generation(gathered)
    state = gathered.state(lexicon.generation, lexicon)
    save_state(state, folder)
    with database.session(write=True) as session:
        store_generation(session, lexicon)
        commit(session)
    return state


class Upkeep:
    """The worker's care of the index."""

    def __init__(self, database: Database, folder: Path, stop: Event) -> None:
        self._database, self._folder, self._stop = database, folder, stop
        self._next_look = 0.0  # on the monotonic clock
        self._healed: int | None = None  # the place in the change log up to which words are kept

    def look(self) -> None:
        """Take the erased out of the files, analyse what is not; now and then, do the rest."""
        with self._database.session(write=False) as session:
            forget_erased(session, self._folder)
        self._heal()
        if time.monotonic() < self._next_look:
            return
        self._next_look = time.monotonic() + LOOK_SECONDS
        self._renew_if_outgrown()
        with self._database.session(write=False) as session:
            shorten_log(session, self._folder)
            remove_old_files(session, self._folder, age=KEPT_SECONDS)

    def _heal(self) -> None:
        """Analyse what changed and has no words: all there is at first, then what the log names."""
        with self._database.session(write=False) as session:
            last = session.scalar(sa.select(sa.func.max(IndexChange.id))) or 0
            ids = None if self._healed is None else _changed_since(session, self._healed)
        for _count in heal_words(self._database, ids=ids):
            if self._stop.is_set():
                return
        self._healed = last

    def _renew_if_outgrown(self) -> None:
        with self._database.session(write=False) as session:
            outgrown = is_outgrown(session)
        if not outgrown:
            return
        try:
            state = renew(self._database, self._folder, progress=self._go_on)
        except Stopped:
            return
        found = {"roles": len(state.roles), "candidates": len(state.candidates)}
        log.info("generation_fitted", generation=state.name, **found)

    def _go_on(self, _count: int) -> None:
        if self._stop.is_set():
            raise Stopped


def _changed_since(session: Session, position: int) -> dict[ChangedKind, list[UUID]]:
    """Return what the change log names behind a place."""
    named = sa.select(IndexChange.kind, IndexChange.subject_id).where(IndexChange.id > position)
    changed: dict[ChangedKind, list[UUID]] = {}
    for kind, subject_id in session.execute(named.distinct()):
        changed.setdefault(kind, []).append(subject_id)
    return changed


def forget_erased(session: Session, folder: Path) -> None:
    """Save the indexes anew if they hold somebody who is erased, and drop all others."""
    saved = _saved_position(session, folder)
    if saved is None or not session.scalar(_erased_since(saved)):
        return
    _save_anew(session, folder)
    remove_old_files(session, folder, age=0)


def shorten_log(session: Session, folder: Path) -> None:
    """Save the indexes anew where much has changed since."""
    saved = _saved_position(session, folder)
    if saved is None:
        return
    last = session.scalar(sa.select(sa.func.max(IndexChange.id))) or 0
    if last - saved > LONG_LOG:
        _save_anew(session, folder)


def remove_old_files(session: Session, folder: Path, *, age: float) -> None:
    """Remove what is of no generation in force, and what a killed process left, at some age."""
    name = name_in_force(session)
    for path in list(_old_files(folder, name)):
        if _age(path) >= age:
            discard(path)


def _old_files(folder: Path, name: str | None) -> Iterator[Path]:
    """Yield what we wrote and need no more; nothing else that may lie there."""
    for path in folder.glob("*"):
        if not _GENERATION.fullmatch(path.name):
            continue
        if path.name == name:
            yield from (part for part in path.glob(".*-*"))
        else:
            yield path


def _age(path: Path) -> float:
    try:
        return time.time() - path.stat().st_mtime
    except FileNotFoundError:
        return 0.0  # another worker was faster


def _saved_position(session: Session, folder: Path) -> int | None:
    """Return the place in the change log up to which the files know it."""
    name = name_in_force(session)
    if name is None:
        return None
    try:
        return min(saved_as_of(half(folder, name, kind)) for kind in COLUMNS)
    except DamagedIndex:
        return None  # whoever needs them will write them


def _erased_since(position: int) -> sa.Select[bool]:
    erased = sa.select(IndexChange.id).where(
        IndexChange.id > position,
        IndexChange.kind == ChangedKind.CANDIDATE,
        ~sa.exists().where(Candidate.id == IndexChange.subject_id),
    )
    return sa.select(erased.exists())


def heal_files(session: Session, folder: Path) -> None:
    """Write the indexes anew where what is saved cannot be read, as by another version.

    Else each web process would do so at its first question.
    """
    with Catalogue(folder).reading(session):
        return


def _save_anew(session: Session, folder: Path) -> None:
    with Catalogue(folder).reading(session) as state:
        save_state(state, folder)
