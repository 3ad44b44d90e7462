"""What stays of a candidate's texts where nobody may learn who they are.

Employers' views, ranking and the words that explain a score rest on the same blanked texts: what
a view masks can be found by no query.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from marketplace.candidates.contacts import CONTACT
from marketplace.candidates.naming import Names, names_of
from matching.text.folding import Folded, fold
from matching.text.skills import find_names
from models import Candidate

MASK = "[…]"
_SHORT = 2  # letters; such a name is masked only where it is written as a name

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Blanked:
    """A candidate's texts without names and ways to reach them, in the order of the entries."""

    headline: str | None
    summary: str | None
    skills: list[str]
    posts: list[tuple[str | None, str | None]]  # title, summary
    fields: list[str | None]  # of degrees
    achievements: dict[str, list[str | None]]  # titles by section


def blanked(candidate: Candidate, names: Names | None = None) -> Blanked:
    """Return the texts of a candidate as others may read and find them.

    Args:
        names: by what they could be found, where it is known already.
    """
    names = names or names_of(candidate)

    def free(text: str | None) -> str | None:
        return None if text is None else blank(text, names)

    def titles(entries: list[Any] | None) -> list[str | None]:
        return [free(entry["title"]) for entry in entries or ()]

    skills = [blank(skill["name"], names, is_skill=True) for skill in candidate.skills or ()]
    sections = ("patents", "publications", "awards")
    return Blanked(
        headline=free(candidate.headline),
        summary=free(candidate.summary),
        skills=skills,
        posts=[(free(post["title"]), free(post["summary"])) for post in candidate.experience or ()],
        fields=[free(degree["field"]) for degree in candidate.education or ()],
        achievements={name: titles(getattr(candidate, name)) for name in sections},
    )


def without_texts(candidate: Candidate) -> Blanked:
    """Return nothing of a candidate's texts: gates and policy read none."""
    sections = ("patents", "publications", "awards")
    return Blanked(
        headline=None,
        summary=None,
        skills=[],
        posts=[(None, None)] * len(candidate.experience or ()),
        fields=[None] * len(candidate.education or ()),
        achievements={name: [None] * len(getattr(candidate, name) or ()) for name in sections},
    )


def blank(text: str, names: Names, *, is_skill: bool = False) -> str:
    """Return a text with names and ways to reach a person taken out; white space is folded."""
    both = fold(text)
    pieces, last = [], 0
    for start, end in sorted(_spans(both, names, is_skill=is_skill)):
        if end > last:
            pieces += [both.written[last:start], MASK] if start >= last else []
            last = end
    return "".join([*pieces, both.written[last:]])


def _spans(both: Folded, names: Names, *, is_skill: bool) -> Iterator[Span]:
    """Yield what is to be masked; spans may overlap."""
    certain = [CONTACT, names.certain] if is_skill else [CONTACT, names.certain, names.parts]
    for pattern in certain:
        yield from (span for span in _found(pattern, both) if not _is_a_word(both, span))
    doubtful = [span for span in _found(names.likely, both) if not _is_a_word(both, span)]
    doubtful += [span for span in _found(names.written, both) if _is_written(both, span, names)]
    if is_skill:
        doubtful += [span for span in _found(names.parts, both) if not _is_a_word(both, span)]
    if doubtful:
        skills = [(mention.start, mention.end) for mention in find_names(both)[0]]
        yield from (span for span in doubtful if not any(_within(span, one) for one in skills))


def _found(pattern: re.Pattern[str], both: Folded) -> list[Span]:
    return [found.span() for found in pattern.finditer(both.folded)]


def _within(span: Span, other: Span) -> bool:
    return other[0] <= span[0] and span[1] <= other[1]


def _is_a_word(both: Folded, span: Span) -> bool:
    """Whether a short name stands there as a word would."""
    return span[1] - span[0] <= _SHORT and both.written[slice(*span)].islower()


def _is_written(both: Folded, span: Span, names: Names) -> bool:
    """Whether a word stands there as in the name, or as names are written."""
    word = both.written[slice(*span)]
    return word in names.spellings or word.istitle()
