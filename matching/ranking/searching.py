"""Find the best rows of a snapshot, exactly."""

from functools import cached_property
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from matching.ranking.columns import Mask
from matching.ranking.identities import LOW, joined
from matching.ranking.kernel import Query, Room, Rooms, addresses
from matching.ranking.machine import compiled
from matching.ranking.segments import Segment

WAYS = ("walk", "walk and note", "look up", "score")  # as loops.searching numbers them


class Snapshot:
    """An index as it was at one moment; nothing in it changes.

    Attributes:
        segments: all rows, the tail's last.
        alive: marks the rows of documents that were not removed.
        high, low: halves of the ids.
    """

    def __init__(
        self,
        segments: tuple[Segment, ...],
        alive: Mask,
        living: int,
        ids: tuple[NDArray[np.uint64], NDArray[np.uint64]],
        rooms: Rooms,
    ) -> None:
        self.segments, self.alive, self.rooms = segments, alive, rooms
        self.high, self.low = ids
        tables = np.array([segment.table for segment in segments], np.int64)
        entries = sum(len(segment.rows.numbers) for segment in segments)
        counts = [len(alive), living, entries, len(segments)]
        self._table = np.array(counts + addresses(tables, alive, *ids))
        self._tables = tables  # lives as long as its address
        self.address = self._table.ctypes.data

    def id(self, row: int) -> UUID:
        """Return the id of a row."""
        return UUID(int=int(self.high[row]) << 64 | int(self.low[row]))

    def segment(self, row: int) -> Segment:
        """Return the segment that holds a row."""
        return next(segment for segment in self.segments if row < segment.end)

    def allowed(self, where: Mask | None) -> Mask:
        """Mark the rows that are there and allowed; a row newer than the mask is not."""
        if where is None:
            return self.alive
        allowed = np.zeros_like(self.alive)
        size = min(len(where), len(allowed))
        allowed[:size] = where[:size] & self.alive[:size]
        return allowed

    def behind(self, rows: NDArray[np.int64], last: UUID) -> Mask:
        """Mark those of the rows whose id is greater than one."""
        high, low = np.uint64(last.int >> 64), np.uint64(last.int & LOW)
        return np.asarray(
            (self.high[rows] > high) | ((self.high[rows] == high) & (self.low[rows] > low))
        )

    def sorted_by(self, keys: NDArray[np.float64], rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the places of rows in ascending order of keys, ties by id."""
        return np.lexsort((self.low[rows], self.high[rows], keys))


class Hits:
    """A page of the best documents.

    Attributes:
        total: documents that share a term with the query and are allowed.
        allowed: documents that are there and allowed, whatever they share.
    """

    def __init__(self, snapshot: Snapshot, room: Room) -> None:
        found, self.total, self.allowed, self._ways = room.told()
        self._snapshot, self._rows = snapshot, room.chosen[:found].copy()
        self._scores = room.exact[:found].copy()

    @property
    def ways(self) -> set[str]:
        """Return how they were found: of WAYS, those that were the cheapest somewhere."""
        return {way for place, way in enumerate(WAYS) if self._ways >> place & 1}

    @cached_property
    def ids(self) -> list[UUID]:
        """Return the documents, best first."""
        high, low = self._snapshot.high[self._rows], self._snapshot.low[self._rows]
        return joined(high.tolist(), low.tolist())

    @cached_property
    def scores(self) -> list[float]:
        """Return their scores."""
        return list(self._scores.tolist())


def search(
    snapshot: Snapshot,
    query: Query,
    *,
    limit: int,
    after: tuple[float, UUID] | None,
    where: Mask | None,
) -> Hits:
    """Return a page of the rows whose product with the query is largest, ties by id."""
    room = _room(snapshot, query, min(limit, len(snapshot.alive)))
    if where is not None:
        where = np.ascontiguousarray(where, np.bool_)
    room.ask(query, limit, after, where)
    compiled().search(snapshot.address, room.asked_address, room.address)
    hits = Hits(snapshot, room)
    snapshot.rooms.give_back(room)
    return hits


def sharing(snapshot: Snapshot, query: Query) -> Mask:
    """Mark the rows that share a term with a query."""
    room, mask = _room(snapshot, query, 1), np.zeros(len(snapshot.alive), np.bool_)
    room.ask(query, 1, None, mask)
    compiled().share(snapshot.address, room.asked_address, room.address)
    snapshot.rooms.give_back(room)
    return mask


def _room(snapshot: Snapshot, query: Query, limit: int) -> Room:
    terms = len(query.numbers)
    return snapshot.rooms.take(terms, terms * len(snapshot.segments), limit)
