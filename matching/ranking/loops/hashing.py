"""Hash: terms that stand one behind the other, each ended by a byte of 0."""

import numpy as np

from matching.ranking.loops.tables import at, loop


@loop
def digest(table_address: int, size: int, key: int) -> None:
    """Write 64 bits for each term that others have by the rarest chance, unless they know the key.

    FNV-1a, begun by the key instead of the constant, with a last mixing.

    Args:
        table_address: of the addresses of the bytes and of where to write.
        size: bytes.
    """
    table = at(table_address, np.int64)
    text, hashes = at(table[0], np.uint8), at(table[1], np.uint64)
    count, mixed = 0, np.uint64(key)
    for place in range(size):
        byte = np.uint64(text[place])
        if byte == 0:
            mixed = (mixed ^ (mixed >> np.uint64(32))) * np.uint64(0x9E3779B97F4A7C15)
            hashes[count] = mixed ^ (mixed >> np.uint64(29))
            count += 1
            mixed = np.uint64(key)
        else:
            mixed = (mixed ^ byte) * np.uint64(0x100000001B3)
