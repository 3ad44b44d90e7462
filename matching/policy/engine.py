"""Evaluate a pack on facts: three-valued flags with reasons, and what is missing."""

from datetime import date

from matching.policy.decisions import Decision, decide, find_all, settle_findings
from matching.policy.findings import Facts
from matching.policy.flags import Flag
from matching.policy.logic import rules_on
from matching.policy.pack import Language, Pack
from matching.policy.presenting import Presenter


def evaluate(
    pack: Pack,
    facts: Facts,
    *,
    day: date,
    province: str | None = None,
    language: Language = "en",
) -> dict[str, Flag]:
    """Return every flag of a pack for what is stated, as of a day.

    No pack differs by province yet: ``province`` is told in the flag and changes no outcome.
    """
    presenter = Presenter(pack, day, province, language)
    if day not in pack.effective:
        return {name: presenter.closed_flag() for name in pack.flags}
    rules = rules_on(pack, day)
    worlds = [find_all(rules, world) for world in facts.worlds()]
    settled = [(settle_findings(rules, findings), findings) for findings in worlds]
    flags = {}
    for name in pack.flags:
        decisions = [decide(rules, outcomes, findings, name) for outcomes, findings in settled]
        flags[name] = presenter.flag(name, min(decisions, key=Decision.preference))
    return flags
