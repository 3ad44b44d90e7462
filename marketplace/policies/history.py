"""What changed in the rules, and when: new versions, rules of provinces, values of other days."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise

from matching.policy import difference_words
from matching.policy.composing import compose
from matching.policy.differences import CHANGED, Difference, differences
from matching.policy.loading import Packs
from matching.policy.pack import Pack, PackStatus

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleChange:
    """Rules that came into force on a day, beside those before.

    Attributes:
        before: None where we keep no earlier rules.
        eve: the day on which those before are asked; that of the change, where only they differ.
        province: the one whose own rules these are.
    """

    day: date
    eve: date
    before: Pack | None
    after: Pack
    province: str | None = None
    differences: tuple[Difference, ...] = ()


def past_changes(packs: Packs, day: date) -> list[RuleChange]:
    """Return what came into force up to a day, the newest first."""
    found = [
        change
        for versions in packs.values()
        for change in _changes_of(_active(versions.values()))
        if change.day <= day
    ]
    return sorted(found, key=lambda change: (change.day, change.after.id), reverse=True)


def _active(versions: Iterable[Pack]) -> tuple[Pack, ...]:
    """Return the versions that are or were in force, the oldest first."""
    active = (pack for pack in versions if pack.status is PackStatus.ACTIVE)
    return tuple(sorted(active, key=lambda pack: pack.release))


@lru_cache(maxsize=256)
def _changes_of(versions: tuple[Pack, ...]) -> tuple[RuleChange, ...]:
    """Return all changes of a pack; they are the same for everybody."""
    return tuple(_of_versions(versions))


def _of_versions(versions: tuple[Pack, ...]) -> Iterator[RuleChange]:
    for before, after in zip([None, *versions], versions, strict=False):
        start = after.effective.start
        told = () if before is None else differences(before, after)
        yield RuleChange(day=start, eve=start, before=before, after=after, differences=told)
        yield from _of_values(after)
    if versions:
        yield from _of_provinces(versions[-1])


def _of_values(pack: Pack) -> Iterator[RuleChange]:
    """Yield the days on which a value of one version becomes another."""
    moved: dict[date, list[Difference]] = {}
    for parameter in pack.parameters.values():
        for old, new in pairwise(parameter.values):
            text = difference_words.value_changed(parameter.id, new.span, old, new)
            told = Difference("params", parameter.id, CHANGED, text)
            moved.setdefault(new.span.start, []).append(told)
    for day, told_then in moved.items():
        yield RuleChange(
            day=day, eve=day - A_DAY, before=pack, after=pack, differences=tuple(told_then)
        )


def _of_provinces(pack: Pack) -> Iterator[RuleChange]:
    for overlay in pack.overlays:
        if overlay.status is not PackStatus.ACTIVE or overlay.level != "province":
            continue
        start, others = overlay.effective.start, tuple(o for o in pack.overlays if o is not overlay)
        yield RuleChange(
            day=start,
            eve=start,
            before=replace(pack, overlays=others),
            after=pack,
            province=overlay.code,
            differences=differences(pack, compose(pack, (overlay,))),
        )
