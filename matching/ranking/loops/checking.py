"""Check: a sum over bytes that no altered word leaves as it was."""

import numpy as np

from matching.ranking.loops.tables import Whole, at, loop

_FACTOR = np.uint64(0x9E3779B97F4A7C15)  # odd, so that a step loses nothing


@loop
def checksum(address: int, size: int, result_address: int) -> None:
    """Write a sum of 64 bits over some bytes."""
    words, rest = at(address, np.uint64), at(address, np.uint8)
    # Four lanes: a multiplication need not wait for the one before.
    a, b, c, d = np.uint64(size), np.uint64(1), np.uint64(2), np.uint64(3)
    for word in range(0, size // 8 - 3, 4):
        a = _mixed(a, words[word])
        b = _mixed(b, words[word + 1])
        c = _mixed(c, words[word + 2])
        d = _mixed(d, words[word + 3])
    total = _mixed(_mixed(_mixed(_mixed(a, np.uint64(0)), b), c), d)
    for byte in range(size // 32 * 32, size):
        total = _mixed(total, np.uint64(rest[byte]))
    at(result_address, np.uint64)[0] = total


@loop
def _mixed(total: Whole, word: Whole) -> Whole:
    """Mix a word in: another total or another word leads to another result."""
    mixed = (total ^ word) * _FACTOR
    return mixed ^ (mixed >> np.uint64(29))
