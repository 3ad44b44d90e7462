"""Write a profile as a JSON Resume (1.x), so that it can be taken elsewhere."""

from collections.abc import Mapping
from typing import Any

from marketplace.imports.own_words import EMPTIED, KEY, NONE, OF_ENTRIES, WISHES
from models import Candidate

SCHEMA = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json"


def json_resume(candidate: Candidate) -> dict[str, Any]:
    """Return the profile in the words of a JSON Resume; what is not stated is left out."""
    sections: dict[str, Any] = {
        "basics": _basics(candidate),
        "work": [_post(each) for each in candidate.experience or ()],
        "education": [_degree(each) for each in candidate.education or ()],
        "skills": [_skill(each) for each in candidate.skills or ()],
        "languages": [
            _stated(language=each["language"], fluency=each["level"])
            for each in candidate.languages or ()
        ],
        "publications": [
            _stated(name=each["title"], url=_doi(each["doi"]))
            for each in candidate.publications or ()
        ],
        "awards": [
            _stated(title=each["title"], awarder=each["issuer"]) for each in candidate.awards or ()
        ],
        "projects": [
            _stated(
                name=each["title"],
                type="patent",
                description=each["number"],
                **_in_our_words(each, "patents"),
            )
            for each in candidate.patents or ()
        ],
    }
    told = {name: value for name, value in sections.items() if value}
    ours = _wishes(candidate)
    return {
        "$schema": SCHEMA,
        **told,
        **({KEY: ours} if ours else {}),
        "meta": {"version": "v1.0.0"},
    }


def _basics(candidate: Candidate) -> dict[str, Any]:
    return _stated(
        name=candidate.name,
        label=candidate.headline,
        email=candidate.email,
        phone=candidate.phone,
        summary=candidate.summary,
        profiles=[{"url": url} for url in candidate.links],
    )


def _post(post: Mapping[str, Any]) -> dict[str, Any]:
    return _stated(
        position=post["title"],
        name=post["organisation"],
        startDate=post["start"],
        endDate=post["end"],
        summary=post["summary"],
        **_in_our_words(post, "experience"),
    )


def _degree(degree: Mapping[str, Any]) -> dict[str, Any]:
    return _stated(
        institution=degree["institution"],
        studyType=degree["degree"],
        area=degree["field"],
        endDate=degree["end"],
        **_in_our_words(degree, "education"),
    )


def _skill(skill: Mapping[str, Any]) -> dict[str, Any]:
    years = skill.get("years")
    level = None if years is None else f"{years} years"
    return _stated(name=skill["name"], level=level, **_in_our_words(skill, "skills"))


def _wishes(candidate: Candidate) -> dict[str, Any]:
    """Return what a JSON Resume has no place for: wishes, and what the person states to lack."""
    wishes = {name: getattr(candidate, name) for name in WISHES}
    empty = [name for name in EMPTIED if getattr(candidate, name) == []]
    told = {name: value for name, value in wishes.items() if value is not None}
    return told | ({NONE: empty} if empty else {})


def _in_our_words(entry: Mapping[str, Any], section: str) -> dict[str, Any]:
    told = {name: entry.get(name) for name in OF_ENTRIES[section]}
    told = {name: value for name, value in told.items() if value is not None}
    return {KEY: told} if told else {}


def _doi(doi: str | None) -> str | None:
    return None if doi is None else f"https://doi.org/{doi}"


def _stated(**members: object) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value not in (None, [], "")}
