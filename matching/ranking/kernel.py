"""Rows, postings and the room that a search needs: what the compiled loops read and write."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.ranking.machine import compiled

MARKS = 8_192  # last digits of numbers that are told apart
BLOCK = 128  # rows whose largest score is looked at first


@dataclass(frozen=True, slots=True)
class Rows:
    """Documents as rows of term numbers and weights, in the order of the terms' text."""

    starts: NDArray[np.int64]  # shape (rows + 1,)
    numbers: NDArray[np.int32]  # shape (entries,)
    weights: NDArray[np.float64]  # shape (entries,)

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


def weighed(
    rows: Rows,
    idf: NDArray[np.float64],
    places: NDArray[np.int32],
    numbers: NDArray[np.int32],
    *,
    most: int,
) -> Rows:
    """Weigh documents in place and return them as rows of unit length.

    Args:
        rows: each document's terms in any order, with what they weigh in it.
        idf: by term.
        places: of the terms in the order of their text.
        numbers: by place: the terms' numbers in the index.
        most: the strongest terms that a row keeps.
    """
    longest = int(np.diff(rows.starts).max(initial=0))
    keys, values = np.empty(longest, np.int32), np.empty(longest)
    kept = np.zeros(len(rows), np.int64)
    given = addresses(rows.starts, rows.numbers, rows.weights, idf, places, numbers)
    table = np.array(given + addresses(keys, values, kept))
    compiled().weigh(table.ctypes.data, len(rows), most)
    starts = np.append(0, np.cumsum(kept))
    return Rows(starts, rows.numbers[: starts[-1]], rows.weights[: starts[-1]])


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


class Room:
    """What one search writes into; only what it touches takes memory."""

    def __init__(self, rows: int, terms: int, segments: int) -> None:
        self.rows, self.terms, self.lists = rows, terms, terms * segments
        self.numbers, self.weights = np.empty(terms, np.int32), np.empty(terms)
        self.chosen, self.exact = np.empty(rows + 1, np.int32), np.empty(rows + 1)
        self.result = np.zeros(4, np.int64)
        slots = 16 * terms + 16
        self._arrays = (
            self.numbers,
            self.weights,
            np.empty(slots, np.int32),
            np.empty(slots),
            np.empty(self.lists, np.int64),
            np.empty(self.lists, np.int64),
            np.zeros(rows, np.float32),
            np.empty(rows // BLOCK + 1, np.float32),
            np.empty(rows + 1, np.int32),
            np.empty(rows, np.float32),
            np.empty(rows + 1, np.float32),
            self.chosen,
            self.exact,
            self.result,
            np.empty(MARKS, np.uint8),
        )
        self._table = np.array(addresses(*self._arrays))
        self.asked = np.zeros(8, np.int64)
        self.last, self.last_id = self.asked.view(np.float64)[3:4], self.asked.view(np.uint64)[4:6]
        self.address, self.asked_address = addresses(self._table, self.asked)

    def holds(self, rows: int, terms: int, segments: int) -> bool:
        """Whether the room is large enough."""
        return rows <= self.rows and terms <= self.terms and terms * segments <= self.lists


class Rooms:
    """Rooms that wait for the next search; each search has one of its own."""

    def __init__(self) -> None:
        self._free: list[Room] = []

    def take(self, rows: int, terms: int, segments: int) -> Room:
        """Return a room that is large enough."""
        try:
            room = self._free.pop()
        except IndexError:
            pass
        else:
            if room.holds(rows, terms, segments):
                return room
        # An index grows: the room for it need not be made anew with every document.
        return Room(rows + rows // 8 + 1_000, max(terms, 512), segments + 8)

    def give_back(self, room: Room) -> None:
        """Let the next search have a room, whose scores are 0 again."""
        self._free.append(room)
