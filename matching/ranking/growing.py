"""Arrays that grow at their end while others read what was there before."""

from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

Scalar = TypeVar("Scalar", bound=np.generic)
_SMALLEST = 64


class Growing(Generic[Scalar]):
    """A one-dimensional array with cheap appends; views taken earlier stay as they were."""

    def __init__(self, values: NDArray[Scalar]) -> None:
        self._room, self._length = values, len(values)

    def __len__(self) -> int:
        return self._length

    @property
    def values(self) -> NDArray[Scalar]:
        """Return a view of what is there now."""
        return self._room[: self._length]

    def extend(self, values: NDArray[Scalar]) -> None:
        """Add values at the end."""
        needed = self._length + len(values)
        if needed > len(self._room):
            room = np.empty(max(2 * len(self._room), needed, _SMALLEST), dtype=self._room.dtype)
            room[: self._length] = self.values
            self._room = room
        self._room[self._length : needed] = values
        self._length = needed

    def append(self, value: object) -> None:
        """Add one value at the end."""
        self.extend(np.array([value], dtype=self._room.dtype))
