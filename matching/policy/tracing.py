"""Decide the flags of a pack, each with its trace."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from matching.codes import Outcome
from matching.policy.composing import pack_on
from matching.policy.decisions import Decision, decide, find_all, settle_findings
from matching.policy.findings import Code, Facts, Readings
from matching.policy.logic import NOT_STATED, Rules, rules_on
from matching.policy.overlays import provinces_on
from matching.policy.pack import Pack, Source
from matching.policy.trace import IN_FORCE, PROVINCE, SUSPENDED, Leaf, Trace, only

Reader = Callable[[Pack, str | None], Facts]  # what a pack may know, as it stands in a province


def trace_flags(
    pack: Pack, read: Reader, *, day: date, province: str | None, reforms: Sequence[str] = ()
) -> dict[str, Trace]:
    """Return how every flag of a pack comes out.

    Without a province the answer is that of the nation where every province agrees, else unknown.
    """
    here = _Place(pack_on(pack, day, province, reforms), day, province, tuple(reforms))
    if day not in pack.effective:
        return {name: here.closed(name) for name in pack.flags}
    found = here.traces(read)
    codes = () if province else provinces_on(pack.overlays, day, tuple(reforms))
    there = {
        code: _Place(pack_on(pack, day, code, reforms), day, code, tuple(reforms)).traces(read)
        for code in codes
    }
    return {
        name: _agreed(trace, {code: traces[name] for code, traces in there.items()})
        for name, trace in found.items()
    }


def _agreed(trace: Trace, elsewhere: Mapping[str, Trace]) -> Trace:
    """Return the trace of the nation, or one that says which provinces differ from it."""
    differing = {code: each for code, each in elsewhere.items() if each.outcome != trace.outcome}
    facts = dict(trace.facts)
    for each in elsewhere.values():
        facts |= {code: read for code, read in each.facts.items() if read != trace.facts[None]}
    if not differing:
        return replace(trace, facts=facts)
    code = Code.PROVINCE_MISSING
    leaves = [
        Leaf(id=PROVINCE, code=code, source=_source_of(each), place=place, there=each.outcome)
        for place, each in differing.items()
    ]
    return Trace(
        flag=trace.flag,
        pack=trace.pack,
        day=trace.day,
        province=None,
        reforms=trace.reforms,
        outcome=Outcome.UNKNOWN,
        because={PROVINCE: code},
        missing=("province",),
        leaves=tuple(leaves),
        facts=facts,
    )


def _source_of(trace: Trace) -> Source:
    """Return the source of what applies in a province alone."""
    return trace.pack.applied[0].main_source


@dataclass(frozen=True, slots=True)
class _Place:
    """A pack as it stands on a day in a province."""

    pack: Pack
    day: date
    province: str | None
    reforms: tuple[str, ...]

    def traces(self, read: Reader) -> dict[str, Trace]:
        """Decide every flag."""
        facts = read(self.pack, self.province)
        rules = rules_on(self.pack, self.day)
        worlds = [find_all(rules, world) for world in facts.worlds()]
        settled = [(settle_findings(rules, findings), findings) for findings in worlds]
        readings = list(facts.worlds())
        traces = {}
        for name in self.pack.flags:
            if name in self.pack.suspensions:
                traces[name] = self._suspended(name)
                continue
            decisions = [decide(rules, outcomes, findings, name) for outcomes, findings in settled]
            best = min(range(len(decisions)), key=lambda place: decisions[place].preference())
            traces[name] = self._decided(name, decisions[best], facts, readings[best], rules)
        return traces

    def closed(self, name: str) -> Trace:
        """Tell of a day on which the pack is not in force."""
        source = self.pack.sources[self.pack.effective_cite]
        leaf = Leaf(id=IN_FORCE, code=Code.POLICY_NOT_IN_EFFECT, source=source)
        return self._alone(name, leaf)

    def _suspended(self, name: str) -> Trace:
        source = self.pack.sources[self.pack.suspensions[name].cite]
        leaf = Leaf(id=SUSPENDED, code=Code.OVERLAY_SUSPENDED, source=source)
        return self._alone(name, leaf)

    def _alone(self, name: str, leaf: Leaf) -> Trace:
        """Let one leaf decide, whatever is stated."""
        return Trace(
            flag=name,
            pack=self.pack,
            day=self.day,
            province=self.province,
            reforms=self.reforms,
            outcome=leaf.outcome,
            because={leaf.id: leaf.code},
            missing=(),
            leaves=(leaf,),
            facts={self.province: Facts()},
        )

    def _decided(
        self,
        name: str,
        decision: Decision,
        facts: Facts,
        world: Mapping[str, Readings],
        rules: Rules,
    ) -> Trace:
        leaves = self.pack.leaves_under(name)
        read = {fact for leaf in leaves for fact in self.pack.criteria[leaf].facts}
        return Trace(
            flag=name,
            pack=self.pack,
            day=self.day,
            province=self.province,
            reforms=self.reforms,
            outcome=decision.outcome,
            because=decision.because,
            missing=decision.missing,
            leaves=tuple(self._leaf(leaf, decision, world, rules) for leaf in leaves),
            facts={self.province: only(facts, read)},
        )

    def _leaf(
        self, name: str, decision: Decision, world: Mapping[str, Readings], rules: Rules
    ) -> Leaf:
        criterion, finding = self.pack.criteria[name], decision.findings[name]
        return Leaf(
            id=name,
            code=finding.code,
            source=self.pack.sources[criterion.cite],
            missing=finding.missing,
            readings={fact: world.get(fact, NOT_STATED) for fact in criterion.facts},
            parameter=criterion.parameter,
            dated=rules.leaves[name].dated,
        )
