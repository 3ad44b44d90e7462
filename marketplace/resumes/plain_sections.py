"""Read the sections of a résumé's plain text as JSON Resume has them: a guess, to be checked."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from marketplace.imports.qualifications import degree_level
from marketplace.imports.tongues import language_code
from marketplace.resumes.periods import last_date, period_in, without_dates

Entry = dict[str, Any]

LONGEST_HEADER = 120  # characters of a line that names a post
MAX_ENTRIES = 50
_BULLET = re.compile(r"^\s*[-–—•·*▪●○◦‣➢]\s*")
_PARTS = re.compile(r"\s+[|·•–—@]\s+|\t|\s{3,}|\s+at\s+|\s*[,，|]\s*|\s+-\s+")
_BESIDE_HAN = re.compile(r"(?<=[\u4e00-\u9fff])\s+|\s+(?=[\u4e00-\u9fff])")
_TITLE = re.compile(
    r"engineer|research|scientist|manager|professor|intern\b|developer|analyst|director|lead\b"
    r"|postdoc|fellow|assistant|consultant|architect|officer|head of|founder|lecturer|designer"
    r"|student|technician|programmer|specialist|physicist|chemist|biologist|president"
    r"|\bc[et]o\b"
    r"|工程师|研究员|经理|教授|实习|总监|博士后|科学家|助理|主管|讲师|设计师|顾问|架构师|负责人",
    re.IGNORECASE,
)
_SCHOOL = re.compile(
    r"universit|institut|college|school|academy|polytechni|eth\b|hochschule|大学|学院|研究所",
    re.IGNORECASE,
)
_LIST = re.compile(r"[,，、;；•·|]|\s{3,}")
_LABEL = re.compile(r"^[^:：]{1,30}[:：]\s*")
_DOI = re.compile(r"10\.\d{4,9}/[^\s,;]+")
_AREA = re.compile(r"(?:\bin\b|\bof\b)\s+(?!science\b|arts\b|engineering\b)(.+)", re.IGNORECASE)
_AREA_BESIDE = re.compile(
    r"^(?:(?:[BM]\.?\s?(?:Sc|Eng|Tech|Phil|A|S)|Ph\.?\s?D)\b\.?|(?:master|bachelor)(?:['’]?s)?)\s+"
    r"(?!(?:of|in|degree|thesis)\b)(\w.+)$",
    re.IGNORECASE,
)  # "MSc Physics"
_LANGUAGE = re.compile(r"^\s*([^\s(（:：\-–—]+(?:\s\([A-Z][a-z]+\))?)\s*(.*)$")


def read_posts(lines: Sequence[str]) -> list[Entry]:
    """Return the posts; each is known by the period beside it."""
    starts = [place for place, line in enumerate(lines) if _opens_post(line)]
    posts: list[Entry] = []
    for place, end in pairwise((*starts, len(lines))):
        posts.append(_post(lines, place, end))
    _move_headers(posts)
    return [_told(post) for post in posts[:MAX_ENTRIES]]


def _opens_post(line: str) -> bool:
    return len(line) <= LONGEST_HEADER and not _BULLET.match(line) and period_in(line) is not None


def _post(lines: Sequence[str], place: int, end: int) -> Entry:
    """Return one post with its header's parts and its lines."""
    period = period_in(lines[place])
    assert period is not None  # noqa: S101 - the line was chosen for it
    before = [lines[0]] if place == 1 else []
    body = list(lines[place + 1 : end])
    return {
        "startDate": period.start,
        "endDate": period.end,
        "parts": _split(period.rest),
        "before": before,
        "body": body,
    }


def _move_headers(posts: Sequence[Entry]) -> None:
    """Take what a header lacks from the line before its period, else from the line behind it."""
    earlier: Entry | None = None
    for post in posts:
        above = post["before"] if earlier is None else earlier["body"]
        if above and _is_header(above[-1]) and not post["parts"]:
            post["parts"] = _split(above.pop())
        if above and _is_header(above[-1]) and len(post["parts"]) < 2 and _TITLE.search(above[-1]):
            post["parts"] = [*_split(above.pop()), *post["parts"]]
        if len(post["parts"]) < 2 and post["body"] and _is_header(post["body"][0]):
            post["parts"] += _split(post["body"].pop(0))
        earlier = post


