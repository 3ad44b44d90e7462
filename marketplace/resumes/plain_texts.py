"""Read the plain text of a résumé as a JSON Resume: a guess that its person looks through."""

import re
from collections.abc import Sequence
from typing import Any

from marketplace.resumes.headings import HEAD, cut
from marketplace.resumes.plain_sections import (
    read_degrees,
    read_posts,
    read_skill_names,
    read_titles,
    read_tongues,
)

_EMAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,6}[A-Za-z]{2,24}")
_PHONE = re.compile(r"(?<![\d/])\+?\(?\d(?:[ ().-]{0,2}\d){7,14}(?![\d/])")
_LINK = re.compile(r"https?://[^\s<>()（）,，;；]+")
_NAME = re.compile(r"[^\W\d_][^\d@:/|]{1,60}")
_NO_NAME = re.compile(r"curriculum|r[eé]sum[eé]|\bcv\b|简历|履历", re.IGNORECASE)
_NAME_LABEL = re.compile(r"^(?:name|姓名)\s?[:：]\s?", re.IGNORECASE)
_CONTACT_LABEL = re.compile(
    r"(?:e-?mail|phone|tel|mobile|邮箱|电话|手机|微信)\s?[:：]?", re.IGNORECASE
)
_SEPARATORS = re.compile(r"\s*[|•·]\s*|\t|\s{3,}")


def read_plain_resume(text: str) -> dict[str, Any]:
    """Return what the text says, in the form of a JSON Resume."""
    sections = cut(text)
    found = {
        "basics": _basics(sections.get(HEAD, []), sections.get("summary", []), text),
        "work": read_posts(sections.get("work", [])),
        "education": read_degrees(sections.get("education", [])),
        "skills": read_skill_names(sections.get("skills", [])),
        "publications": read_titles(sections.get("publications", []), "name"),
        "projects": [
            *(
                each | {"type": "patent"}
                for each in read_titles(sections.get("patents", []), "name")
            ),
            *({"name": line} for line in sections.get("projects", [])[:100]),
        ],
        "awards": read_titles(sections.get("awards", []), "title"),
        "languages": read_tongues(sections.get("languages", [])),
    }
    return {name: value for name, value in found.items() if value}


def _basics(head: Sequence[str], summary: Sequence[str], text: str) -> dict[str, Any]:
    """Return who this is: what stands above the first heading, and the summary."""
    email, phone = _EMAIL.search(text), _PHONE.search("\n".join(head))
    lines = [part for line in head for part in _SEPARATORS.split(line) if _is_words(part)]
    name = next((line for line in lines[:3] if _NAME.fullmatch(_NAME_LABEL.sub("", line))), None)
    rest = [line for line in lines if line != name]
    label = rest[0] if rest and len(rest[0]) <= 200 else None
    told = [*rest[1 if label else 0 :], *summary]
    top = "\n".join((*head, *summary))
    links = [{"url": url.rstrip(".")} for url in dict.fromkeys(_LINK.findall(top))][:20]
    return {
        "name": _NAME_LABEL.sub("", name) if name else None,
        "label": label,
        "email": email.group() if email else None,
        "phone": phone.group().strip() if phone else None,
        "summary": " ".join(told) or None,
        "profiles": links,
    }


def _is_words(line: str) -> bool:
    """Whether a line says something beside how to reach somebody."""
    bare = _LINK.sub("", _EMAIL.sub("", _PHONE.sub("", line)))
    return len(_CONTACT_LABEL.sub("", bare).strip(" |,;:：()")) > 1 and not _NO_NAME.search(line)
