"""Hash texts by their bytes: FNV-1a, with a last mixing."""

import numpy as np

from matching.ranking.loops.tables import Whole, at, loop

BEGIN = 0xCBF29CE484222325  # what a hash without a key begins with


@loop
def stirred(mixed: Whole, byte: int) -> Whole:
    """Return a hash that goes on by a byte."""
    return (mixed ^ np.uint64(byte)) * np.uint64(0x100000001B3)


@loop
def finished(mixed: Whole) -> Whole:
    """Return a hash whose every bit depends on all that went in."""
    mixed = (mixed ^ (mixed >> np.uint64(32))) * np.uint64(0x9E3779B97F4A7C15)
    return mixed ^ (mixed >> np.uint64(29))


@loop
def digest(table_address: int, size: int, key: int) -> None:
    """Hash terms that stand one behind the other, each ended by a byte of 0.

    Others have a term's 64 bits by the rarest chance, unless who wrote them knows the key.

    Args:
        table_address: of the addresses of the bytes and of where to write, and of how many
            hashes there is room for, where then stands how many terms there were.
        size: bytes.
        key: what each hash begins with.
    """
    table = at(table_address, np.int64)
    text, hashes = at(table[0], np.uint8), at(table[1], np.uint64)
    count, room, mixed = 0, table[2], np.uint64(key)
    for place in range(size):
        if text[place] == 0:
            if count < room:
                hashes[count] = finished(mixed)
            count += 1
            mixed = np.uint64(key)
        else:
            mixed = stirred(mixed, text[place])
    table[2] = count
