"""Flags in the shape of the API, with the check that stands beside a switch."""

from collections.abc import Mapping
from typing import Any

from marketplace.policies.installed import installed_packs
from matching.policy.flags import Flag, as_plain
from matching.policy.pack import Language, Text

SWITCH = "k_switch"
LAW_IN_FORCE = ("cn-k-official", "2025.1", "EEAL41")  # pack, version, source
WORK_CHECK = Text(
    "Before you start work: under the law now in force, a foreign national may work in China only "
    "with a work permit and a work-type residence permit, and a work permit is issued for one "
    "employer. Nothing published lifts this for holders of a K visa. Moving to another employer "
    "without a permit for that employer may count as unlawful employment, with fines for both "
    "sides and possible removal. Have the competent local authority confirm the permit first.",
    "入职前请核实：依照现行法律，外国人在中国境内工作，应当取得工作许可和工作类居留证件，"
    "且工作许可针对特定用人单位。目前公布的文件均未对 K 字签证持有人免除此项要求。"
    "未取得新用人单位对应的工作许可即转换工作，可能构成非法就业，双方均可能被处罚款，本人还可能被限期出境。"
    "请先向当地主管部门确认许可事宜。",
)


def tell(flags: Mapping[str, Flag], language: Language) -> dict[str, dict[str, Any]]:
    """Return flags by name; a switch says what the law in force asks before any work."""
    told = {name: as_plain(flag) for name, flag in flags.items()}
    if SWITCH in told:
        told[SWITCH]["check"] = work_check(language)
    return told


def work_check(language: Language) -> dict[str, Any]:
    """Return the fixed check and the law that it rests on."""
    pack_id, version, name = LAW_IN_FORCE
    source = installed_packs()[pack_id][version].sources[name]
    cited = {"id": source.id, "title": source.title, "url": source.url}
    return {"text": WORK_CHECK.say(language), "source": cited}
