"""How compiled loops see memory: tables of addresses and numbers become records of pointers."""

from typing import Any, NamedTuple

import numpy as np
from numba import njit, types
from numba.extending import intrinsic
from numpy.typing import NDArray

# Nothing of Python may be needed where the machine code runs: no wrapper, no exception, no
# array that is counted. What is read are bare pointers, which know no length.
loop = njit(error_model="numpy", no_cpython_wrapper=True, no_cfunc_wrapper=True, _nrt=False)

MARKS = 8192  # a power of two

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
    alive: Pointer
    alive_words: Pointer  # eight flags each
    high: Pointer  # halves of the ids
    low: Pointer


class Asked(NamedTuple):
    """What is looked for."""

    terms: int
    limit: int
    is_behind: bool  # whether the page begins behind a last one seen
    last: float  # its score
    high: Whole  # halves of its id
    low: Whole
    is_narrowed: bool
    size: int  # the rows that may be allowed are below
    where: Pointer
    where_words: Pointer  # eight flags each


class Work(NamedTuple):
    """Room for one search; ``scores`` is all 0 before and after."""

    slots: int
    marks: Pointer  # by the last digits of a number: whether a term of the query has them
    numbers: Pointer
    weights: Pointer
    keys: Pointer
    hashed: Pointer
    begins: Pointer
    ends: Pointer
    scores: Pointer
    bits: Pointer  # of the scores
    maxima: Pointer
    maxima_bits: Pointer
    listed: Pointer
    values: Pointer
    values_bits: Pointer
    heap: Pointer
    chosen: Pointer
    exact: Pointer
    result: Pointer


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
        at(table[begin + 9], np.float64),
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
        at(table[5], np.uint8),
        at(table[5], np.uint64),
        at(table[6], np.uint64),
        at(table[7], np.uint64),
    )


@loop
def asked_at(address: int, size: int) -> Asked:
    """Return the question of a table, to a corpus of so many rows."""
    table, last = at(address, np.int64), at(address, np.float64)
    narrowed = table[6] != 0
    return Asked(
        table[0],
        min(table[1], size),
        table[2] != 0,
        last[3],
        np.uint64(table[4]),
        np.uint64(table[5]),
        narrowed,
        min(table[7], size) if narrowed else size,
        at(table[6], np.uint8),
        at(table[6], np.uint64),
    )


@loop
def work_at(address: int, terms: int) -> Work:
    """Return the room of a table, for a query of so many terms."""
    table, slots = at(address, np.int64), 16
    while slots < 8 * terms:
        slots *= 2
    return Work(
        slots,
        at(table[14], np.uint8),
        at(table[0], np.int32),
        at(table[1], np.float64),
        at(table[2], np.int32),
        at(table[3], np.float64),
        at(table[4], np.int64),
        at(table[5], np.int64),
        at(table[6], np.float32),
        at(table[6], np.int32),
        at(table[7], np.float32),
        at(table[7], np.int32),
        at(table[8], np.int32),
        at(table[9], np.float32),
        at(table[9], np.int32),
        at(table[10], np.float32),
        at(table[11], np.int32),
        at(table[12], np.float64),
        at(table[13], np.int64),
    )
