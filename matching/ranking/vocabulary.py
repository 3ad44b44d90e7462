"""The terms of a corpus and their numbers, found in batches."""

import secrets

import numpy as np
from numpy.typing import NDArray

from matching.ranking.growing import Growing
from matching.ranking.kernel import addresses
from matching.ranking.machine import compiled

_SLOTS = 1 << 16
_END = "\0"  # of a term; folding leaves none in it


class Vocabulary:
    """Terms in the order in which they first came.

    They are told apart by hashes alone, 64 bits under a key of its own: two of a million terms
    are alike by a chance of one in 30 million, and then count as one.
    """

    def __init__(self) -> None:
        self.terms: list[str] = []
        self._hashes = Growing(np.zeros(0, np.int64))
        self._slots = np.zeros(2 * _SLOTS, np.int64)
        self._key = secrets.randbits(62)

    def number(self, terms: list[str]) -> NDArray[np.int32]:
        """Return the numbers of terms; new ones get the next.

        Raises:
            ValueError: a term holds the character that ends terms.
        """
        hashes = self._hashes_of(terms)
        known, slots = len(self._hashes), len(self._slots) // 2
        if 2 * (known + len(hashes)) > slots:
            while 2 * (known + len(hashes)) > slots:
                slots *= 2
            self._slots = np.zeros(2 * slots, np.int64)
            self._look_up(self._hashes.values, 0)
        numbers, fresh = self._look_up(hashes, known)
        self._hashes.extend(hashes[fresh])
        self.terms.extend(map(terms.__getitem__, fresh.tolist()))
        return numbers

    def _hashes_of(self, terms: list[str]) -> NDArray[np.int64]:
        """Hash terms by their bytes: of a hash of Python's each would become an object."""
        whole = _END.join(terms) + _END if terms else ""
        text = np.frombuffer(whole.encode(errors="surrogatepass"), np.uint8)
        hashes = np.empty(len(terms), np.int64)
        table = np.array([*addresses(text, hashes), len(hashes)])
        compiled().digest(table.ctypes.data, len(text), self._key)
        if table[2] != len(hashes):
            raise ValueError("a term holds a NUL")
        return hashes

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
