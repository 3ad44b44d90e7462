"""How a change of policy is said, in both languages."""

from collections.abc import Mapping, Sequence
from typing import Any

from matching.policy.pack import UNDEFINED, DatedValue, PackStatus, ParameterValue, Span, Text
from matching.policy.wording import in_words

SECTIONS: Mapping[str, Text] = {
    "sources": Text("source", "来源"),
    "facts": Text("fact", "事实"),
    "criteria": Text("criterion", "条件"),
    "suspensions": Text("suspension", "暂停"),
    "attributes": Text("note", "说明"),
    "groups": Text("group", "条件组"),
    "flags": Text("flag", "标志"),
}
KEYS: Mapping[str, Text] = {
    "text": Text("its wording", "表述"),
    "fix": Text("what would help", "补救办法"),
    "cite": Text("its source", "来源"),
    "evidence": Text("whether proof is needed", "是否需要证明"),
    "fact": Text("what it asks of", "所问事实"),
    "op": Text("how it compares", "比较方式"),
    "param": Text("the parameter it compares with", "所比较的参数"),
    "value": Text("the value", "数值"),
    "value_fact": Text("the other fact it compares with", "所比较的另一事实"),
    "curable_by": Text("who can cure it", "由谁补救"),
    "tier": Text("how far it is trusted", "可信等级"),
    "url": Text("its address", "网址"),
    "title": Text("its title", "标题"),
    "question": Text("the question", "提问"),
    "proof": Text("the documents that prove it", "证明文件"),
    "certainty": Text("how certain it is", "确定程度"),
}

STATUSES: Mapping[PackStatus, str] = {
    PackStatus.DRAFT: "草案",
    PackStatus.ACTIVE: "有效",
    PackStatus.SUPERSEDED: "已被取代",
    PackStatus.WITHDRAWN: "已撤回",
    PackStatus.ILLUSTRATIVE: "示例",
}
CERTAINTIES: Mapping[str, str] = {
    "stated": "明确说明",
    "suggested": "有所暗示",
    "reported": "据报道",
    "may": "可能",
}


def days_changed(old: Span, new: Span) -> Text:
    """Say that a pack is in force on other days."""
    return Text(
        f"It is in force {_days(new).en} instead of {_days(old).en}.",
        f"施行日期由{_days(old).zh_hans}改为{_days(new).zh_hans}。",
    )


def status_changed(old: PackStatus, new: PackStatus) -> Text:
    """Say that a version stands elsewhere in its life."""
    return Text(
        f"Its status is {new} instead of {old}.", f"状态由“{STATUSES[old]}”改为“{STATUSES[new]}”。"
    )


def is_new(section: str, name: str, entry: Mapping[str, Any]) -> Text:
    """Say that something was added, with its own sentence where it has one."""
    what, said = SECTIONS[section], _own_sentence(entry)
    return Text(
        _and(f"The {what.en} {name} is new", said.en),
        _and(f"新增{what.zh_hans}{name}", said.zh_hans),
    )


def is_gone(section: str, name: str, entry: Mapping[str, Any]) -> Text:
    """Say that something was taken out."""
    what, said = SECTIONS[section], _own_sentence(entry)
    return Text(
        _and(f"The {what.en} {name} is gone", said.en),
        _and(f"删除{what.zh_hans}{name}", said.zh_hans),
    )


def is_other(section: str, name: str, keys: Sequence[str], entry: Mapping[str, Any]) -> Text:
    """Say which parts of something changed."""
    what, said = SECTIONS[section], _own_sentence(entry)
    parts = [KEYS.get(key, Text(f"`{key}`", f"`{key}`")) for key in keys]
    english, chinese = (
        ", ".join(part.en for part in parts),
        "、".join(part.zh_hans for part in parts),
    )
    return Text(
        _and(f"The {what.en} {name} changed in {english}", said.en),
        _and(f"{what.zh_hans}{name}有变：{chinese}", said.zh_hans),
    )


