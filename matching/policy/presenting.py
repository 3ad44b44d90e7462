"""Turn a trace into a flag that people can read."""

from collections.abc import Callable, Mapping

from matching.codes import Outcome
from matching.policy import wording
from matching.policy.findings import Code
from matching.policy.flags import Flag, Reason, Remedy
from matching.policy.pack import GROUPS, Language
from matching.policy.trace import IN_FORCE, PROVINCE, SUSPENDED, Leaf, Trace


def present(trace: Trace, language: Language) -> Flag:
    """Return a flag with a reason for every leaf and a remedy for every deciding one."""
    pack = trace.pack
    open_leaves = () if trace.outcome is Outcome.MET else trace.because
    firsts = {leaf.id: leaf for leaf in reversed(trace.leaves)}
    remedies = (_remedy(trace, firsts[name], language) for name in open_leaves if name != IN_FORCE)
    return Flag(
        outcome=trace.outcome,
        label=wording.label(pack, trace.outcome, language),
        pack_id=pack.id,
        pack_version=pack.version,
        pack_digest=pack.digest,
        as_of=trace.day,
        province=trace.province,
        because=trace.because,
        reasons=tuple(_reason(trace, leaf, language) for leaf in trace.leaves),
        missing=trace.missing,
        remedy=tuple(remedies),
        disclaimer=wording.disclaimer(pack, trace.day, language),
        trace=trace,
    )


def _reason(trace: Trace, leaf: Leaf, language: Language) -> Reason:
    rule = RULES.get(leaf.id, _criterion_rule)(trace, leaf, language)
    return Reason(
        leaf=leaf,
        text=wording.explain(rule, leaf.code, language),
        curable_by=_curer(trace, leaf),
    )


def _criterion_rule(trace: Trace, leaf: Leaf, language: Language) -> str:
    return trace.pack.criteria[leaf.id].text.say(language)


def _suspension_rule(trace: Trace, _: Leaf, language: Language) -> str:
    return trace.pack.suspensions[trace.flag].fix.say(language)


def _province_rule(trace: Trace, leaf: Leaf, language: Language) -> str:
    outcome = leaf.there or leaf.outcome
    return wording.outcome_in(trace.pack, leaf.place or "", outcome, language)


def _days_rule(trace: Trace, _: Leaf, language: Language) -> str:
    return wording.days_in_force(trace.pack, language)


RULES: Mapping[str, Callable[[Trace, Leaf, Language], str]] = {
    IN_FORCE: _days_rule,
    SUSPENDED: _suspension_rule,
    PROVINCE: _province_rule,
}


def _remedy(trace: Trace, leaf: Leaf, language: Language) -> Remedy:
    """Ask for a fact that was not stated; else say how the leaf is mended."""
    pack = trace.pack
    if leaf.id == PROVINCE:
        text = wording.ASK_PROVINCE
    elif leaf.id == SUSPENDED:
        text = pack.suspensions[trace.flag].fix
    elif leaf.code is Code.FACT_MISSING:
        text = pack.facts[leaf.missing[0]].question
    else:
        text = pack.criteria[leaf.id].fix
    return Remedy(criterion=leaf.id, curable_by=_curer(trace, leaf), text=text.say(language))


def _curer(trace: Trace, leaf: Leaf) -> str:
    if leaf.id == PROVINCE:  # of a match it is the role's
        return "employer"
    if leaf.code is Code.FACT_MISSING:
        return GROUPS[trace.pack.facts[leaf.missing[0]].group]
    if leaf.code is Code.POLICY_UNDEFINED or leaf.id not in trace.pack.criteria:
        return "policy"
    return trace.pack.criteria[leaf.id].curable_by
