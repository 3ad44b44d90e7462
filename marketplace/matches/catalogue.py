"""The indexes of one web process, kept in step with the database."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import structlog
from flask import Flask, current_app
from sqlalchemy.orm import Session

from marketplace.candidates.seeing import Noted
from marketplace.config import Config
from marketplace.database import Database, once_while_reading
from marketplace.employers.replies import Replies
from marketplace.matches.candidate_facts import Apart, CandidateFacts, Work
from marketplace.matches.generations import (
    name_in_force,
    newest_generation,
    no_lexicon,
    unpack_lexicon,
)
from marketplace.matches.keeping import keep_words
from marketplace.matches.ready import Shelf
from marketplace.matches.states import (
    Change,
    State,
    follow,
    gather,
    load_state,
    news_of,
    save_state,
)
from marketplace.matches.views import View
from matching.ranking.storage import DamagedIndex
from models import ChangedKind

log = structlog.get_logger()

NO_GENERATION = "0"


class Catalogue:
    """Both indexes of this process; whoever reads holds the lock and sees what was committed.

    Args:
        apart: has the facts of very many candidates read while others ask.
    """

    def __init__(self, folder: Path, apart: Apart | None = None) -> None:
        self._folder = folder
        self._lock = threading.RLock()
        self._state: State | None = None
        # Of today, and of another day that was asked about last, which costs nothing of today's.
        self._facts = CandidateFacts(self._lock, apart), CandidateFacts(self._lock, apart)
        self.shelf = Shelf()
        self.noted = Noted()
        self.replies = Replies()

    @contextmanager
    def reading(self, session: Session) -> Iterator[State]:
        """Give the indexes with every change that the session's database has.

        They hold still inside the block. Behind it only the name and the lexicon do.
        """
        with self._lock:
            yield self._in_step(session)

    def facts_of(self, view: View) -> CandidateFacts:
        """Return what is known of all candidates on the day of a view."""
        return self._facts[view.day != view.today]

    @property
    def position(self) -> int | None:
        """How far in the change log this process has read; null: not at all yet."""
        state = self._state
        return None if state is None else state.position

    def _in_step(self, session: Session) -> State:
        """Bring the indexes to the end of the change log: once while a session only reads.

        It is asked again where another moved the indexes on since: what this one still sees would
        be older than they are.
        """
        seen: dict[str, int] = once_while_reading(session, self, dict)
        if (state := self._state) is not None and seen.get(state.name) == state.position:
            return state
        state = self._brought(session)
        seen = once_while_reading(session, self, dict)  # of another transaction, if that ended
        seen[state.name] = state.position
        return state

    def _brought(self, session: Session) -> State:
        before = self._state
        state = before or self._open(session)
        news = news_of(session, state)
        if news is None:
            # A read on SQLite stays at the moment it began, and another was here after it.
            session.commit()
            news = news_of(session, state)
        while news is None or _is_replaced(session, state, news):
            state = self._open(session)
            news = news_of(session, state)
        if before is not None and state is not before:
            self._keep_facts(session, before)
        self._state = state
        changed = follow(session, state, news)
        for facts in self._facts:
            facts.forget(changed)
        self.shelf.forget(changed)
        return state

    def _keep_facts(self, session: Session, before: State) -> None:
        """Keep, under another generation, what is known of candidates who did not change."""
        news = news_of(session, before)
        for facts in self._facts:
            if news is None:
                facts.forget_all()
            else:
                facts.forget(change.subject_id for change in news)

    def _open(self, session: Session) -> State:
        """Load the generation in force from its files, or build it from the database."""
        self.shelf = Shelf()
        generation = newest_generation(session)
        if generation is None:
            return gather(session).state(NO_GENERATION, no_lexicon())
        lexicon = unpack_lexicon(generation.lexicon)
        try:
            return load_state(session, self._folder, generation.name, lexicon)
        except DamagedIndex as damage:
            log.warning("index_rebuilt", generation=generation.name, reason=str(damage))
        state = gather(session).state(generation.name, lexicon)
        self._save(state)
        return state

    def _save(self, state: State) -> None:
        """Spare the next process the work; a full disk must not fail this request."""
        try:
            save_state(state, self._folder)
        except OSError as error:
            log.warning("index_not_saved", generation=state.name, reason=str(error))


def _is_replaced(session: Session, state: State, news: Sequence[Change]) -> bool:
    """Whether another generation came into force."""
    if not any(change.kind is ChangedKind.GENERATION for change in news):
        return False
    return name_in_force(session) != state.name


def install_catalogue(app: Flask) -> None:
    """Give the application its catalogue; the indexes are opened at the first question.

    Whatever is committed keeps its analysed words beside it.
    """
    config: Config = app.config["MARKETPLACE"]
    database: Database = app.extensions["database"]
    database.derive = keep_words

    def apart(work: Work) -> None:
        def run() -> None:
            with app.app_context():
                work(database)

        threading.Thread(target=run, name="candidates", daemon=True).start()

    app.extensions["catalogue"] = Catalogue(config.index_folder, apart)


def catalogue() -> Catalogue:
    """Return the catalogue of this application."""
    found: Catalogue = current_app.extensions["catalogue"]
    return found
