"""Rows, postings and the room that a search needs: what the compiled loops read and write."""

import struct
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from matching.ranking.columns import Mask
from matching.ranking.identities import LOW
from matching.ranking.machine import compiled

# As loops.tables has them.
PART = 131_072
GROUP = 32
BUCKETS = 1_024

_ASKED = struct.Struct("5qd2Q2q")
_STATE = struct.Struct("4q")
_SLOTS = 8_192  # a power of two; more where a query has more than an eighth as many terms


@dataclass(frozen=True, slots=True)
class Rows:
    """Documents as rows of term numbers and weights, in the order of the terms' text."""

    starts: NDArray[np.int64]  # shape (rows + 1,)
    numbers: NDArray[np.int32]  # shape (entries,)
    weights: NDArray[np.float32]  # shape (entries,)

    def __len__(self) -> int:
        return len(self.starts) - 1


@dataclass(frozen=True, slots=True)
class Postings:
    """For each term the rows that hold it."""

    numbers: NDArray[np.int32]  # ascending, shape (terms,)
    starts: NDArray[np.int64]  # shape (terms + 1,)
    rows: NDArray[np.int32]  # shape (entries,)
    weights: NDArray[np.float32]  # shape (entries,)


def addresses(*arrays: NDArray[Any]) -> list[int]:
    """Return where arrays lie; they must live for as long as that is used."""
    return [array.ctypes.data for array in arrays]


@dataclass(frozen=True, slots=True)
class Mentions:
    """Documents as rows of terms in any order, and what each weighs in its document."""

    starts: NDArray[np.int64]  # shape (rows + 1,)
    terms: NDArray[np.int32]  # shape (entries,)
    weights: NDArray[np.float64]  # shape (entries,)


def weighed(
    mentions: Mentions,
    idf: NDArray[np.float64],
    places: NDArray[np.int32],
    numbers: NDArray[np.int32],
    *,
    most: int,
) -> Rows:
    """Weigh documents in place and return them as rows of unit length.

    Args:
        idf: by term.
        places: of the terms in the order of their text.
        numbers: by place: the terms' numbers in the index.
        most: the strongest terms that a row keeps.
    """
    starts, terms, weights = mentions.starts, mentions.terms, mentions.weights
    longest, size = int(np.diff(starts).max(initial=0)), len(starts) - 1
    keys, values, kept = np.empty(longest, np.int32), np.empty(longest), np.zeros(size, np.int64)
    given = addresses(starts, terms, weights, idf, places, numbers, keys, values, kept)
    table = np.array(given)
    compiled().weigh(table.ctypes.data, size, most)
    ends = np.append(0, np.cumsum(kept))
    return Rows(ends, terms[: ends[-1]], weights.view(np.float32)[: ends[-1]])


def build_postings(rows: Rows) -> Postings:
    """Turn rows into postings."""
    entries = len(rows.numbers)
    terms = int(rows.numbers.max()) + 1 if entries else 0
    begins = np.zeros(terms + 1, np.int64)
    listed, weights = np.empty(entries, np.int32), np.empty(entries, np.float32)
    table = np.array(addresses(rows.starts, rows.numbers, rows.weights, begins, listed, weights))
    compiled().build(table.ctypes.data, len(rows), terms)
    numbers = np.flatnonzero(np.diff(begins))
    starts = np.append(begins[numbers], entries)
    return Postings(numbers.astype(np.int32), starts, listed, weights)


def checksum(content: NDArray[np.uint8]) -> int:
    """Return 64 bits that another content has only by the rarest chance.

    Where one word of eight bytes is altered, it never has them.
    """
    result = np.zeros(1, np.uint64)
    compiled().checksum(content.ctypes.data, len(content), result.ctypes.data)
    return int(result[0])


class Query:
    """A vector with its terms as an index numbers them; terms it does not know are left out."""

    def __init__(self, numbers: NDArray[np.int32], weights: NDArray[np.float64]) -> None:
        self.numbers, self.weights = numbers, weights
        self.table = len(numbers), *addresses(numbers, weights)


class Room:
    """What one search writes into."""

    def __init__(self, terms: int, lists: int, limit: int) -> None:
        self.terms, self.lists, self.limit = terms, lists, limit
        slots, chosen = _SLOTS, 2 * limit + PART + 1
        while slots < 8 * terms:
            slots *= 2
        self.chosen, self.exact = np.empty(chosen, np.int32), np.empty(chosen)
        self.state, self.asked = np.zeros(6, np.int64), np.zeros(10, np.int64)
        self._arrays = (
            np.zeros(slots, np.int32),
            np.empty(terms + 1, np.int32),
            np.empty(terms + 1),
            np.empty(lists, np.int64),
            np.empty(lists, np.int64),
            np.zeros(PART),
            np.empty(PART + 1, np.int32),
            np.empty(PART + 1),
            np.empty(PART, np.uint8),
            np.empty(PART // GROUP, np.int64),
            np.empty(BUCKETS, np.int32),
            self.chosen,
            self.exact,
            np.empty(chosen, np.int32),
            np.empty(chosen),
            self.state,
        )
        self._table = np.array([slots, *addresses(*self._arrays)])
        self.address, self.asked_address = addresses(self._table, self.asked)

    def ask(
        self, query: Query, limit: int, after: tuple[float, UUID] | None, where: Mask | None
    ) -> None:
        """Put a question in; the mask is contiguous."""
        mask = (0, 0) if where is None else (*addresses(where), len(where))
        last = (0, 0.0, 0, 0)
        if after is not None:
            last = 1, after[0], after[1].int >> 64, after[1].int & LOW
        _ASKED.pack_into(self.asked.data, 0, *query.table, limit, *last, *mask)

    def told(self) -> tuple[int, int, int, int]:
        """Return how many rows were found, match, are allowed, and which ways were taken."""
        return _STATE.unpack_from(self.state.data)

    def holds(self, terms: int, lists: int, limit: int) -> bool:
        """Whether the room is large enough."""
        return terms <= self.terms and lists <= self.lists and limit <= self.limit


class Rooms:
    """Rooms that wait for the next search; each search has one of its own."""

    def __init__(self) -> None:
        self._free: list[Room] = []

    def take(self, terms: int, lists: int, limit: int) -> Room:
        """Return a room that is large enough."""
        try:
            room = self._free.pop()
        except IndexError:
            pass
        else:
            if room.holds(terms, lists, limit):
                return room
        return Room(max(terms, 512), max(lists, 4_096), max(limit, 128))

    def give_back(self, room: Room) -> None:
        """Let the next search have a room."""
        self._free.append(room)
