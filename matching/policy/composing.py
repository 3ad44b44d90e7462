"""A pack as it stands on a day in a province: the base, and the overlays in force there."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from matching.policy.overlays import IN_USE, Overlay, overlays_on, require_reforms
from matching.policy.pack import Fact, Pack
from matching.policy.parsing import read_pack
from matching.policy.patching import changed_by
from matching.policy.reading import plant


def pack_on(
    pack: Pack, day: date, province: str | None = None, reforms: Sequence[str] = ()
) -> Pack:
    """Return a pack as it stands on a day; the very same where no overlay is in force.

    Raises:
        UnknownReform: no draft of that name changes the pack.
        PackError: drafts that were asked for together contradict each other.
    """
    require_reforms(pack.overlays, reforms)
    return compose(pack, overlays_on(pack.overlays, day, province, reforms))


@lru_cache(maxsize=1024)
def compose(pack: Pack, overlays: tuple[Overlay, ...]) -> Pack:
    """Return a pack with the changes of some overlays; its id, version and digest stay.

    Raises:
        PackError: a change does not fit the pack, or two contradict each other.
    """
    if not overlays:
        return pack
    changed: dict[str, str] = {}
    content, tests = pack.content(), False
    for overlay in overlays:
        place = overlay.cell.at("patch") or overlay.cell
        tests = tests or overlay.for_tests
        top = changed_by(plant(content, place.file, place.line), overlay, changed)
        composed = read_pack(top, tests=tests)
        content = composed.content()
    return replace(composed, digest=pack.digest, overlays=pack.overlays, applied=overlays)


def refuse_misfits(pack: Pack) -> None:
    """Make every change once, alone and together with those in force beside it.

    Raises:
        PackError: a change does not fit the pack, or two contradict each other.
    """
    for overlay in pack.overlays:
        compose(pack, (overlay,))
    for first in pack.overlays:
        if first.status in IN_USE:
            compose(pack, overlays_on(pack.overlays, first.effective.start, first.code))
    _refuse_strangers(pack)


def _refuse_strangers(pack: Pack) -> None:
    """Refuse an overlay of another country, and facts of one name that differ."""
    facts: dict[str, Fact] = {}
    for overlay in pack.overlays:
        if overlay.country != pack.jurisdiction.country:
            overlay.cell.refuse(
                f"{overlay.name} is of another country than {pack.id}", "extend another pack"
            )
        for name, fact in compose(pack, (overlay,)).facts.items():
            if facts.setdefault(name, fact) != fact:
                overlay.cell.refuse(f"`{name}` differs between overlays", "choose another name")


@lru_cache(maxsize=256)
def with_all_facts(pack: Pack) -> Pack:
    """Return a pack whose dictionary holds the facts of all its overlays too."""
    facts = dict(pack.facts)
    for overlay in pack.overlays:
        facts |= compose(pack, (overlay,)).facts
    return pack if facts.keys() == pack.facts.keys() else replace(pack, facts=facts)
