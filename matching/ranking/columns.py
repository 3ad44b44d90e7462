"""What documents are filtered and counted by: one typed column each, beside the postings.

A mask has one entry for each row, in the order of adding; rows of removed documents keep theirs.
"""

import math
from abc import ABC, abstractmethod
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.ranking.bitmaps import Bitmaps
from matching.ranking.growing import Growing

Mask = NDArray[np.bool_]  # shape (rows,)
_MOST_CODES = 63
_MISSING = -1
_FEW = 4  # classes that are left out one by one


class Column(ABC):
    """One attribute of every row; ``values`` is how it is kept."""

    def __init__(self, values: NDArray[Any]) -> None:
        self._rows = Growing(values)
        self.bitmaps = Bitmaps()

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def values(self) -> NDArray[Any]:
        """Return what is kept, one entry a row."""
        return self._rows.values

    def append(self, encoded: Any) -> None:  # noqa: ANN401 - as the column keeps it
        """Add the attribute of the next row, as ``encode`` gave it."""
        self._rows.append(encoded)

    def extend(self, encoded: NDArray[Any]) -> None:
        """Add the attribute of the next rows."""
        self._rows.extend(encoded)

    def gather(self, encoded: Sequence[Any]) -> None:
        """Add the attributes of the next rows, each as ``encode`` gave it."""
        self.extend(np.array(encoded, self.values.dtype))

    @abstractmethod
    def encode(self, value: object) -> Any:  # noqa: ANN401 - as the column keeps it
        """Return what is kept of a value (None: not stated).

        Raises:
            TypeError, KeyError: the column cannot hold it.
        """

    def stored(self, rows: NDArray[np.int64]) -> tuple[NDArray[Any], object]:
        """Return the array and the JSON facts that restore the given rows."""
        return self.values[rows], None

    def restore(self, values: NDArray[Any], facts: object) -> None:
        """Take back what ``stored`` gave, or raise ValueError where it is of another column."""
        if values.dtype != self.values.dtype or facts is not None:
            raise ValueError("a column of another type was saved")
        self._rows, self.bitmaps = Growing(values), Bitmaps()


class Many(Column):
    """Any number of codes of a fixed list."""

    def __init__(self, codes: Iterable[str]) -> None:
        super().__init__(np.zeros(0, np.int64))
        self.codes = tuple(codes)
        if len(self.codes) > _MOST_CODES:
            raise ValueError(f"at most {_MOST_CODES} codes, not {len(self.codes)}")
        self._bits = {code: 1 << place for place, code in enumerate(self.codes)}

    def encode(self, value: object) -> int:
        """Return the bits of some codes."""
        if value is None:
            return 0
        if not isinstance(value, Iterable):
            raise TypeError(f"codes, not {value!r}")
        return sum({self._bits[code] for code in value})

    def any_of(self, codes: Iterable[str]) -> Mask:
        """Mark the rows with at least one of the codes; what is no code of the list marks none."""
        wanted = sum({self._bits.get(code, 0) for code in codes})
        return np.asarray((self.values & wanted) != 0)

    @property
    def places(self) -> int:
        """Return how many counts ``named`` takes."""
        return len(self.codes)

    def named(self, counts: NDArray[np.int64]) -> dict[Hashable, int]:
        """Return counts by code; codes that none has are left out."""
        return {code: n for code, n in zip(self.codes, counts.tolist(), strict=True) if n}

    def has(self, values: NDArray[Any], place: int) -> Mask:
        """Mark the values that have a code."""
        return np.asarray(values >> place & 1, np.bool_)

    def tally(self, rows: NDArray[np.intp]) -> NDArray[np.int64]:
        """Count some rows by place of the code."""
        bits = self.values[rows]
        return np.array([np.count_nonzero(bits & bit) for bit in self._bits.values()], np.int64)

    def stored(self, rows: NDArray[np.int64]) -> tuple[NDArray[Any], object]:
        """Return the rows' bits and the codes they stand for."""
        return self.values[rows], list(self.codes)

    def restore(self, values: NDArray[Any], facts: object) -> None:
        """Take back bits; another list of codes is a ValueError."""
        if facts != list(self.codes):
            raise ValueError("the codes of a column have changed")
        super().restore(values, None)


