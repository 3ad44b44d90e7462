"""Use cases of policy packs."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from marketplace.errors import NotFound
from matching.policy.loading import UnknownPack, active_pack, load_packs
from matching.policy.pack import Pack


def list_policies(
    day: date, *, limit: int, after: Sequence[str] | None
) -> tuple[Sequence[dict[str, Any]], int]:
    """Return up to ``limit + 1`` packs in the version of a day, by id, and how many there are."""
    packs = packs_in_force(day)
    shown = [pack for pack in packs if not after or pack.id > after[0]][: limit + 1]
    return [_in_short(pack) for pack in shown], len(packs)


def packs_in_force(day: date) -> list[Pack]:
    """Return every pack in the version of a day, by id."""
    packs = load_packs()
    return [active_pack(packs, name, day) for name in sorted(packs)]


def show_policy(pack_id: str, version: str | None, day: date) -> dict[str, Any]:
    """Return a pack whole, in a version or in that of a day.

    Raises:
        NotFound: no such pack or version.
    """
    return _whole(find_pack(pack_id, version, day))


def find_pack(pack_id: str, version: str | None, day: date) -> Pack:
    """Return a pack in a version, or in that of a day.

    Raises:
        NotFound: no such pack or version.
    """
    packs = load_packs()
    if version is None:
        try:
            return active_pack(packs, pack_id, day)
        except UnknownPack:
            raise NotFound from None
    pack = packs.get(pack_id, {}).get(version)
    if pack is None:
        raise NotFound
    return pack


def versions_of(pack_id: str) -> list[str]:
    """Return the versions of a pack, oldest first."""
    versions = sorted(load_packs()[pack_id].values(), key=lambda pack: pack.release)
    return [pack.version for pack in versions]


def _in_short(pack: Pack) -> dict[str, Any]:
    end = pack.effective.end
    return {
        "id": pack.id,
        "version": pack.version,
        "status": pack.status.value,
        "title": pack.content()["title"],
        "jurisdiction": pack.jurisdiction.code,
        "effective_from": pack.effective.start.isoformat(),
        "effective_to": None if end is None else end.isoformat(),
        "recorded_on": pack.recorded_on.isoformat(),
        "review_by": pack.review_by.isoformat(),
        "digest": pack.digest,
    }


def _whole(pack: Pack) -> dict[str, Any]:
    return {**_in_short(pack), "content": pack.content(), "versions": versions_of(pack.id)}
