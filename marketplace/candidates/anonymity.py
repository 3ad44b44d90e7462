"""What an employer sees of a candidate who stays anonymous."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from marketplace.candidates.blanking import Blanked
from marketplace.taxonomies.codes import DEGREE_LEVELS
from matching.periods import Reading, months_worked
from matching.profiles import Employment
from models import Candidate


def anonymous_view(candidate: Candidate, texts: Blanked, *, code: str, day: date) -> dict[str, Any]:
    """Return what an employer sees of an anonymous candidate.

    Patents, publications and awards are counted: their titles would name their authors.

    Args:
        texts: the candidate's, blanked.
        code: the candidate's code for this employer.
        day: until when an open post is counted.
    """
    return {
        "code": code,
        "headline": texts.headline,
        "summary": texts.summary,
        "skills": _each(candidate.skills, texts.skills, lambda skill, name: skill | {"name": name}),
        "experience": _each(
            candidate.experience,
            texts.posts,
            lambda post, text: {
                "title": text[0],
                "sector": post["sector"],
                "years": _years([post], day),
            },
        ),
        "experience_years": _years(candidate.experience, day),
        "education": _each(
            candidate.education,
            texts.fields,
            lambda degree, field: {
                "degree": degree["degree"],
                "field": field,
                "sectors": degree["sectors"],
            },
        ),
        "patents": _count(candidate.patents),
        "publications": _count(candidate.publications),
        "awards": _count(candidate.awards),
        "languages": _each(
            candidate.languages,
            candidate.languages or (),
            lambda known, _: {"language": known["language"], "level": known["level"]},
        ),
        "hubs": candidate.hubs,
        "notice_weeks": candidate.notice_weeks,
    }


def in_short(candidate: Candidate, day: date) -> dict[str, Any]:
    """Return of what ``anonymous_view`` shows what a table has room for, and no free text."""
    levels = [entry["degree"] for entry in candidate.education or () if entry["degree"]]
    return {
        "degree": max(levels, key=DEGREE_LEVELS.index, default=None),
        "experience_years": _years(candidate.experience, day),
        "hubs": candidate.hubs or [],
        "notice_weeks": candidate.notice_weeks,
    }


def _each(
    entries: list[Any] | None, texts: Iterable[Any], show: Callable[[Any, Any], Any]
) -> list[Any] | None:
    """Show entries with their blanked texts; what is not stated stays so."""
    return None if entries is None else list(map(show, entries, texts))


def _count(entries: list[Any] | None) -> int | None:
    return None if entries is None else len(entries)


def _years(posts: Iterable[Mapping[str, Any]] | None, day: date) -> int | None:
    """Return whole years worked, overlaps counted once; None where no start is known."""
    dated = [
        Employment(start=post["start"], end=post["end"]) for post in posts or () if post["start"]
    ]
    if not dated:
        return 0 if posts == [] else None
    return months_worked(dated, day=day, reading=Reading.USUAL) // 12
