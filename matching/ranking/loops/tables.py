"""How compiled loops see memory: tables of addresses and numbers become records of pointers."""

from typing import Any, NamedTuple

import numpy as np
from numba import njit, types
from numba.extending import intrinsic
from numpy.typing import NDArray

# Nothing of Python may be needed where the machine code runs: no wrapper, no exception, no
# array that is counted. What is read are bare pointers, which know no length.
loop = njit(error_model="numpy", no_cpython_wrapper=True, no_cfunc_wrapper=True, _nrt=False)

PART = 131072  # rows that are scored together, so that their scores stay near the processor
# Rows whose largest score is looked at first: every WIDTH-th of a block, so that the processor
# compares many groups at once.
GROUP, WIDTH = 32, 64
BLOCK = GROUP * WIDTH
BUCKETS = 1024  # that scores are counted in
MOST = 0x7FF0000000000000  # the bits of infinity, above those of any score

# What stands where in the state of a search.
CHOSEN, TOTAL, ALLOWED, WAYS, LEAST, MARKED = 0, 1, 2, 3, 4, 5

Pointer = NDArray[Any]
Whole = Any  # a whole number that knows its width


@intrinsic
def at(_context: Any, _address: Any, kind: Any) -> Any:  # noqa: ANN401 - numba's own
    """Return a pointer to entries of a numpy type."""
    pointer = types.CPointer(kind.instance_type)

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:  # noqa: ANN401
        return builder.inttoptr(args[0], context.get_value_type(signature.return_type))

    return pointer(types.int64, kind), generate


class Segment(NamedTuple):
    """A stretch of rows with postings; the tail has none."""

    first: int
    size: int
    terms: int
    numbers: Pointer  # of the terms, ascending
    starts: Pointer
    rows: Pointer  # counted from ``first``
    weights: Pointer
    row_starts: Pointer
    row_numbers: Pointer
    row_weights: Pointer


class Corpus(NamedTuple):
    """All rows of an index."""

    size: int
    living: int  # rows whose document was not removed
    entries: int  # of all rows
    segments: int
    segment: Pointer  # the tables of the segments, one behind the other
    alive: int  # address of the flags
    high: Pointer  # halves of the ids
    low: Pointer


class Asked(NamedTuple):
    """What is looked for."""

    terms: int
    numbers: Pointer  # of the terms
    weights: Pointer
    limit: int
    is_behind: bool  # whether the page begins behind a last one seen
    last: float  # its score
    last_bits: Whole
    most_bits: Whole  # of a sum that is not above the last score; 1 may be passed by a trifle
    high: Whole  # halves of its id
    low: Whole
    is_narrowed: bool
    size: int  # the rows that may be allowed are below
    where: int  # address of the flags


class Part(NamedTuple):
    """Some rows of a segment, scored together."""

    first: int  # row of the index
    offset: int  # of the segment
    size: int
    is_whole: bool  # whether all of them are allowed
    allowed: int  # how many are
    are_listed: bool  # whether these stand in the room's list
    flags: Pointer


class Work(NamedTuple):
    """Room for one search; ``scores`` and ``slots`` are all 0 before and after."""

    mask: int  # of the places in ``slots``
    slots: Pointer  # by the last digits of a number: the place of a term in ``keys``
    keys: Pointer
    factors: Pointer
    begins: Pointer  # of what is left of each list
    ends: Pointer
    scores: Pointer
    score_bits: Pointer
    listed: Pointer  # rows, counted from the part's first
    values: Pointer  # their scores
    value_bits: Pointer
    flags: int  # address
    largest: Pointer  # score of each group, block by block
    counts: Pointer
    chosen: Pointer  # rows that may reach the page
    exact: Pointer  # their scores
    spare_chosen: Pointer
    spare_exact: Pointer
    state: Pointer  # numbers under the names above


@loop
def segment_at(table: Pointer, place: int) -> Segment:
    """Return a segment of a corpus."""
    begin = 10 * place
    return Segment(
        table[begin],
        table[begin + 1],
        table[begin + 2],
        at(table[begin + 3], np.int32),
        at(table[begin + 4], np.int64),
        at(table[begin + 5], np.int32),
        at(table[begin + 6], np.float32),
        at(table[begin + 7], np.int64),
        at(table[begin + 8], np.int32),
        at(table[begin + 9], np.float32),
    )


@loop
def corpus_at(address: int) -> Corpus:
    """Return the corpus of a table."""
    table = at(address, np.int64)
    return Corpus(
        table[0],
        table[1],
        table[2],
        table[3],
        at(table[4], np.int64),
        table[5],
        at(table[6], np.uint64),
        at(table[7], np.uint64),
    )


@loop
def asked_at(address: int, size: int) -> Asked:
    """Return the question of a table, to a corpus of so many rows."""
    table, last = at(address, np.int64), at(address, np.float64)
    behind, narrowed = table[4] != 0, table[8] != 0
    return Asked(
        table[0],
        at(table[1], np.int32),
        at(table[2], np.float64),
        min(table[3], size),
        behind,
        last[5],
        table[5] if behind else np.int64(MOST),
        table[5] if behind and last[5] < 1 else np.int64(MOST),
        np.uint64(table[6]),
        np.uint64(table[7]),
        narrowed,
        min(table[9], size) if narrowed else size,
        table[8],
    )


@loop
def work_at(address: int) -> Work:
    """Return the room of a table."""
    table = at(address, np.int64)
    return Work(
        table[0] - 1,
        at(table[1], np.int32),
        at(table[2], np.int32),
        at(table[3], np.float64),
        at(table[4], np.int64),
        at(table[5], np.int64),
        at(table[6], np.float64),
        at(table[6], np.int64),
        at(table[7], np.int32),
        at(table[8], np.float64),
        at(table[8], np.int64),
        table[9],
        at(table[10], np.int64),
        at(table[11], np.int32),
        at(table[12], np.int32),
        at(table[13], np.int64),
        at(table[14], np.int32),
        at(table[15], np.int64),
        at(table[16], np.int64),
    )
