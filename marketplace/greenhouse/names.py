"""A name in the two parts that Greenhouse asks for."""

import re

from matching.text.folding import HAN

_ONLY_NAME = "–"  # where a name has one part, for Greenhouse asks for two
_TWO_CHARACTER_SURNAMES = frozenset(
    {"欧阳", "司马", "上官", "诸葛", "夏侯", "皇甫", "尉迟", "公孙", "慕容", "令狐"}
    | {"司徒", "长孙", "宇文", "东方", "南宫", "端木", "申屠", "轩辕", "歐陽", "諸葛"}
)
_CHINESE_NAME = re.compile(f"[{HAN}]{{2,4}}")


def names_in(name: str) -> tuple[str, str]:
    """Return given and family name; of a Chinese name without a space the family comes first."""
    words = name.split()
    if len(words) > 1:
        return " ".join(words[:-1]), words[-1]
    whole = "".join(words)
    if _CHINESE_NAME.fullmatch(whole):
        head = 2 if len(whole) > 2 and whole[:2] in _TWO_CHARACTER_SURNAMES else 1
        return whole[head:], whole[:head]
    return _ONLY_NAME, whole
