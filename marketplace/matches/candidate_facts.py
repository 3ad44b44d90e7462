"""How all candidates stand to a role, from what a web process keeps of them for a day."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date
from time import monotonic
from uuid import UUID

import numpy as np
import structlog
from numpy.typing import NDArray
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from marketplace.candidates.profiles import STATUS_FLAGS, textless_profile
from marketplace.candidates.services import candidates_by_ids
from marketplace.database import Database, beside
from marketplace.errors import Preparing
from marketplace.matches.fact_rows import Batch, FactRows, Facts
from marketplace.matches.flags import pack_of, shares_status
from marketplace.messages import Message
from matching.codes import Outcome
from matching.gates import GATES, Demand, Pay, standing_of
from matching.policy.bulk import candidate_key, role_key
from matching.policy.crossing import OUTCOMES, cross
from matching.profiles import RoleProfile
from matching.ranking.columns import Mask
from matching.ranking.index import Index

BATCH = 500  # candidates
PATIENCE_SECONDS = 2.0  # that a question reads by itself; a batch is read in any case

Rows = NDArray[np.intp]
Work = Callable[[Database], None]
Apart = Callable[[Work], None]  # has work done beside the requests

log = structlog.get_logger()
_UNKNOWN = OUTCOMES.index(Outcome.UNKNOWN)


class CandidateFacts:
    """Masks of candidates by flags and gates: each class of candidates is decided once.

    What is lacking is read first, by the question itself where that is soon done; else a thread
    goes on, and the question is to come again. Who asks holds the lock, and the index still.

    Args:
        lock: of the catalogue; the thread holds it while it looks and keeps, never while it reads.
        apart: starts the thread; without it a question waits for all.
    """

    def __init__(self, lock: AbstractContextManager[object], apart: Apart | None = None) -> None:
        self._lock, self._apart = lock, apart
        self._rows = FactRows()
        self._is_reading = False

    def forget(self, ids: Iterable[UUID]) -> None:
        """Drop what changed."""
        self._rows.forget(ids)

    def forget_all(self) -> None:
        """Drop everything, where nobody can say what changed."""
        self._rows = FactRows()

    def flagged(
        self,
        session: Session,
        index: Index,
        role: RoleProfile,
        wanted: Mapping[str, Collection[str]],
        *,
        day: date,
    ) -> Mask:
        """Mark the candidates whose outcomes, as the role's employer may see them, are wanted."""
        rows, pack = self._ready(session, index, day), pack_of(day)
        classes = rows.policy.members
        mine = role_key(pack, role, day=day)
        codes = cross(pack, [key for key, _ in classes], [mine], day=day)
        shares = np.array([each for _, each in classes], np.bool_)
        passing = np.ones(len(classes), np.bool_)
        for name, outcomes in wanted.items():
            shown = codes[name][:, 0]
            if name in STATUS_FLAGS:
                shown = np.where(shares, shown, _UNKNOWN)
            passing &= np.isin(shown, _places(outcomes))
        return rows.spread(rows.policy, passing) & rows.known(index)

    def meeting(
        self,
        session: Session,
        index: Index,
        demand: Demand,
        outcomes: Collection[str],
        *,
        day: date,
    ) -> Mask:
        """Mark the candidates who stand to the worst of a role's gates in a wanted way."""
        rows = self._ready(session, index, day)
        worst = np.zeros(index.rows, np.uint8)
        for code in demand.gates:
            gate, classes = GATES[code], rows.gates[code]
            decided = [OUTCOMES.index(gate(each, demand).outcome) for each in classes.members]
            np.maximum(worst, rows.spread(classes, np.array(decided, np.uint8)), out=worst)
        return np.isin(worst, _places(outcomes)) & rows.known(index)

    def wishing(
        self, session: Session, index: Index, test: Callable[[Pay], bool], *, day: date
    ) -> Mask:
        """Mark the candidates whose wish for pay passes a test."""
        rows = self._ready(session, index, day)
        classes = rows.gates["salary"]
        passing = np.array([test(each.pay) for each in classes.members], np.bool_)
        return rows.spread(classes, passing) & rows.known(index)

    def _ready(self, session: Session, index: Index, day: date) -> FactRows:
        """Return what is known of all candidates; a new day makes all of them new.

        Raises:
            Preparing: too many are lacking; a thread reads them.
        """
        if day != self._rows.day:
            self._rows = FactRows(day)
        self._rows.follow(index)
        left = self._rows.lacking(index)
        if len(left) <= BATCH or not self._is_reading:
            left = self._read_soon(session, index, left, day)
        if len(left):
            self._go_on(index, left, day)
            raise _preparing(len(index) - len(left), len(index))
        return self._rows

    def _read_soon(self, session: Session, index: Index, lacking: Rows, day: date) -> Rows:
        """Read candidates as long as a question may take; return whom it did not come to."""
        until = monotonic() + PATIENCE_SECONDS
        while len(lacking):
            some, lacking = lacking[:BATCH], lacking[BATCH:]
            if batch := self._rows.begin(day, _ids(index, some)):
                with beside(session) as reading:
                    self._rows.put(batch, _read(reading, batch))
            if self._apart is not None and monotonic() >= until:
                break
        return lacking

    def _go_on(self, index: Index, lacking: Rows, day: date) -> None:
        """Have the rest read by a thread, if none is at it."""
        if self._apart is not None and not self._is_reading:
            ids = _ids(index, lacking)
            self._apart(lambda database: self._read_apart(database, ids, day))
            self._is_reading = True  # before it can end: it would have to hold the lock

    def _read_apart(self, database: Database, ids: Sequence[UUID], day: date) -> None:
        """Read candidates while others ask; what they change meanwhile is left for later."""
        try:
            for start in range(0, len(ids), BATCH):
                with self._lock:
                    batch = self._rows.begin(day, ids[start : start + BATCH])
                if batch is None:
                    return
                with database.session(write=False) as reading:
                    found = _read(reading, batch)
                with self._lock:
                    self._rows.put(batch, found)
        except SQLAlchemyError as error:  # the next question tries again
            log.warning("candidates_not_read", error=type(error).__name__)
        finally:
            with self._lock:
                self._is_reading = False


def _preparing(done: int, everyone: int) -> Preparing:
    return Preparing(
        Message(
            "Candidates are being read for this filter: {done} of {all} candidates are ready; "
            "try again in a moment.",
            done=done,
            all=everyone,
        )
    )


def _ids(index: Index, rows: Rows) -> list[UUID]:
    return [index.id_of(row) for row in rows.tolist()]


def _read(reading: Session, batch: Batch) -> dict[UUID, Facts]:
    """Return what is kept of candidates; of one who is gone, nothing."""
    pack, found = pack_of(batch.day), {}
    for id_, row in candidates_by_ids(reading, list(batch.ids)).items():
        profile = textless_profile(row, day=batch.day)
        key = candidate_key(pack, profile, day=batch.day)
        found[id_] = Facts(key, shares_status(row), standing_of(profile, day=batch.day))
    return found


def _places(outcomes: Collection[str]) -> list[int]:
    return [place for place, outcome in enumerate(OUTCOMES) if outcome.value in outcomes]