def members_changed(
    section: str, name: str, old: Mapping[str, Any], new: Mapping[str, Any]
) -> Text:
    """Say what a group or flag asks more, less, or in another number."""
    was, now = _members(old), _members(new)
    come, gone = (
        [each for each in now if each not in was],
        [each for each in was if each not in now],
    )
    what = SECTIONS[section]
    english = [f"also asks {', '.join(come)}"] if come else []
    chinese = [f"增加{'、'.join(come)}"] if come else []
    english += [f"no longer asks {', '.join(gone)}"] if gone else []
    chinese += [f"不再要求{'、'.join(gone)}"] if gone else []
    if _needed(old) != _needed(new):
        english.append(f"needs {_needed(new).en} of them instead of {_needed(old).en}")
        chinese.append(f"所需数目由{_needed(old).zh_hans}改为{_needed(new).zh_hans}")
    return Text(
        f"The {what.en} {name} {' and '.join(english) or 'lists them in another order'}.",
        f"{what.zh_hans}{name}{'，'.join(chinese) or '改变了顺序'}。",
    )


def value_changed(name: str, span: Span, old: DatedValue | None, new: DatedValue | None) -> Text:
    """Say what a parameter is worth on some days, and what it was worth before."""
    days = _days(span)
    if old and new and old.value == new.value:
        return Text(
            f"{name}, {days.en}: {_value(new).en} as before, "
            f"now by {_word(new).en} instead of {_word(old).en}.",
            f"{name}，{days.zh_hans}：仍为{_value(new).zh_hans}，"
            f"依据由{_word(old).zh_hans}改为{_word(new).zh_hans}。",
        )
    by = Text(f" (by {_word(new).en})", f"（依据{_word(new).zh_hans}）") if new else Text("", "")
    moved = _set_moved(old, new) or Text(
        f"{_value(new).en} instead of {_value(old).en}",
        f"由{_value(old).zh_hans}改为{_value(new).zh_hans}",
    )
    return Text(
        f"{name}, {days.en}: {moved.en}{by.en}.",
        f"{name}，{days.zh_hans}：{moved.zh_hans}{by.zh_hans}。",
    )


def _set_moved(old: DatedValue | None, new: DatedValue | None) -> Text | None:
    """Say which codes joined a set and which left it."""
    was, now = old.value if old else None, new.value if new else None
    if not isinstance(was, tuple) or not isinstance(now, tuple):
        return None
    come, gone = (
        [each for each in now if each not in was],
        [each for each in was if each not in now],
    )
    told = [("gains", "增加", come), ("loses", "删除", gone)]
    return Text(
        " and ".join(f"{verb} {', '.join(codes)}" for verb, _, codes in told if codes),
        "，".join(f"{verb}{'、'.join(codes)}" for _, verb, codes in told if codes),
    )


def _days(span: Span) -> Text:
    start, chinese = in_words(span.start, "en"), in_words(span.start, "zh-Hans")
    if span.end is None:
        return Text(f"from {start} on", f"自{chinese}起")
    return Text(
        f"from {start} to the day before {in_words(span.end, 'en')}",
        f"{chinese}至{in_words(span.end, 'zh-Hans')}前一日",
    )


def _value(dated: DatedValue | None) -> Text:
    if dated is None:
        return Text("nothing", "无")
    if dated.value is UNDEFINED:
        return Text("a value that is not published", "未公布的数值")
    return Text(_listed(dated.value, ", "), _listed(dated.value, "、"))


def _listed(value: ParameterValue, between: str) -> str:
    return between.join(value) if isinstance(value, tuple) else str(value)


def _word(dated: DatedValue) -> Text:
    """Name on whose word a value stands, and how firmly."""
    if dated.basis == "house":
        return Text(f"an assumption of ours on {dated.cite}", f"本平台对{dated.cite}的假设")
    return Text(
        f"{dated.cite}, {dated.certainty}", f"{dated.cite}（{CERTAINTIES[dated.certainty]}）"
    )


def _own_sentence(entry: Mapping[str, Any]) -> Text:
    for key in ("text", "question", "fix", "title"):
        said = entry.get(key)
        if isinstance(said, str):
            return Text(said, said)
        if isinstance(said, Mapping):
            return Text(str(said["en"]), str(said["zh-Hans"]))
    return Text("", "")


def _and(start: str, sentence: str) -> str:
    full_stop, colon = (".", ": ") if start.isascii() else ("。", "：")
    return f"{start}{colon}{sentence}" if sentence else f"{start}{full_stop}"


def _members(branch: Mapping[str, Any]) -> list[str]:
    for kind in ("all", "any", "of"):
        if kind in branch:
            return [str(member) for member in branch[kind]]
    return []


def _needed(branch: Mapping[str, Any]) -> Text:
    if "at_least" not in branch:
        return Text("all", "全部") if "all" in branch else Text("one", "一项")
    needed = branch["at_least"]
    count = str(needed["param"] if isinstance(needed, Mapping) else needed)
    return Text(count, count)
