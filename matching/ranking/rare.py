"""Terms that the lexicon does not have, each with a number of its own in one index.

They are many: every pair of neighbouring words that one document alone has. Those of a saved
index stay in its file, in the order of their text, and are found there by halving; a table of
them would cost every process seconds and hundreds of megabytes.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.ranking.kernel import addresses
from matching.ranking.machine import compiled

_TERMS_A_WORD = 4  # of the filter: 16 bits for each


class Texts(NamedTuple):
    """Terms in the order of their text, as arrays."""

    text: NDArray[np.uint8]  # of all, one behind the other
    starts: NDArray[np.int64]  # of each, and the end
    filter: NDArray[np.uint64]  # says of most others that they are not there

    @classmethod
    def of(cls, terms: Iterable[str]) -> "Texts":
        """Return terms, which come in that order."""
        text, starts = _bytes_of(terms)
        size = len(starts) - 1
        marked = np.zeros(size // _TERMS_A_WORD + 1, np.uint64)
        table = np.array(addresses(text, starts, marked))
        compiled().mark(table.ctypes.data, size, len(marked))
        return cls(text, starts, marked)


def _bytes_of(terms: Iterable[str]) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    encoded = [term.encode() for term in terms]
    starts = np.zeros(len(encoded) + 1, np.int64)
    np.cumsum(np.fromiter(map(len, encoded), np.int64, len(encoded)), out=starts[1:])
    return np.frombuffer(b"".join(encoded), np.uint8), starts


class RareTerms:
    """Terms by number, from 0: first those that were saved, then those that came since."""

    def __init__(self, saved: Texts) -> None:
        self.saved = saved
        self._text = saved.text.data
        self._fresh: dict[str, int] = {}
        self._fresh_terms: list[str] = []

    @classmethod
    def of(cls, terms: Iterable[str]) -> "RareTerms":
        """Return terms in the order of their text."""
        return cls(Texts.of(terms))

    def __len__(self) -> int:
        return self._known + len(self._fresh_terms)

    @property
    def _known(self) -> int:
        return len(self.saved.starts) - 1

    def __getitem__(self, number: int) -> str:
        if number >= self._known:
            return self._fresh_terms[number - self._known]
        start, end = self.saved.starts[number : number + 2].tolist()
        return str(self._text[start:end], "utf-8")

    def numbers(self, terms: Sequence[str]) -> NDArray[np.int32]:
        """Return the number of each term, -1 for one that is not there."""
        found = np.full(len(terms), -1, np.int32)
        if self._known:
            text, starts = _bytes_of(terms)
            given = addresses(*self.saved)
            table = np.array([*given, len(self.saved.filter), *addresses(text, starts, found)])
            compiled().find(table.ctypes.data, self._known, len(terms))
        for place in np.flatnonzero(found < 0).tolist() if self._fresh else ():
            found[place] = self._fresh.get(terms[place], -1)
        return found

    def add(self, term: str) -> int:
        """Return the number of a term that is not there, from now on its own."""
        number = self._fresh[term] = len(self)
        self._fresh_terms.append(term)
        return number

    def some(self, numbers: NDArray[np.int64]) -> list[str]:
        """Return the terms of ascending numbers."""
        text, starts = self.saved.text.tobytes(), self.saved.starts
        saved = numbers[numbers < self._known]
        spans = zip(starts[saved].tolist(), starts[saved + 1].tolist(), strict=True)
        fresh = numbers[len(saved) :] - self._known
        return [
            *(text[start:end].decode() for start, end in spans),
            *(self._fresh_terms[number] for number in fresh.tolist()),
        ]
