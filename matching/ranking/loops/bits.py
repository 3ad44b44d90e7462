"""Bits: what the processor tells of many flags, rows or bits at once."""

from typing import Any

from llvmlite import ir
from numba import types
from numba.extending import intrinsic

FLAGS, ROWS = 64, 16  # that are looked at together


@intrinsic
def ones_of(_context: Any, word: Any) -> Any:  # noqa: ANN401 - numba's own
    """Return how many bits of a word are 1, by the processor's own instruction."""

    def generate(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:  # noqa: ANN401
        return builder.ctpop(args[0])

    return types.uint64(word), generate


@intrinsic
def first_one(_context: Any, word: Any) -> Any:  # noqa: ANN401 - numba's own
    """Return the place of the lowest bit that is 1 of a word that has one."""

    def generate(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:  # noqa: ANN401
        return builder.cttz(args[0], ir.IntType(1)(1))

    return types.int64(word), generate


@intrinsic
def set_flags(_context: Any, flags: Any, _begin: Any) -> Any:  # noqa: ANN401 - numba's own
    """Return a bit for each of FLAGS flags, from one on, that is not 0."""

    def generate(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:  # noqa: ANN401
        return _compared(builder, "!=", args, FLAGS, ir.IntType(8)(0))

    return types.uint64(flags, types.int64), generate


@intrinsic
def equal_rows(_context: Any, rows: Any, _begin: Any, _row: Any) -> Any:  # noqa: ANN401
    """Return a bit for each of ROWS rows, from one on, that is a wanted one."""

    def generate(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:  # noqa: ANN401
        return _compared(builder, "==", args[:2], ROWS, args[2])

    return types.uint64(rows, types.int64, types.int32), generate


def _compared(builder: Any, how: str, given: Any, many: int, one: Any) -> Any:  # noqa: ANN401
    """Compare what lies at a pointer, from a place on, with one value."""
    kind = ir.VectorType(one.type, many)
    here = builder.bitcast(builder.gep(given[0], [given[1]]), kind.as_pointer())
    each = builder.insert_element(kind(ir.Undefined), one, ir.IntType(32)(0))
    alike = ir.Constant(ir.VectorType(ir.IntType(32), many), [0] * many)
    each = builder.shuffle_vector(each, kind(ir.Undefined), alike)
    found = builder.icmp_unsigned(how, builder.load(here, align=one.type.width // 8), each)
    return builder.zext(builder.bitcast(found, ir.IntType(many)), ir.IntType(64))
