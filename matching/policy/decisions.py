"""How a flag comes out of what the leaves find, and which of them decide it."""

from collections.abc import Mapping
from dataclasses import dataclass

from matching.codes import Outcome
from matching.policy.findings import OUTCOME_RANK, Code, Finding, Readings
from matching.policy.logic import Rules, deciding_leaves, judge, settle


@dataclass(frozen=True, slots=True)
class Decision:
    """How one flag came out in one world, and by which leaves."""

    outcome: Outcome
    because: Mapping[str, Code]
    missing: tuple[str, ...]
    findings: Mapping[str, Finding]

    def preference(self) -> tuple[int, int, int, list[tuple[str, str]]]:
        """Sort the best outcome first, then the one that asks least or proves most."""
        leaves = len(self.because)
        met = self.outcome is Outcome.MET
        told = sorted((leaf, code.value) for leaf, code in self.because.items())
        return OUTCOME_RANK[self.outcome], len(self.missing), -leaves if met else leaves, told


def find_all(rules: Rules, world: Mapping[str, Readings]) -> dict[str, Finding]:
    """Let every leaf judge one world; none is skipped."""
    return {name: judge(leaf, world) for name, leaf in rules.leaves.items()}


def settle_findings(rules: Rules, findings: Mapping[str, Finding]) -> dict[str, Outcome]:
    """Return the outcome of every leaf, group and flag in one world."""
    return settle(rules, {name: finding.outcome for name, finding in findings.items()})


def decide(
    rules: Rules, outcomes: Mapping[str, Outcome], findings: Mapping[str, Finding], name: str
) -> Decision:
    """Return how one flag came out in one world."""
    leaves = deciding_leaves(rules, outcomes, name)
    missing = {fact for leaf in leaves for fact in findings[leaf].missing}
    because = {leaf: findings[leaf].code for leaf in leaves}
    return Decision(outcomes[name], because, tuple(sorted(missing)), findings)
