"""Use cases of policy packs."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from marketplace.errors import NotFound
from matching.policy.loading import Packs, UnknownPack, active_pack, has_active
from matching.policy.pack import Pack


def list_policies(
    packs: Packs, day: date, *, limit: int, after: Sequence[str] | None
) -> tuple[Sequence[dict[str, Any]], int]:
    """Return up to ``limit + 1`` packs in the version of a day, by id, and how many there are."""
    found = packs_in_force(packs, day)
    shown = [pack for pack in found if not after or pack.id > after[0]][: limit + 1]
    return [_in_short(pack) for pack in shown], len(found)


def packs_in_force(packs: Packs, day: date) -> list[Pack]:
    """Return every pack that has an active version, in that of a day, by id."""
    return [active_pack(packs, name, day) for name in sorted(packs) if has_active(packs, name)]


def show_policy(packs: Packs, pack_id: str, version: str | None, day: date) -> dict[str, Any]:
    """Return a pack whole, in a version or in that of a day.

    Raises:
        NotFound: no such pack or version.
    """
    return _whole(packs, find_pack(packs, pack_id, version, day))


def find_pack(packs: Packs, pack_id: str, version: str | None, day: date) -> Pack:
    """Return a pack in a version, or in that of a day.

    Raises:
        NotFound: no such pack or version.
    """
    if version is None:
        try:
            return active_pack(packs, pack_id, day)
        except UnknownPack:
            raise NotFound from None
    pack = packs.get(pack_id, {}).get(version)
    if pack is None:
        raise NotFound
    return pack


def versions_of(packs: Packs, pack_id: str) -> list[str]:
    """Return the versions of a pack, oldest first."""
    versions = sorted(packs[pack_id].values(), key=lambda pack: pack.release)
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


def _whole(packs: Packs, pack: Pack) -> dict[str, Any]:
    return {**_in_short(pack), "content": pack.content(), "versions": versions_of(packs, pack.id)}
