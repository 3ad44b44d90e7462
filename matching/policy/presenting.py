"""Turn a decision into a flag that people can read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from matching.codes import Outcome
from matching.policy import wording
from matching.policy.decisions import Decision
from matching.policy.findings import Code, Finding
from matching.policy.flags import Flag, Reason, Remedy
from matching.policy.logic import rules_on
from matching.policy.pack import GROUPS, Criterion, Language, Pack

IN_FORCE = "policy.in_force"  # the leaf that decides alone on a day outside the pack


@dataclass(frozen=True, slots=True)
class Presenter:
    """Tells decisions under one pack, day, province and language."""

    pack: Pack
    day: date
    province: str | None
    language: Language

    def flag(self, name: str, decision: Decision) -> Flag:
        """Return a flag with a reason for every leaf and a remedy for every deciding one."""
        findings = decision.findings
        leaves = self.pack.leaves_under(name)
        open_leaves = decision.because if decision.outcome is not Outcome.MET else ()
        return self._flag(
            decision.outcome,
            because=decision.because,
            reasons=tuple(self._reason(leaf, findings[leaf]) for leaf in leaves),
            missing=decision.missing,
            remedy=tuple(self._remedy(leaf, findings[leaf]) for leaf in open_leaves),
        )

    def closed_flag(self) -> Flag:
        """Return the flag of a day on which the pack is not in force."""
        code = Code.POLICY_NOT_IN_EFFECT
        rule = wording.days_in_force(self.pack, self.language)
        reason = Reason(
            criterion=IN_FORCE,
            outcome=Outcome.NOT_MET,
            code=code,
            text=wording.explain(rule, code, self.language),
            curable_by="policy",
            source=self.pack.sources[self.pack.effective_cite],
            parameter=None,
            dated=None,
        )
        return self._flag(
            Outcome.NOT_MET, because={IN_FORCE: code}, reasons=(reason,), missing=(), remedy=()
        )

    def _flag(
        self,
        outcome: Outcome,
        *,
        because: Mapping[str, Code],
        reasons: tuple[Reason, ...],
        missing: tuple[str, ...],
        remedy: tuple[Remedy, ...],
    ) -> Flag:
        return Flag(
            outcome=outcome,
            label=wording.label(self.pack, outcome, self.language),
            pack_id=self.pack.id,
            pack_version=self.pack.version,
            pack_digest=self.pack.digest,
            as_of=self.day,
            province=self.province,
            because=because,
            reasons=reasons,
            missing=missing,
            remedy=remedy,
            disclaimer=wording.disclaimer(self.pack, self.day, self.language),
        )

    def _reason(self, leaf: str, finding: Finding) -> Reason:
        criterion = self.pack.criteria[leaf]
        text = wording.explain(criterion.text.say(self.language), finding.code, self.language)
        return Reason(
            criterion=leaf,
            outcome=finding.outcome,
            code=finding.code,
            text=text,
            curable_by=self._curer(criterion, finding),
            source=self.pack.sources[criterion.cite],
            parameter=criterion.parameter,
            dated=rules_on(self.pack, self.day).leaves[leaf].dated,
        )

    def _remedy(self, leaf: str, finding: Finding) -> Remedy:
        """Ask for a fact that was not stated; else say how the leaf is mended."""
        criterion = self.pack.criteria[leaf]
        text = criterion.fix
        if finding.code is Code.FACT_MISSING:
            text = self.pack.facts[finding.missing[0]].question
        return Remedy(
            criterion=leaf,
            curable_by=self._curer(criterion, finding),
            text=text.say(self.language),
        )

    def _curer(self, criterion: Criterion, finding: Finding) -> str:
        if finding.code is Code.FACT_MISSING:
            return GROUPS[self.pack.facts[finding.missing[0]].group]
        return "policy" if finding.code is Code.POLICY_UNDEFINED else criterion.curable_by
