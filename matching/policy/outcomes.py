"""How flags come out, without the why: for trying many situations that differ little."""

from collections.abc import Mapping
from datetime import date

from matching.codes import Outcome
from matching.policy.composing import pack_on
from matching.policy.findings import OUTCOME_RANK, OUTCOMES, Code, Facts, Readings
from matching.policy.logic import NOT_STATED, Leaf, judge, rules_on, settle
from matching.policy.overlays import provinces_on
from matching.policy.pack import Pack

_Judged = tuple[int, tuple[Readings, ...]]


class Trial:
    """Decides as ``evaluate`` does; a leaf that reads the same again is not asked again."""

    def __init__(self) -> None:
        self._judged: dict[_Judged, Outcome] = {}
        self._leaves: list[Leaf] = []  # held, for they are known by their place in memory

    def outcomes(
        self, pack: Pack, facts: Facts, *, day: date, province: str | None
    ) -> dict[str, Outcome]:
        """Return the outcome of every flag of a pack."""
        if day not in pack.effective:
            return dict.fromkeys(pack.flags, OUTCOMES[Code.POLICY_NOT_IN_EFFECT])
        found = self._settled(pack_on(pack, day, province, ()), facts, day)
        for code in () if province else provinces_on(pack.overlays, day, ()):
            there = self._settled(pack_on(pack, day, code, ()), facts, day)
            for name in [name for name in found if there[name] is not found[name]]:
                found[name] = Outcome.UNKNOWN
        return found

    def _settled(self, pack: Pack, facts: Facts, day: date) -> dict[str, Outcome]:
        rules = rules_on(pack, day)
        worlds = [
            settle(rules, {name: self._judge(leaf, world) for name, leaf in rules.leaves.items()})
            for world in facts.worlds()
        ]
        best = {
            name: min((settled[name] for settled in worlds), key=OUTCOME_RANK.__getitem__)
            for name in pack.flags
        }
        return best | dict.fromkeys(pack.suspensions, OUTCOMES[Code.OVERLAY_SUSPENDED])

    def _judge(self, leaf: Leaf, world: Mapping[str, Readings]) -> Outcome:
        read = tuple([world.get(fact) or NOT_STATED for fact in leaf.criterion.facts])
        known = self._judged.get((id(leaf), read))
        if known is None:
            self._leaves.append(leaf)
            known = self._judged[id(leaf), read] = judge(leaf, world).outcome
        return known
