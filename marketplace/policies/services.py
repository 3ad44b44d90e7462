"""Use cases of policy packs."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from marketplace.errors import NotFound
from matching.policy.loading import Packs, UnknownPack, active_pack, has_active
from matching.policy.overlays import Overlay
from matching.policy.pack import Pack


def list_policies(
    packs: Packs, day: date, *, limit: int, after: Sequence[str] | None
) -> tuple[Sequence[dict[str, Any]], int]:
    """Return up to ``limit + 1`` packs in the version of a day, by id, and how many there are."""
    names = sorted(name for name in packs if has_active(packs, name))
    shown = [name for name in names if not after or name > after[0]][: limit + 1]
    return [_in_short(active_pack(packs, name, day)) for name in shown], len(names)


def policy_in_force(packs: Packs, pack_id: str, day: date) -> dict[str, Any]:
    """Return a pack whole, in the version of a day.

    Raises:
        NotFound: no such pack.
    """
    try:
        return _whole(packs, active_pack(packs, pack_id, day))
    except UnknownPack:
        raise NotFound from None


def policy_version(packs: Packs, pack_id: str, version: str) -> dict[str, Any]:
    """Return one version of a pack whole.

    Raises:
        NotFound: no such pack or version.
    """
    pack = packs.get(pack_id, {}).get(version)
    if pack is None:
        raise NotFound
    return _whole(packs, pack)


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
    versions = sorted(packs[pack.id].values(), key=lambda version: version.release)
    return {
        **_in_short(pack),
        "content": pack.content(),
        "versions": [version.version for version in versions],
        "overlays": [_overlay(overlay) for overlay in pack.overlays],
    }


def _overlay(overlay: Overlay) -> dict[str, Any]:
    end = overlay.effective.end
    content = overlay.cell.plain()
    return {
        "id": overlay.id,
        "version": overlay.version,
        "status": overlay.status.value,
        "title": content["title"],
        "province": overlay.code if overlay.level == "province" else None,
        "effective_from": overlay.effective.start.isoformat(),
        "effective_to": None if end is None else end.isoformat(),
        "review_by": overlay.review_by.isoformat(),
        "digest": overlay.digest,
        "content": content,
    }
