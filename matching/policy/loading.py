"""Load packs and their overlays from files, and find the pack that speaks for a day."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from matching.policy import overlays as overlay_files
from matching.policy.composing import refuse_misfits
from matching.policy.overlays import Overlay, read_overlay
from matching.policy.pack import Pack, PackStatus
from matching.policy.parsing import read_pack
from matching.policy.reading import Cell, read_yaml

PACKS = Path(__file__).parent / "packs"

Packs = Mapping[str, Mapping[str, Pack]]  # by id, then by version


class UnknownPack(LookupError):
    """No such pack, or none of its versions is active."""


@cache
def load_packs(root: Path = PACKS, *more: Path) -> Packs:
    """Load every pack and overlay below some folders, once per process.

    Raises:
        PackError: a file breaks a rule of the format; it names file, line and remedy.
    """
    packs: dict[str, dict[str, Pack]] = {}
    overlays: dict[tuple[str, str], Overlay] = {}
    for path in _files(root, *more):
        cell = read_yaml(path)
        tests = "tests" in path.parts
        if _is_overlay(cell):
            overlay = read_overlay(cell, tests=tests)
            _refuse_second(cell, overlay.name, known=(overlay.id, overlay.version) in overlays)
            overlays[overlay.id, overlay.version] = overlay
        else:
            pack = read_pack(cell, tests=tests)
            versions = packs.setdefault(pack.id, {})
            _refuse_second(cell, pack.name, known=pack.version in versions)
            versions[pack.version] = pack
    for overlay in overlays.values():
        if overlay.extends not in packs:
            overlay.cell.refuse(f"`{overlay.extends}` is no pack", "name one under `extends`")
    return {
        name: {version: _with_overlays(pack, overlays.values()) for version, pack in each.items()}
        for name, each in packs.items()
    }


def _files(*folders: Path) -> Iterator[Path]:
    for folder in folders:
        yield from sorted(folder.rglob("*.yaml"))


def _is_overlay(cell: Cell) -> bool:
    schema = cell.at("schema")
    return schema is not None and schema.value == overlay_files.SCHEMA


def _refuse_second(cell: Cell, name: str, *, known: bool) -> None:
    if known:
        cell.refuse(f"{name} stands in two files", "give one another version")


def _with_overlays(pack: Pack, overlays: Iterable[Overlay]) -> Pack:
    named = (each for each in overlays if each.extends == pack.id)
    mine = tuple(each for each in named if each.effective.common(pack.effective))
    if not mine:
        return pack
    whole = replace(pack, overlays=mine)
    refuse_misfits(whole)
    return whole


def has_active(packs: Packs, pack_id: str) -> bool:
    """Whether a pack has a version that is chosen by itself."""
    return any(pack.status is PackStatus.ACTIVE for pack in packs.get(pack_id, {}).values())


def active_pack(packs: Packs, pack_id: str, day: date) -> Pack:
    """Return the active version in force on a day, else the newest active one.

    Raises:
        UnknownPack: no such pack, or none of its versions is active.
    """
    versions = packs.get(pack_id, {}).values()
    active = [pack for pack in versions if pack.status is PackStatus.ACTIVE]
    if not active:
        raise UnknownPack(f"no active pack {pack_id!r}; there are: {', '.join(sorted(packs))}")
    return max(active, key=lambda pack: (day in pack.effective, pack.release))


def load_pack(path: Path) -> Pack:
    """Load one pack; only below a folder ``tests`` may it cite invented sources."""
    return read_pack(read_yaml(path), tests="tests" in path.parts)
