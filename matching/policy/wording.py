"""The sentences around a flag, in both languages; none says more than the outcome does."""

from collections.abc import Mapping
from datetime import date

from matching.codes import Outcome
from matching.policy.findings import Code
from matching.policy.pack import Language, Pack, Text

LABELS: Mapping[Outcome, Text] = {
    Outcome.MET: Text("Looks eligible under {pack}", "按 {pack} 初步符合条件"),
    Outcome.NOT_MET: Text("Does not meet {pack}", "不符合 {pack}"),
    Outcome.UNKNOWN: Text("Cannot be confirmed under {pack}", "按 {pack} 无法确认"),
}
CODES: Mapping[Code, Text] = {
    Code.OK: Text("This is so.", "已满足。"),
    Code.VALUE_FAILS: Text("What is stated does not meet this.", "所填内容不满足此项。"),
    Code.EVIDENCE_MISSING: Text("Stated, but not proven yet.", "已填写，但尚无证明。"),
    Code.EVIDENCE_EXPIRED: Text("Stated, but its proof has expired.", "已填写，但证明已过期。"),
    Code.EVIDENCE_REJECTED: Text("The proof given was not accepted.", "所交证明未获认可。"),
    Code.FACT_MISSING: Text("Not stated yet.", "尚未填写。"),
    Code.POLICY_UNDEFINED: Text(
        "Nobody has published what this takes.", "尚无任何机构公布此项的标准。"
    ),
    Code.POLICY_NOT_IN_EFFECT: Text(
        "On that day they are not in force.", "在该日期这些规则并未施行。"
    ),
    Code.OVERLAY_SUSPENDED: Text("It is suspended there on that day.", "在该日期当地已暂停适用。"),
    Code.PROVINCE_MISSING: Text(
        "The provinces differ and none is stated.", "各省规定不一，而省份尚未填写。"
    ),
}
ASK_PROVINCE = Text("State the province.", "请填写省份。")
IN_PLACE = Text("{place}: {label}.", "{place}：{label}。")
IN_FORCE = Text(
    "The rules of {pack} apply from {start}{until}.", "{pack} 的规则自{start}起{until}施行。"
)
UNTIL = Text(" until the day before {end}", "至{end}前一日")
DISCLAIMER = Text(
    "This is information, not legal advice and not a decision. It sets what was entered beside "
    "{pack} as of {day}; the criteria may change. Visas and permits are decided by {authorities} "
    "alone. A visa does not by itself allow work: have the work permit checked before you start.",
    "此内容仅供参考，不是法律意见，也不是审批决定。它将所填内容与 {pack}（截至{day}）对照；"
    "标准可能变化。签证与许可仅由{authorities}决定。签证本身不等于工作许可：入职前请先核实工作许可。",
)


MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def in_words(day: date, language: Language) -> str:
    """Write a day as a language does."""
    if language == "zh-Hans":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"


def label(pack: Pack, outcome: Outcome, language: Language) -> str:
    """Say the outcome, always with the pack's name."""
    return LABELS[outcome].say(language).format(pack=pack.name)


def outcome_in(pack: Pack, place: str, outcome: Outcome, language: Language) -> str:
    """Say how a flag comes out in one province."""
    said = label(pack, outcome, language)
    return IN_PLACE.say(language).format(place=place, label=said)


def disclaimer(pack: Pack, day: date, language: Language) -> str:
    """Say what a flag is not."""
    authorities = pack.jurisdiction.authorities.say(language)
    sentence = DISCLAIMER.say(language)
    return sentence.format(pack=pack.name, day=in_words(day, language), authorities=authorities)


def explain(rule: str, code: Code, language: Language) -> str:
    """Say a rule and what was found of it."""
    return f"{rule}{' ' if language == 'en' else ''}{CODES[code].say(language)}"


def days_in_force(pack: Pack, language: Language) -> str:
    """Say when a pack applies."""
    span = pack.effective
    until = "" if span.end is None else UNTIL.say(language).format(end=in_words(span.end, language))
    start = in_words(span.start, language)
    return IN_FORCE.say(language).format(pack=pack.name, start=start, until=until)
