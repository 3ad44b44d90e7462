"""What a candidate wrote that carries a requirement: sentences of the view that an employer has."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from marketplace.matches.naming import Terms, terms_of
from matching.text.analyzer import analyze

LISTED = "skills"  # the section without sentences
LONGEST = 160  # characters of a quote
_SENTENCE = re.compile(r"(?<=[.!?;])\s+|(?<=[。！？；])|\n+")
_AROUND = 60  # characters that stay before what is quoted for


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a candidate, and in which section of the profile they stand."""

    text: str
    section: str  # of the profile: summary, experience …


class Quotable:
    """The texts of one view of a profile; nothing else can be quoted.

    Args:
        profile: as the employer sees it: what it masks or withholds is not there.
    """

    def __init__(self, profile: Mapping[str, Any]) -> None:
        self._profile = profile

    def quotes(self, skills: Sequence[str]) -> tuple[Quote, ...]:
        """Return the first words that name each skill, sentences before lists, each once."""
        found = (self._quote(skill, terms_of(skill)) for skill in skills)
        return tuple(dict.fromkeys(quote for quote in found if quote is not None))

    def _quote(self, skill: str, wanted: Terms) -> Quote | None:
        """Return the words that have all terms; None where no sentence has them alone.

        Of the skills that a candidate lists, the one of this very name before another of its names.
        """
        listed: Quote | None = None
        for quote, surfaces in self._sentences:
            if not wanted or not wanted <= surfaces.keys():
                continue
            if quote.section != LISTED or skill.casefold() in quote.text.casefold():
                written = [surfaces[term] for term in wanted]
                return Quote(_clipped(quote.text, written), quote.section)
            listed = listed or quote
        return listed

    @cached_property
    def _sentences(self) -> Sequence[tuple[Quote, Mapping[str, str]]]:
        return [
            (quote, {token.term: token.surface for token in analyze(quote.text)})
            for quote in _quotes(self._profile)
        ]


def _quotes(profile: Mapping[str, Any]) -> Iterator[Quote]:
    for section, text in _texts(profile):
        for sentence in _SENTENCE.split(text or ""):
            if told := " ".join(sentence.split()):
                yield Quote(told, section)


def _texts(profile: Mapping[str, Any]) -> Iterator[tuple[str, str | None]]:
    for post in _entries(profile, "experience"):
        yield "experience", post.get("summary")
        yield "experience", post.get("title")
    yield "summary", profile.get("summary")
    yield "headline", profile.get("headline")
    for section in ("patents", "publications", "awards"):
        for each in _entries(profile, section):
            yield section, each.get("title")
    for degree in _entries(profile, "education"):
        yield "education", degree.get("field")
    for skill in _entries(profile, "skills"):
        yield LISTED, skill.get("name")


def _entries(profile: Mapping[str, Any], section: str) -> Sequence[Mapping[str, Any]]:
    """Return a section's entries; of some an anonymous view tells but how many there are."""
    entries = profile.get(section)
    return entries if isinstance(entries, list) else []


def _clipped(text: str, surfaces: Sequence[str]) -> str:
    """Return a long sentence around what it is quoted for."""
    if len(text) <= LONGEST:
        return text
    folded = text.casefold()
    first = min((max(folded.find(each.casefold()), 0) for each in surfaces), default=0)
    start = min(max(first - _AROUND, 0), len(text) - LONGEST)
    end = start + LONGEST
    return f"{'…' if start else ''}{text[start:end].strip()}{'…' if end < len(text) else ''}"
