"""Folders of plain arrays with a manifest: written whole or not at all, and checked when read."""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.ranking.kernel import checksum

FORMAT = 5  # rises when the arrays change their meaning
_MANIFEST = "manifest.json"
_TRIES = 5  # to read a folder that others replace
_UNREADABLE = (OSError, ValueError, KeyError, TypeError, AttributeError, EOFError)


class DamagedIndex(Exception):
    """A saved index is missing, cut, altered, of another format or of other origin."""


def write_folder(
    folder: Path, kind: str, arrays: Mapping[str, NDArray[Any]], facts: object
) -> None:
    """Save arrays and JSON facts beside ``folder``, then put them in its place."""
    if not folder.parent.is_dir():
        folder.parent.unlink(missing_ok=True)  # something else in its place
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        for name, array in arrays.items():
            _write(fresh / f"{name}.npy", array)
        files = {path.name: _checksum(path) for path in sorted(fresh.iterdir())}
        manifest = {"format": FORMAT, "kind": kind, "files": files, "facts": facts}
        _write_manifest(fresh / _MANIFEST, manifest)
        _replace(folder, fresh)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def read_folder(folder: Path, kind: str) -> tuple[dict[str, NDArray[Any]], Any]:
    """Return the arrays, memory-mapped, and the facts of a folder.

    All are of one writing, also where another process puts a newer one in its place meanwhile.

    Raises:
        DamagedIndex: anything is not as it was written.
    """
    for _ in range(_TRIES):
        manifest = _manifest(folder, kind)
        try:
            arrays = _arrays(folder, manifest)
        except DamagedIndex:
            if _manifest(folder, kind) == manifest:
                raise
            continue
        if _manifest(folder, kind) == manifest:
            return arrays, manifest["facts"]
    raise DamagedIndex(f"{folder}: another one in its place again and again")


def _arrays(folder: Path, manifest: Mapping[str, Any]) -> dict[str, NDArray[Any]]:
    try:
        for name, known in manifest["files"].items():
            if _checksum(folder / name) != known:
                raise DamagedIndex(f"{folder / name}: cut or altered")
        arrays = {name: _map(folder / name) for name in manifest["files"]}
    except _UNREADABLE as error:
        raise DamagedIndex(f"{folder}: {error}") from error
    return {name.removesuffix(".npy"): array for name, array in arrays.items()}


def read_facts(folder: Path, kind: str) -> Any:  # noqa: ANN401 - JSON
    """Return the facts of a folder without looking at its arrays.

    Raises:
        DamagedIndex: there is no such folder, or its facts are not as they were written.
    """
    return _manifest(folder, kind)["facts"]


def discard(path: Path) -> None:
    """Remove a folder, or whatever stands in its place, if it can be removed."""
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def join_terms(terms: Iterable[str]) -> NDArray[np.uint8]:
    """Join terms into one array of UTF-8; no term holds a line break."""
    return np.frombuffer("\n".join(terms).encode(), dtype=np.uint8)


def split_terms(joined: NDArray[np.uint8]) -> tuple[str, ...]:
    """Undo ``join_terms``."""
    return tuple(joined.tobytes().decode().split("\n")) if joined.size else ()


def _manifest(folder: Path, kind: str) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
        body = {key: value for key, value in manifest.items() if key != "sha256"}
        altered = manifest["sha256"] != _digest_of(body)
        found = (manifest["format"], manifest["kind"])
    except _UNREADABLE as error:
        raise DamagedIndex(f"{folder}: {error}") from error
    if altered:
        raise DamagedIndex(f"{folder}: the manifest was altered")
    if found != (FORMAT, kind):
        raise DamagedIndex(f"{folder}: not {kind} of format {FORMAT}")
    return manifest


def _map(path: Path) -> NDArray[Any]:
    return np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))


def _write(path: Path, array: NDArray[Any]) -> None:
    with path.open("wb") as file:
        np.save(file, array, allow_pickle=False)
        file.flush()
        os.fsync(file.fileno())


def _write_manifest(path: Path, manifest: dict[str, Any]) -> None:
    signed = {**manifest, "sha256": _digest_of(manifest)}
    with path.open("w", encoding="utf-8") as file:
        json.dump(signed, file, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())


def _replace(folder: Path, fresh: Path) -> None:
    # A crash between the two renames leaves no folder: the reader then rebuilds.
    old = fresh.with_name(f"{fresh.name}.old")
    if folder.exists():
        folder.rename(old)
    try:
        fresh.rename(folder)
    finally:
        discard(old)


def _digest_of(body: dict[str, Any]) -> str:
    text = json.dumps(body, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _checksum(path: Path) -> int:
    """Sum up a file; a cryptographic digest would take much of the time a worker has to start."""
    return checksum(np.memmap(path, np.uint8, mode="r"))
