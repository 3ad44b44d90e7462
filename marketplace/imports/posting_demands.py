"""Read what a JobPosting demands: degree, years, seniority and the texts about them."""

from collections.abc import Mapping, Sequence
from typing import Any

from marketplace.http.fields import SHORT
from marketplace.imports.findings import Findings, placed
from marketplace.imports.markup import plain_text
from marketplace.imports.qualifications import degree_asked, degree_level, years_asked

LONGEST = 60  # years of experience that a role may ask for


def read_demands(
    posting: Mapping[str, Any], texts: Sequence[str | None], findings: Findings
) -> dict[str, Any]:
    """Return the demands as fields of a role, and ``texts`` to add to its requirements.

    Args:
        texts: what the posting says at length; read where the demands have no key of their own.
    """
    education = _Demands(posting.get("educationRequirements"), "#/educationRequirements", findings)
    experience = _Demands(
        posting.get("experienceRequirements"), "#/experienceRequirements", findings
    )
    words = "\n".join(text for text in (*texts, *education.texts, *experience.texts) if text)
    seniority, longer = _split(experience.texts)
    degree, years = _degree(education), _years(experience, findings)
    return {
        "degree_min": degree or degree_asked(words),
        "experience_years_min": years_asked(words) if years is None else years,
        "seniority": seniority,
        "texts": [*education.texts, *longer],
    }


class _Demands:
    """The texts and objects under one key."""

    def __init__(self, value: object, pointer: str, findings: Findings) -> None:
        self.pointer = pointer
        self.objects: list[Mapping[str, Any]] = []
        self.texts: list[str] = []
        for place, item in placed(value, pointer):
            if isinstance(item, dict):
                self.objects.append(item)
            elif text := plain_text(findings.text(item, place) or ""):
                self.texts.append(text)
        self.categories = [
            category
            for item in self.objects
            for category in findings.names(
                item.get("credentialCategory"), f"{pointer}/credentialCategory"
            )
        ]


def _degree(education: _Demands) -> str | None:
    """Return the least of the credentials asked for, or of texts that are nothing but a degree."""
    short = [text for text in education.texts if len(text) <= SHORT and text[-1] != "."]
    levels = [_category(name) for name in (*education.categories, *short)]
    return degree_level(" / ".join(_PLAIN[level] for level in levels if level)) if levels else None


_PLAIN = {
    "secondary": "high school",
    "associate": "associate degree",
    "bachelor": "bachelor",
    "master": "master degree",
    "doctor": "doctorate",
}


def _category(name: str) -> str | None:
    """Return the level of a ``credentialCategory``; "postgraduate degree" is a master's."""
    folded = name.casefold()
    if "postgraduate" in folded or "professional degree" in folded:
        return "master"
    return degree_level(name)


def _years(experience: _Demands, findings: Findings) -> int | None:
    """Return the months asked for in whole years, never rounded up."""
    for item in experience.objects:
        months = item.get("monthsOfExperience")
        pointer = f"{experience.pointer}/monthsOfExperience"
        if isinstance(months, str) and months.isdigit() and len(months) < 6:
            months = int(months)
        if months is None:
            continue
        if isinstance(months, bool) or not isinstance(months, int | float):
            findings.refuse(pointer, "Must be a number of months.")
        elif not 0 <= months <= LONGEST * 12:
            findings.refuse(pointer, f"Must be from 0 to {LONGEST * 12}.")
        else:
            if months % 12:
                findings.note(
                    f"{months:g} months of experience were taken as {months // 12:g} years."
                )
            return int(months // 12)
    return None


def _split(texts: Sequence[str]) -> tuple[str | None, list[str]]:
    """Return a level such as "Senior level", and what is more than a level."""
    level = next((text for text in texts if _is_level(text)), None)
    return level, [text for text in texts if text != level]


def _is_level(text: str) -> bool:
    return len(text) <= SHORT and not any(character.isdigit() for character in text)