def _is_header(line: str) -> bool:
    return len(line) <= 80 and not _BULLET.match(line) and not line.endswith((".", "。", ";", "；"))


def _split(text: str) -> list[str]:
    """Return the parts of a header; Chinese ones stand between spaces."""
    parts = [piece for part in _PARTS.split(text) for piece in _BESIDE_HAN.split(part)]
    return [part.strip(" .:：") for part in parts if part.strip(" .:：")]


def _told(post: Entry) -> Entry:
    """Return a post as JSON Resume has it: of two parts, the one with a title's word is it."""
    parts = post["parts"][:2]
    if len(parts) == 2 and _TITLE.search(parts[1]) and not _TITLE.search(parts[0]):
        parts.reverse()
    if len(parts) == 1 and not _TITLE.search(parts[0]):
        parts.insert(0, "")
    position, name = [*parts, "", ""][:2]
    return {
        "position": position or None,
        "name": name or None,
        "startDate": post["startDate"],
        "endDate": post["endDate"],
        "summary": "\n".join(_unbroken(post["body"])) or None,
    }


def _unbroken(lines: Iterable[str]) -> list[str]:
    """Join what a page broke into lines: a new one starts with a bullet or behind a full stop."""
    joined: list[str] = []
    for line in lines:
        if joined and not _BULLET.match(line) and not joined[-1].endswith((".", "。")):
            joined[-1] += f" {line.strip()}"
        else:
            joined.append(_BULLET.sub("- ", line.strip()))
    return joined


def read_degrees(lines: Sequence[str]) -> list[Entry]:
    """Return the degrees; a line with a second school, degree or date begins another."""
    degrees: list[Entry] = []
    for line in lines:
        found = _degree_parts(line)
        if not degrees or any(degrees[-1].get(name) for name in found if name != "area"):
            degrees.append({})
        degrees[-1].update({name: found[name] for name in found if not degrees[-1].get(name)})
    return [each for each in degrees if each.get("institution") or each.get("studyType")][
        :MAX_ENTRIES
    ]


def _degree_parts(line: str) -> Entry:
    found: Entry = {}
    if ended := last_date(line):
        found["endDate"] = ended
    for part in _split(_BULLET.sub("", without_dates(line))):
        if _SCHOOL.search(part) and degree_level(part) is None:
            found.setdefault("institution", part)
        elif degree_level(part) is not None:
            found.setdefault("studyType", part)
            if area := _AREA.search(part) or _AREA_BESIDE.match(part):
                found.setdefault("area", area[1])
        else:
            found.setdefault("area", part)
    return found


def read_skill_names(lines: Sequence[str]) -> list[Entry]:
    """Return the skills of lists such as "Languages: Python, C++"."""
    names = [
        name.strip(" .。")
        for line in lines
        for name in _LIST.split(_LABEL.sub("", _BULLET.sub("", line)))
    ]
    return [{"name": name} for name in dict.fromkeys(names) if 0 < len(name) <= 80][:100]


def read_titles(lines: Sequence[str], key: str) -> list[Entry]:
    """Return achievements, one a line, with the DOI that a line names."""
    found = []
    for line in _unbroken(lines) if any(map(_BULLET.match, lines)) else lines:
        title = _BULLET.sub("", line).strip()
        doi = _DOI.search(title)
        entry: Entry = {key: title}
        if doi is not None:
            entry["url"] = f"https://doi.org/{doi.group().rstrip('.')}"
        found.append(entry)
    return found[:MAX_ENTRIES]


def read_tongues(lines: Sequence[str]) -> list[Entry]:
    """Return the languages that are known by name, with the words on their level."""
    found = []
    for line in lines:
        for part in re.split(r"[,，、;；|]", _BULLET.sub("", line)):
            known = _LANGUAGE.match(part)
            if known is not None and language_code(known[1]) is not None:
                level = known[2].strip(" ()（）:：-–—")
                found.append({"language": known[1], "fluency": level or None})
    return found[:MAX_ENTRIES]
