"""Compile the loops to machine code; what serves requests reads the code and imports no numba."""

from typing import Any

import llvmlite.binding as llvm
from numba import types

from matching.ranking.loops import (
    building,
    checking,
    finding,
    hashing,
    numbering,
    searching,
    taking,
    tallying,
    weighing,
)

EXPORTS = (
    building.build,
    checking.checksum,
    hashing.digest,
    numbering.count,
    numbering.number,
    finding.find,
    finding.mark,
    searching.search,
    searching.share,
    taking.take,
    tallying.tally,
    weighing.weigh,
)


def compile_loops(machine: llvm.TargetMachine) -> bytes:
    """Return an object file with the loops under their names."""
    whole = llvm.parse_assembly("")
    for function in EXPORTS:
        whole.link_in(_compiled(function))
    return bytes(machine.emit_object(whole))


def _compiled(function: Any) -> llvm.ModuleRef:  # noqa: ANN401 - numba has no types
    """Return the code of a function of addresses and whole numbers, and of all that it calls."""
    arguments = function.py_func.__code__.co_argcount
    function.compile(types.none(*[types.int64] * arguments))
    [found] = function.overloads.values()
    module = llvm.parse_assembly(found.library.get_llvm_str())
    module.get_function(found.fndesc.mangled_name).name = function.py_func.__name__
    return module
