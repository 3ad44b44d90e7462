"""The terms of a corpus and their numbers, found in batches."""

import numpy as np
from numpy.typing import NDArray

from matching.ranking.growing import Growing
from matching.ranking.kernel import addresses
from matching.ranking.machine import compiled

_SLOTS = 1 << 16


class Vocabulary:
    """Terms in the order in which they first came.

    They are told apart by Python's hashes alone, 64 bits under a key of this process: two of a
    million terms are alike by a chance of one in 30 million, and then count as one.
    """

    def __init__(self) -> None:
        self.terms: list[str] = []
        self._hashes = Growing(np.zeros(0, np.int64))
        self._slots = np.zeros(2 * _SLOTS, np.int64)

    def number(self, hashes: NDArray[np.int64]) -> tuple[NDArray[np.int32], list[int]]:
        """Return the numbers of terms, and the places of those that are new.

        The new ones are to be added to ``terms`` in this order.
        """
        known, slots = len(self._hashes), len(self._slots) // 2
        if 2 * (known + len(hashes)) > slots:
            while 2 * (known + len(hashes)) > slots:
                slots *= 2
            self._slots = np.zeros(2 * slots, np.int64)
            self._look_up(self._hashes.values, 0)
        numbers, fresh = self._look_up(hashes, known)
        self._hashes.extend(hashes[fresh])
        return numbers, fresh.tolist()

    def _look_up(
        self, hashes: NDArray[np.int64], known: int
    ) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        count = len(hashes)
        numbers, fresh = np.empty(count, np.int32), np.empty(count, np.int64)
        found = np.zeros(1, np.int64)
        given = addresses(self._slots, hashes, numbers, fresh, found)
        table = np.array([len(self._slots) // 2, *given])
        compiled().number(table.ctypes.data, count, known)
        return numbers, fresh[: found[0]]
