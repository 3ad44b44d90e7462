"""What is known of candidates on a day, in classes that come out alike: a number for each."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, NamedTuple, TypeVar
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from matching.gates import SEEN, Standing
from matching.policy.bulk import Key
from matching.ranking.columns import Mask
from matching.ranking.growing import Growing
from matching.ranking.index import Index

LACKING, NOBODY = -1, -2  # not read yet; read, and there is no such candidate

Member = TypeVar("Member")


class Facts(NamedTuple):
    """What is kept of a candidate."""

    key: Key  # equal keys mean equal flags with any role on that day
    shares_status: bool
    standing: Standing


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Candidates who are being read; one who changes meanwhile is taken out."""

    day: date
    ids: set[UUID]


class Classes(Generic[Member]):
    """The class of each candidate, by slot, and a member of each class."""

    def __init__(self) -> None:
        self.members: list[Member] = []
        self._numbers: dict[Hashable, int] = {}
        self._slots = Growing(np.zeros(0, np.int32))

    @property
    def slots(self) -> NDArray[np.int32]:
        """Return the class of each slot, or why there is none."""
        return self._slots.values

    def make_room(self, slots: int) -> None:
        """Have so many slots, the new ones lacking."""
        self._slots.extend(np.full(slots - len(self._slots), LACKING, np.int32))

    def put(self, slot: int, seen: Hashable, member: Member) -> None:
        """Put a slot into the class of those of whom the same is seen."""
        number = self._numbers.setdefault(seen, len(self.members))
        if number == len(self.members):
            self.members.append(member)
        self.slots[slot] = number


class FactRows:
    """Classes of the candidates of an index on one day, for policy and for each gate."""

    def __init__(self, day: date | None = None) -> None:
        self.day = day
        self.policy: Classes[tuple[Key, bool]] = Classes()
        self.gates: dict[str, Classes[Standing]] = {code: Classes() for code in SEEN}
        self._slots: dict[UUID, int] = {}  # a candidate keeps its own, whatever becomes of its rows
        self._index: Index | None = None
        self._rows = Growing(np.zeros(0, np.int32))  # the slot of each row of the index
        self._batch: Batch | None = None

    def follow(self, index: Index) -> None:
        """Learn whose the rows of an index are: of one that is known, its new rows."""
        if index is not self._index:
            self._index, self._rows = index, Growing(np.zeros(0, np.int32))
        ids = index.ids_from(len(self._rows))
        slots = [self._slots.setdefault(id_, len(self._slots)) for id_ in ids]
        self._rows.extend(np.array(slots, np.int32))
        for classes in self._all():
            classes.make_room(len(self._slots))

    def lacking(self, index: Index) -> NDArray[np.intp]:
        """Return the rows of candidates who are not known yet."""
        return np.flatnonzero(index.alive() & (self.policy.slots[self._rows.values] == LACKING))

    def spread(self, classes: Classes[Any], decided: NDArray[Any]) -> NDArray[Any]:
        """Give each row what was decided for its class; nothing, zero, to those of no class."""
        ends = np.zeros(2, decided.dtype)  # where the negative numbers point
        return np.asarray(np.concatenate((decided, ends))[classes.slots[self._rows.values]])

    def known(self, index: Index) -> Mask:
        """Mark the rows of candidates who are there and known."""
        return np.asarray(index.alive() & (self.policy.slots[self._rows.values] >= 0))

    def forget(self, ids: Iterable[UUID]) -> None:
        """Drop what changed, and what is being read of it."""
        for id_ in ids:
            if self._batch is not None:
                self._batch.ids.discard(id_)
            if (slot := self._slots.get(id_)) is not None:
                self._mark(slot, LACKING)

    def begin(self, day: date, ids: Sequence[UUID]) -> Batch | None:
        """Note who is about to be read, of some, as far as they lack; None: the day is over."""
        if day != self.day:
            return None
        slots, classes = ((id_, self._slots.get(id_)) for id_ in ids), self.policy.slots
        lacking = {id_ for id_, slot in slots if slot is not None and classes[slot] == LACKING}
        self._batch = Batch(day, lacking)
        return self._batch

    def put(self, batch: Batch, found: Mapping[UUID, Facts]) -> None:
        """Keep what was read of a batch, but of none who changed meanwhile."""
        if batch is not self._batch:
            return
        for id_ in batch.ids:
            slot, facts = self._slots[id_], found.get(id_)
            if facts is None:
                self._mark(slot, NOBODY)
                continue
            flagged = facts.key, facts.shares_status
            self.policy.put(slot, flagged, flagged)
            for code, classes in self.gates.items():
                classes.put(slot, SEEN[code](facts.standing), facts.standing)

    def _all(self) -> list[Classes[Any]]:
        return [self.policy, *self.gates.values()]

    def _mark(self, slot: int, number: int) -> None:
        for classes in self._all():
            classes.slots[slot] = number
