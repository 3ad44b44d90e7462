"""A policy that changes: which draft or release it is, and the packs before and after it."""

from dataclasses import dataclass, replace
from datetime import date

from matching.policy.composing import compose
from matching.policy.loading import Packs
from matching.policy.overlays import Overlay
from matching.policy.pack import Pack, PackStatus, Span


class UnknownChange(LookupError):
    """No pack or overlay of that name could change anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One version of a pack or overlay, beside the same world without it."""

    policy: str
    version: str
    digest: str
    status: PackStatus
    effective: Span
    is_reform: bool = False  # of the nation: it comes into use as a version of the pack
    before: Pack
    after: Pack

    @property
    def name(self) -> str:
        """Id and version, as people read them."""
        return f"{self.policy} {self.version}"

    @property
    def other(self) -> str:
        """By what the page of differences from ``before`` knows it: a version, or an overlay."""
        return self.version if self.policy == self.before.id else self.policy


def find_change(packs: Packs, name: str, version: str | None, day: date) -> Change:
    """Return a pack or overlay, in a version or in its newest, as a change of what is in force.

    Raises:
        UnknownChange: says what there is.
    """
    if name in packs:
        return _pack_change(packs, name, version, day)
    overlays = {
        (overlay.id, overlay.version): (overlay, pack)
        for versions in packs.values()
        for pack in sorted(versions.values(), key=lambda each: _standing(each, day))
        for overlay in pack.overlays
    }
    named = [pair for pair in overlays.values() if _is(pair[0], name, version)]
    if not named:
        known = sorted({*packs, *(id_ for id_, _ in overlays)})
        raise UnknownChange(
            f"no pack or overlay {name!r}{' ' + version if version else ''}; "
            f"there are: {', '.join(known)}"
        )
    return _overlay_change(*max(named, key=lambda pair: pair[0].release), day)


def _is(overlay: Overlay, name: str, version: str | None) -> bool:
    return overlay.id == name and version in {None, overlay.version}


def _standing(pack: Pack, day: date) -> tuple[bool, bool, tuple[int, ...]]:
    """Sort the version that speaks for the day last."""
    return pack.status is PackStatus.ACTIVE, day in pack.effective, pack.release


def _pack_change(packs: Packs, name: str, version: str | None, day: date) -> Change:
    versions = packs[name]
    after = max(versions.values(), key=lambda pack: pack.release)
    if version is not None:
        if version not in versions:
            raise UnknownChange(f"{name} has no version {version}; it has: {', '.join(versions)}")
        after = versions[version]
    others = [pack for pack in versions.values() if pack is not after]
    if not others:
        raise UnknownChange(f"{after.name} is the only version of its pack: it changes nothing")
    return Change(
        policy=after.id,
        version=after.version,
        digest=after.digest,
        status=after.status,
        effective=after.effective,
        before=max(others, key=lambda pack: _standing(pack, day)),
        after=after,
    )


def _overlay_change(overlay: Overlay, base: Pack, day: date) -> Change:
    others = tuple(each for each in base.overlays if each is not overlay)
    before = replace(base, overlays=others)
    if overlay.level == "province":
        after = replace(base, overlays=(*others, _in_use(overlay)))
    else:
        after = compose(before, (overlay,)) if day in overlay.effective else before
    return Change(
        policy=overlay.id,
        version=overlay.version,
        digest=overlay.digest,
        status=overlay.status,
        effective=overlay.effective,
        is_reform=overlay.level == "reform",
        before=before,
        after=after,
    )


def _in_use(overlay: Overlay) -> Overlay:
    return replace(overlay, status=PackStatus.ACTIVE) if overlay.is_draft else overlay
