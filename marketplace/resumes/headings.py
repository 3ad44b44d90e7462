"""Cut the text of a résumé at its headings, English or Chinese."""

import re
from collections.abc import Iterator

_NAMES = {
    "summary": (
        "summary, profile, about, about me, objective, personal statement, professional summary, "
        "career summary, 个人简介, 个人总结, 自我评价, 自我介绍, 简介, 求职意向"
    ),
    "work": (
        "experience, work experience, professional experience, employment, employment history, "
        "work history, career, research experience, positions, appointments, internships, "
        "工作经历, 工作经验, 职业经历, 研究经历, 科研经历, 实习经历, 任职经历"
    ),
    "education": (
        "education, academic background, degrees, qualifications, 教育背景, 教育经历, 学历"
    ),
    "skills": (
        "skills, technical skills, key skills, core skills, competencies, core competencies, "
        "technologies, tools, expertise, 技能, 专业技能, 技术栈, 技能特长, 核心技能"
    ),
    "publications": (
        "publications, papers, selected publications, 论文, 发表论文, 学术论文, 论文发表, 代表论文"
    ),
    "patents": "patents, patents and applications, 专利, 发明专利, 专利成果",
    "awards": (
        "awards, honours, honors, awards and honours, awards and honors, scholarships, "
        "获奖, 奖项, 荣誉, 获奖情况, 荣誉奖项, 所获荣誉"
    ),
    "languages": "languages, language skills, 语言, 语言能力, 外语水平",
    "projects": "projects, selected projects, 项目, 项目经历, 项目经验",
    "left out": "references, interests, hobbies, 兴趣爱好, 推荐人",
}
_SECTIONS = {
    name: section for section, names in _NAMES.items() for name in names.split(", ") if name
}
_ORNAMENT = re.compile(r"^[\W\d_]+|[\W_]+$")
_INLINE = re.compile(r"^\s*([^:：]{2,30})[:：]\s*(\S.*)$")
_INLINE_SECTIONS = frozenset({"skills", "languages", "summary"})

HEAD = "head"  # what stands before the first heading


def cut(text: str) -> dict[str, list[str]]:
    """Return the lines of each section, in order; a section that comes twice goes on."""
    sections: dict[str, list[str]] = {HEAD: []}
    current = HEAD
    for section, line in _marked(text):
        if section is not None:
            current = section
            sections.setdefault(current, [])
        if line:
            sections[current].append(line)
    return sections


def _marked(text: str) -> Iterator[tuple[str | None, str]]:
    """Yield each line with the section that it opens, if it opens one."""
    for raw in text.splitlines():
        line = raw.strip()
        if not line:
            continue
        section = _SECTIONS.get(_plain(line))
        if section is not None:
            yield section, ""
            continue
        inline = _INLINE.match(line)
        named = _SECTIONS.get(_plain(inline[1])) if inline else None
        if inline is not None and named in _INLINE_SECTIONS:
            yield named, inline[2]
        else:
            yield None, line


def _plain(line: str) -> str:
    """Return a line as headings are listed."""
    bare = _ORNAMENT.sub("", line).replace("&", "and")
    return " ".join(bare.casefold().split())
