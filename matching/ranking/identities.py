"""Which document stands in which row: ids as two halves, which sort as the ids do."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID, SafeUUID

import numpy as np
from numpy.typing import NDArray

from matching.ranking.growing import Growing

LOW = (1 << 64) - 1

# UUID's own way to make one takes longer than the search that found it.
_set_number = UUID.__dict__["int"].__set__
_set_safety = UUID.__dict__["is_safe"].__set__


def joined(high: Iterable[int], low: Iterable[int]) -> list[UUID]:
    """Return the ids of halves."""
    return [_uuid(upper << 64 | lower) for upper, lower in zip(high, low, strict=True)]


def _uuid(number: int) -> UUID:
    made = UUID.__new__(UUID)
    _set_number(made, number)
    _set_safety(made, SafeUUID.unknown)
    return made


@dataclass(frozen=True, slots=True)
class Identities:
    """The ids of all rows, one after the other."""

    high: Growing[np.uint64]
    low: Growing[np.uint64]

    @classmethod
    def of(cls, high: NDArray[np.uint64], low: NDArray[np.uint64]) -> "Identities":
        """Begin with the ids of halves."""
        return cls(Growing(high), Growing(low))

    def __iter__(self) -> Iterator[UUID]:
        return iter(joined(self.high.values.tolist(), self.low.values.tolist()))

    def append(self, document_id: UUID) -> None:
        """Add the next row's."""
        self.high.append(document_id.int >> 64)
        self.low.append(document_id.int & LOW)


class Places:
    """The rows of the documents that are there.

    Rows that were loaded are in the order of their ids and are found by halving; a table of
    all of them would take a worker longer to make than its first answer.
    """

    def __init__(self, loaded: Identities) -> None:
        self._high, self._low = loaded.high.values, loaded.low.values
        self._rows: dict[UUID, int] = {}  # of what was added since
        self._gone: set[UUID] = set()  # loaded, and removed or moved since

    def __len__(self) -> int:
        return len(self._high) - len(self._gone) + len(self._rows)

    def __contains__(self, document_id: UUID) -> bool:
        return self.get(document_id) is not None

    def get(self, document_id: UUID) -> int | None:
        """Return the row of a document, if it is there."""
        row = self._rows.get(document_id)
        if row is None and document_id not in self._gone:
            row = self._loaded(document_id)
        return row

    def put(self, document_id: UUID, row: int) -> int | None:
        """Place a document; return the row it had."""
        before = self.pop(document_id)
        self._rows[document_id] = row
        return before

    def pop(self, document_id: UUID) -> int | None:
        """Take a document out; return the row it had."""
        row = self._rows.pop(document_id, None)
        if row is None and (row := self.get(document_id)) is not None:
            self._gone.add(document_id)
        return row

    def ids(self) -> list[UUID]:
        """Return the ids of all documents."""
        if len(self._high):
            self._unfold()
        return list(self._rows.copy())

    def _loaded(self, document_id: UUID) -> int | None:
        high, low = np.uint64(document_id.int >> 64), np.uint64(document_id.int & LOW)
        begin = int(np.searchsorted(self._high, high))
        end = begin + int(np.searchsorted(self._high[begin:], high, side="right"))
        row = begin + int(np.searchsorted(self._low[begin:end], low))
        return row if row < end and self._low[row] == low else None

    def _unfold(self) -> None:
        """Make the table after all: whoever asks for all ids will ask again."""
        loaded = joined(self._high.tolist(), self._low.tolist())
        rows = {id_: row for row, id_ in enumerate(loaded) if id_ not in self._gone}
        self._rows = rows | self._rows
        self._high, self._low = self._high[:0], self._low[:0]
        self._gone = set()