class One(Column):
    """One value of an open set: JSON's plain values or tuples of them."""

    def __init__(self) -> None:
        super().__init__(np.zeros(0, np.int32))
        self._keys: list[Hashable] = []
        self._numbers: dict[Hashable, int] = {}

    def encode(self, value: object) -> int:
        """Return the number of a value, a new one for a new value."""
        if value is None:
            return _MISSING
        if value not in self._numbers:
            self._keys.append(value)
            self._numbers[value] = len(self._keys) - 1
        return self._numbers[value]

    def any_of(self, values: Iterable[Hashable], rows: NDArray[np.intp] | None = None) -> Mask:
        """Mark the rows, or some of them, with one of the values."""
        wanted = np.zeros(len(self._keys) + 1, np.bool_)  # the last one stands for no value
        wanted[[self._numbers[value] for value in values if value in self._numbers]] = True
        return np.asarray(wanted[self.values if rows is None else self.values[rows]])

    @property
    def places(self) -> int:
        """Return how many counts ``named`` takes."""
        return len(self._keys)

    def named(self, counts: NDArray[np.int64]) -> dict[Hashable, int]:
        """Return counts by value; values that none has are left out."""
        return {key: n for key, n in zip(self._keys, counts.tolist(), strict=False) if n}

    def has(self, values: NDArray[Any], place: int) -> Mask:
        """Mark the values that are a code's."""
        return np.asarray(values == place)

    def tally(self, rows: NDArray[np.intp]) -> NDArray[np.int64]:
        """Count some rows by number of the value; rows without one are left out."""
        numbers = self.values[rows] + 1  # 0: missing
        return np.bincount(numbers, minlength=self.places + 1)[1:]

    def where_class(self, outcomes: Mapping[Hashable, bool]) -> Mask:
        """Mark the rows whose value has a true outcome; one decision for each class of rows."""
        numbers = self.values  # first: what comes meanwhile has no outcome
        decided = np.array([outcomes.get(key, False) for key in self._keys], dtype=bool)
        refused = np.flatnonzero(~decided)
        if len(refused) <= _FEW:
            mask = numbers >= (_MISSING if outcomes.get(None) else 0)
            for number in refused:
                mask &= numbers != number
            return np.asarray(mask)
        # The last place stands for "missing", whose number is -1.
        return np.asarray(np.append(decided, outcomes.get(None, False))[numbers])

    @property
    def known(self) -> tuple[Hashable, ...]:
        """Return every value that a row has or had."""
        return tuple(self._keys)

    def stored(self, rows: NDArray[np.int64]) -> tuple[NDArray[Any], object]:
        """Return the rows' numbers, counted anew, and the values they stand for."""
        used, numbers = np.unique(self.values[rows], return_inverse=True)
        missing = int(_MISSING in used)
        keys = [self._keys[number] for number in used[missing:]]
        return (numbers.reshape(-1) - missing).astype(np.int32), keys

    def restore(self, values: NDArray[Any], facts: object) -> None:
        """Take back numbers and values."""
        if not isinstance(facts, list):
            raise ValueError("a column of another type was saved")  # noqa: TRY004
        super().restore(values, None)
        self._keys = [_hashable(key) for key in facts]
        self._numbers = {key: number for number, key in enumerate(self._keys)}


class Number(Column):
    """A number, or none stated."""

    def __init__(self) -> None:
        super().__init__(np.zeros(0, np.float64))

    def encode(self, value: object) -> float:
        """Return a finite number, or NaN for None."""
        if value is None:
            return math.nan
        if not isinstance(value, int | float) or not math.isfinite(value):
            raise TypeError(f"a finite number, not {value!r}")
        return float(value)

    def at_least(self, value: float, *, include_missing: bool = False) -> Mask:
        """Mark the rows of at least a value."""
        values = self.values  # once: the column may grow meanwhile
        return (
            _or_missing(values >= value, values) if include_missing else np.asarray(values >= value)
        )

    def at_most(self, value: float, *, include_missing: bool = False) -> Mask:
        """Mark the rows of at most a value."""
        values = self.values  # once: the column may grow meanwhile
        return (
            _or_missing(values <= value, values) if include_missing else np.asarray(values <= value)
        )


def _or_missing(mask: Mask, values: NDArray[np.float64]) -> Mask:
    return np.asarray(mask | np.isnan(values))


class Flag(Column):
    """Yes, or no and not stated alike."""

    def __init__(self) -> None:
        super().__init__(np.zeros(0, np.bool_))

    def encode(self, value: object) -> bool:
        """Return whether a value is yes."""
        return bool(value)

    @property
    def places(self) -> int:
        """Return how many counts ``named`` takes."""
        return 2

    def named(self, counts: NDArray[np.int64]) -> dict[Hashable, int]:
        """Return the counts of no and yes."""
        return dict(zip((False, True), counts.tolist(), strict=True))

    def has(self, values: NDArray[Any], place: int) -> Mask:
        """Mark the values that say no, or yes."""
        return np.asarray(values == bool(place))

    def is_true(self) -> Mask:
        """Mark the rows that say yes."""
        return self.values.copy()


def _hashable(key: object) -> Hashable:
    """JSON knows no tuples; as keys they come back as lists."""
    if isinstance(key, list):
        return tuple(_hashable(part) for part in key)
    return key
