"""Which outcomes each criterion can have at all: try every kind of fact on it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product

from matching.codes import Evidence, Outcome
from matching.policy.composing import compose
from matching.policy.findings import Code, Readings, Stated
from matching.policy.logic import Leaf, judge, rules_on
from matching.policy.operators import Value
from matching.policy.pack import Fact, FactKind, Pack, PackStatus

IN_CARE = {PackStatus.ACTIVE, PackStatus.DRAFT, PackStatus.ILLUSTRATIVE}
ELSE = "something else"  # a text that no list holds


@dataclass(frozen=True, slots=True)
class Gap:
    """What a criterion cannot come out like, and why."""

    leaf: str
    outcomes: tuple[Outcome, ...]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What was seen of one version of a pack or an overlay."""

    name: str
    status: PackStatus
    review_by: date
    is_overdue: bool
    gaps: tuple[Gap, ...]


def check_all(packs: Mapping[str, Mapping[str, Pack]], day: date) -> Iterator[Check]:
    """Yield what there is to say of every pack and overlay as of a day."""
    for versions in packs.values():
        for pack in versions.values():
            yield _check(pack.name, pack.status, pack.review_by, day, gaps_of(pack, day))
            for overlay in pack.overlays:
                composed = compose(pack, (overlay,))
                added = composed.criteria.keys() - pack.criteria.keys()
                start = max(overlay.effective.start, pack.effective.start)
                inside = day if day in overlay.effective else start
                gaps = (gap for gap in gaps_of(composed, inside) if gap.leaf in added)
                yield _check(
                    f"{overlay.name}, on {pack.name}",
                    overlay.status,
                    overlay.review_by,
                    day,
                    tuple(gaps),
                )


def _check(
    name: str, status: PackStatus, review_by: date, day: date, gaps: tuple[Gap, ...]
) -> Check:
    overdue = status in IN_CARE and day > review_by
    return Check(name=name, status=status, review_by=review_by, is_overdue=overdue, gaps=gaps)


def gaps_of(pack: Pack, day: date) -> tuple[Gap, ...]:
    """Return the criteria that some outcome is out of reach for, on a day or the pack's first."""
    rules = rules_on(pack, day if day in pack.effective else pack.effective.start)
    gaps = (_gap(pack, name, leaf) for name, leaf in rules.leaves.items())
    return tuple(gap for gap in gaps if gap is not None)


def _gap(pack: Pack, name: str, leaf: Leaf) -> Gap | None:
    found = {judge(leaf, world) for world in _worlds(pack, leaf)}
    reached = {finding.outcome for finding in found}
    missed = tuple(outcome for outcome in Outcome if outcome not in reached)
    if not missed:
        return None
    codes = {finding.code for finding in found}
    if codes == {Code.POLICY_UNDEFINED}:
        return Gap(name, missed, f"POLICY_UNDEFINED: nobody has published {_what(leaf)}")
    told = ", ".join(sorted(code.value for code in codes))
    return Gap(name, missed, f"of every fact tried: {told}")


def _what(leaf: Leaf) -> str:
    return leaf.criterion.parameter or leaf.criterion.id


def _worlds(pack: Pack, leaf: Leaf) -> Iterator[Mapping[str, Readings]]:
    """Yield each fact of a leaf as absent, and as each telling value with each evidence."""
    facts = leaf.criterion.facts
    readings = [[None, *_stated(pack.facts[fact], leaf)] for fact in facts]
    for reading in product(*readings):
        yield {fact: (stated,) for fact, stated in zip(facts, reading, strict=True)}


def _stated(fact: Fact, leaf: Leaf) -> Iterator[Stated]:
    for value, evidence in product(telling_values(fact, leaf), Evidence):
        yield Stated(value, evidence)


def telling_values(fact: Fact, leaf: Leaf) -> set[Value]:
    """Return values on both sides of whatever a leaf may want."""
    wanted = leaf.wanted
    if fact.kind is FactKind.BOOLEAN:
        return {True, False}
    if fact.kind is FactKind.CODE:
        return set(fact.taxonomy)
    if fact.kind is FactKind.CODES:
        return {frozenset(), *(frozenset({code}) for code in fact.taxonomy)}
    if fact.kind is FactKind.INTEGER:
        near = {wanted - 1, wanted, wanted + 1} if isinstance(wanted, int) else set()
        return {fact.minimum or 0, fact.maximum or 0, *near}
    if fact.kind is FactKind.DATE:
        middle = wanted if isinstance(wanted, date) else date(2000, 1, 2)
        return {middle + timedelta(days=days) for days in (-1, 0, 1)}
    return {ELSE, *(wanted if isinstance(wanted, frozenset) else ())}
