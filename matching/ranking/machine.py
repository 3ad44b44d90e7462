"""The compiled loops of this machine: read from a file, or compiled once and kept in one."""

import ctypes
import hashlib
import importlib.metadata
import importlib.util
import os
import tempfile
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple

import llvmlite.binding as llvm

from matching.ranking import loops

_DIGEST_BYTES = 32
_ARGUMENTS = 3  # of every loop
_SOURCES = (*Path(loops.__file__).parent.glob("*.py"), Path(__file__).with_name("compiling.py"))

Loop = Callable[..., int]  # of addresses and whole numbers


class Loops(NamedTuple):
    """The loops by their names, as ``compiling`` exports them."""

    build: Loop
    checksum: Loop
    count: Loop
    digest: Loop
    number: Loop
    find: Loop
    mark: Loop
    search: Loop
    share: Loop
    take: Loop
    tally: Loop
    weigh: Loop
    engine: llvm.ExecutionEngine  # holds the code


@cache
def compiled() -> Loops:
    """Return the loops of this process; none of them needs Python while it runs."""
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    machine = llvm.Target.from_default_triple().create_target_machine(
        cpu=llvm.get_host_cpu_name(),
        features=llvm.get_host_cpu_features().flatten(),
        opt=3,
        codemodel="jitdefault",
        jit=True,
    )
    code = _code(machine)
    engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), machine)
    engine.add_object_file(llvm.ObjectFileRef.from_data(code))
    engine.finalize_object()
    names = (name for name in Loops._fields if name != "engine")
    return Loops(**{name: _function(engine, name) for name in names}, engine=engine)


def _function(engine: llvm.ExecutionEngine, name: str) -> Loop:
    """Return a function of compiled code, which first takes room for a result and an error."""
    kind = ctypes.CFUNCTYPE(
        ctypes.c_int32, ctypes.c_void_p, ctypes.c_void_p, *[ctypes.c_int64] * _ARGUMENTS
    )
    function, room = kind(engine.get_function_address(name)), (ctypes.c_int64 * 2)()
    # The loops return nothing and raise nothing: nobody reads what stands in the room.
    return partial(function, room, room)


def _code(machine: llvm.TargetMachine) -> bytes:
    """Return the object file: of an earlier process, or compiled now."""
    name = f"loops-{_key(machine)}.o"
    for folder in _folders():
        if (code := _read(folder / name)) is not None:
            return code
    from matching.ranking.compiling import compile_loops  # noqa: PLC0415 - numba takes a second

    code = compile_loops(machine)
    for folder in _folders():
        if _written(folder / name, code):
            break
    return code


def _key(machine: llvm.TargetMachine) -> str:
    """Name what the code depends on: the loops, the compilers, the processor."""
    digest = hashlib.sha256()
    for path in sorted(_SOURCES):
        digest.update(path.read_bytes())
    versions = [importlib.metadata.version(name) for name in ("numba", "llvmlite")]
    processor = [machine.triple, llvm.get_host_cpu_name(), llvm.get_host_cpu_features().flatten()]
    digest.update("\n".join(versions + processor).encode())
    return digest.hexdigest()[:32]


def _folders() -> Iterator[Path]:
    """Yield where code is kept: beside Python's own, or, where that is read-only, in the home."""
    yield Path(importlib.util.cache_from_source(loops.__file__)).parent
    try:
        caches = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    except RuntimeError:
        return  # a user without a home
    yield caches / "kvisa-marketplace"


def _read(path: Path) -> bytes | None:
    """Return a file's code, or nothing if it is missing, cut or altered."""
    try:
        whole = path.read_bytes()
    except OSError:
        return None
    digest, code = whole[:_DIGEST_BYTES], whole[_DIGEST_BYTES:]
    return code if hashlib.sha256(code).digest() == digest else None


def _written(path: Path, code: bytes) -> bool:
    """Write a file, whole or not at all; say whether that was possible."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(hashlib.sha256(code).digest() + code)
        Path(file.name).chmod(0o644)  # for whoever serves
        Path(file.name).replace(path)
    except OSError:
        return False
    return True
